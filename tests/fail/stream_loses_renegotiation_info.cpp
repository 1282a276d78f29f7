// expect: flintls: a renegotiation_info needs 17 bytes reserved, and a longer one is an error
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr flintls::hello_limit limit_of(flintls::extension_type) { return {0, 64}; }
#endif
};

flintls::client_hello_stream<product> hello;
