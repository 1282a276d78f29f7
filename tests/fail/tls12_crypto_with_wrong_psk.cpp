// A type of crypto that does not model its concept.
// expect: flintls: psk of the policy's crypto does not model flintls/crypto's psk
// control: -DCONTROL
#include "support_crypto.hpp"

using wrong = whole::verifier;
struct other : whole::crypto {
    using psk = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256>;
#else
    using crypto = other;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
