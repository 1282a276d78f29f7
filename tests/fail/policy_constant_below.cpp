// A constant of the policy that another one is like would be lost.
// expect: flintls: require_ems belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct device : test::default_policy {
#ifndef CONTROL
    static constexpr bool require_ems = true;
#endif
};
struct product : flintls::policy_of<flintls::options{.max_ticket = 0}, device> {};

flintls::client_hello_of<product> hello;
