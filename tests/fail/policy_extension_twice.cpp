// expect: flintls: an extension stands twice in the policy's list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using client_hello_extensions = flintls::extension_list<flintls::cookie, flintls::cookie>;
#endif
};

flintls::client_hello_of<product> hello;
