// expect: flintls: a policy needs at least one cipher suite
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using suites = flintls::suite_list<>;
#endif
};

flintls::client_hello_of<product> hello;
