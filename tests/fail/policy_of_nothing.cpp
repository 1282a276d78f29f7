// expect: flintls: a policy derives from policy_of
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
struct product : flintls::policy_of<> {
#else
struct product : flintls::policy_defaults {
#endif
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
};

flintls::client_hello_of<product> hello;
