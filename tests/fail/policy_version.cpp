// expect: flintls: the highest version of a policy is TLS 1.2 or TLS 1.3
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .highest_version = flintls::protocol_version::tls_1_1,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
