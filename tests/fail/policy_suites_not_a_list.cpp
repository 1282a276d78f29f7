// expect: flintls: a policy names its cipher suites in a suite_list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using suites = int;
#endif
};

flintls::client_hello_of<product> hello;
