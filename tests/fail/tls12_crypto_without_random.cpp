// Crypto without a type that the suites need.
// expect: flintls: the policy's crypto has no random
// control: -DCONTROL
#include "support_crypto.hpp"

struct without {
    using sha256 = whole::crypto::sha256;
    using hmac_sha256 = whole::crypto::hmac_sha256;
    using aes_128_gcm = whole::crypto::aes_128_gcm;
    using aes_128_ccm_8 = whole::crypto::aes_128_ccm_8;
    using secp256r1 = whole::crypto::secp256r1;
    using psk = whole::crypto::psk;
    using verifier = whole::crypto::verifier;
    using signer = whole::crypto::signer;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = without;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
