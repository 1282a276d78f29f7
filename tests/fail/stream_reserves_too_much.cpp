// expect: flintls: hello_buffer has no room for what the policy reserves
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr flintls::hello_limit limit_of(flintls::extension_type type) {
        return type == flintls::extension_type::session_ticket ? flintls::hello_limit{128, 128}
                                                               : test::default_policy::limit_of(type);
    }
#endif
};

flintls::client_hello_stream<product> hello;
