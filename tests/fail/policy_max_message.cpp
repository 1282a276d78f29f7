// expect: flintls: max_message must lie between 512 and 2^24-1 bytes
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t max_message = 64;
#endif
};

flintls::client_hello_of<product> hello;
