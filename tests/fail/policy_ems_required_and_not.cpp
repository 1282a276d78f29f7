// expect: flintls: where extended_master_secret is required, no session without it can be resumed
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .require_ems = true,
    .without_ems = flintls::resumption_without_ems::resume,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
