// A server with certificate suites and no signer; a client without a certificate needs none.
// expect: flintls: the policy's crypto has no signer
// control: -DCONTROL
#include "support_crypto.hpp"

struct without {
    using sha256 = whole::crypto::sha256;
    using hmac_sha256 = whole::crypto::hmac_sha256;
    using random = whole::crypto::random;
    using aes_128_gcm = whole::crypto::aes_128_gcm;
    using aes_128_ccm_8 = whole::crypto::aes_128_ccm_8;
    using secp256r1 = whole::crypto::secp256r1;
    using psk = whole::crypto::psk;
    using verifier = whole::crypto::verifier;
};

struct product : whole::policy {
    using crypto = without;
};
#ifdef CONTROL
std::size_t size() { return sizeof(whole::client<product>); }
#else
std::size_t size() { return sizeof(whole::server<product>); }
#endif
