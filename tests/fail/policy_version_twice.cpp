// expect: flintls: the versions of a policy are TLS 1.2, TLS 1.3, or both, each once
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    using versions = flintls::version_list<flintls::protocol_version::tls_1_2, flintls::protocol_version::tls_1_2>;
#endif
};

flintls::client_hello_of<product> hello;
