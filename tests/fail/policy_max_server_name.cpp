// RFC 1035 2.3.4: no host name is longer.
// expect: flintls: a host name has 1 to 253 characters
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifdef CONTROL
    .max_server_name = 253,
#else
    .max_server_name = 254,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
