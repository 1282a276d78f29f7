// expect: flintls: a hello without extensions cannot offer extended_master_secret
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool hello_extensions = false;
    static constexpr auto signal = flintls::renegotiation_signal::scsv;
#endif
};

flintls::client_hello_of<product> hello;
