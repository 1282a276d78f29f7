// expect: flintls: a hello without extensions cannot name a server
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool hello_extensions = false;
#endif
};

flintls::client_hello_of<product> hello;
