// RFC 1035 2.3.4: no host name is longer.
// expect: flintls: a host name has 1 to 253 characters
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifdef CONTROL
    static constexpr std::size_t max_server_name = 253;
#else
    static constexpr std::size_t max_server_name = 254;
#endif
};

flintls::client_hello_of<product> hello;
