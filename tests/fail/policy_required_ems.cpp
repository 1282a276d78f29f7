// expect: flintls: extended_master_secret cannot be required and not offered
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool require_ems = true;
#endif
};

flintls::client_hello_of<product> hello;
