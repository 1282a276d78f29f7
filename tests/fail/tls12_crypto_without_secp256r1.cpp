// Crypto without a type that the suites need; others do not need it.
// expect: flintls: the policy's crypto has no secp256r1
// control: -DCONTROL
#include "support_crypto.hpp"

struct without {
    using sha256 = whole::crypto::sha256;
    using hmac_sha256 = whole::crypto::hmac_sha256;
    using random = whole::crypto::random;
    using aes_128_gcm = whole::crypto::aes_128_gcm;
    using aes_128_ccm_8 = whole::crypto::aes_128_ccm_8;
    using psk = whole::crypto::psk;
    using verifier = whole::crypto::verifier;
    using signer = whole::crypto::signer;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = without;
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#else
    using crypto = without;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
