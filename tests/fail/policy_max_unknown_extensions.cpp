// expect: flintls: a streaming parser tells 255 unknown extension types apart at most
// control: -DCONTROL
#include "flintls/hello/stream.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t max_unknown_extensions = 256;
#endif
};

flintls::client_hello_stream<product> hello;
