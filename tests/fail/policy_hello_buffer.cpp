// expect: flintls: hello_buffer must lie between 128 and 2^15 bytes
// control: -DCONTROL
#include "flintls/hello/stream.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t hello_buffer = 64;
#endif
};

flintls::client_hello_stream<product> hello;
