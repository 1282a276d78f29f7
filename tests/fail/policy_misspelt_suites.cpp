// expect: flintls: a policy must name its suites, which have no default
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::policy_of<> {
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using suits = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#endif
};

flintls::client_hello_of<product> hello;
