// ECDHE_ECDSA with a scheme of RSA only.
// expect: flintls: ECDHE_ECDSA suites need the signature scheme ecdsa_secp256r1_sha256
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::rsa_pkcs1_sha256>;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
#else
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::rsa_pkcs1_sha256>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
