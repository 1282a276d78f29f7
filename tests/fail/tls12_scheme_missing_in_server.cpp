// Certificates without a signature scheme.
// expect: flintls: a policy with certificate suites needs a signature scheme
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using signature_schemes = flintls::scheme_list<>;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using signature_schemes = flintls::scheme_list<>;
#endif
};
std::size_t size() { return sizeof(whole::server<product>); }
