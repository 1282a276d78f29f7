// ECDHE_RSA with a scheme of ECDSA only.
// expect: flintls: ECDHE_RSA suites need the signature scheme rsa_pss_rsae_sha256 or rsa_pkcs1_sha256
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
#else
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
