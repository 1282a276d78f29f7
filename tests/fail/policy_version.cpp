// expect: flintls: the highest version of a policy is TLS 1.2 or TLS 1.3
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr auto highest_version = flintls::protocol_version::tls_1_1;
#endif
};

flintls::client_hello_of<product> hello;
