// A client with certificate suites and no verifier; a server that asks for no certificate needs none.
// expect: flintls: the policy's crypto has no verifier
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
    using signer = whole::crypto::signer;
};

struct product : whole::policy {
    using crypto = without;
};
#ifdef CONTROL
std::size_t size() { return sizeof(whole::server<product>); }
#else
std::size_t size() { return sizeof(whole::client<product>); }
#endif
