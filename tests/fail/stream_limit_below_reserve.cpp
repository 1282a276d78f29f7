// expect: flintls: a hello_limit reserves more than it allows
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr flintls::hello_limit limit_of(flintls::extension_type type) {
        return type == flintls::extension_type::server_name ? flintls::hello_limit{32, 16}
                                                            : test::default_policy::limit_of(type);
    }
#endif
};

flintls::client_hello_stream<product> hello;
