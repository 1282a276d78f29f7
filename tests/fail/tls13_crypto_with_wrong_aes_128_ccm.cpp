// AES-CCM with a short tag, where a suite has a whole one.
// expect: flintls: aes_128_ccm of the policy's crypto is not an aead with 16 bytes of key and 16 of tag
// control: -DCONTROL
#include "support_groups.hpp"

struct other : brings::crypto {
#ifdef CONTROL
    using aes_128_ccm = whole::aes<16>;
#else
    using aes_128_ccm = whole::aes<8>;
#endif
};
struct product : brings::policy<> {
    using crypto = other;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_ccm_sha256>;
};
std::size_t size() { return sizeof(brings::client<product>); }
