// A type of crypto that does not model its concept.
// expect: flintls: aes_128_gcm of the policy's crypto is not an aead with 16 bytes of key and 16 of tag
// control: -DCONTROL
#include "support_crypto.hpp"

using wrong = whole::aes<8>;
struct other : whole::crypto {
    using aes_128_gcm = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
