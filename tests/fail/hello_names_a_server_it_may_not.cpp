// expect: flintls: the policy does not offer this host name
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .max_server_name = 5,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};
constexpr auto hello = flintls::make_client_hello<product, "sensor">();
static_assert(hello.max_size > 0);
