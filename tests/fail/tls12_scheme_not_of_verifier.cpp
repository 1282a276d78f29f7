// ECDHE_RSA with a verifier that has no RSA.
// expect: flintls: verifier of the policy's crypto cannot do rsa_pss_rsae_sha256
// control: -DCONTROL
#include "support_crypto.hpp"

struct limited_verifier : whole::verifier {
    static constexpr bool supports(flintls::signature_scheme s) {
        return s == flintls::signature_scheme::ecdsa_secp256r1_sha256;
    }
};
struct limited : whole::crypto {
    using verifier = limited_verifier;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = limited;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
#else
    using crypto = limited;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
