// expect: flintls: an extension in the policy's list has no place in that message
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using server_hello_extensions = flintls::extension_list<flintls::padding>;
#endif
};

flintls::client_hello_of<product> hello;
