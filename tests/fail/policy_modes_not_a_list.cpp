// expect: flintls: a policy names its modes in a psk_mode_list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using psk_modes = flintls::psk_key_exchange_mode;
#endif
};

flintls::client_hello_of<product> hello;
