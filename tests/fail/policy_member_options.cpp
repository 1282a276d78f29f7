// Options that are a member change nothing.
// expect: flintls: options belongs into the options, the argument of policy_of
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr flintls::options options{.require_ems = true};
#endif
};

flintls::client_hello_of<product> hello;
