// expect: flintls: a policy names its versions in a version_list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using versions = flintls::protocol_version;
#endif
};

flintls::client_hello_of<product> hello;
