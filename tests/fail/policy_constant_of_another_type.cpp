// expect: flintls: max_ticket belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr int max_ticket = 256;
#endif
};

flintls::client_hello_of<product> hello;
