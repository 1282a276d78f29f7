// A suite of the registry that the drivers do not have.
// expect: flintls: the drivers do not have TLS_RSA_WITH_AES_128_GCM_SHA256
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using suites = flintls::suite_list<flintls::cipher_suite::rsa_with_aes_128_gcm_sha256>;
#endif
};
std::size_t size() { return sizeof(whole::server<product>); }
