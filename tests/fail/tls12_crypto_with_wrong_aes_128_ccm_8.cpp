// A type of crypto that does not model its concept.
// expect: flintls: aes_128_ccm_8 of the policy's crypto is not an aead with 16 bytes of key and 8 of tag
// control: -DCONTROL
#include "support_crypto.hpp"

using wrong = whole::aes<16>;
struct other : whole::crypto {
    using aes_128_ccm_8 = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8>;
#else
    using crypto = other;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
