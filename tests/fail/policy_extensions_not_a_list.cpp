// expect: flintls: a policy names its extensions in an extension_list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using server_hello_extensions = void;
#endif
};

flintls::client_hello_of<product> hello;
