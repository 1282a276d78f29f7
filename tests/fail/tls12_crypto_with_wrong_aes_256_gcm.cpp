// AES-256-GCM with the key of another cipher.
// expect: flintls: aes_256_gcm of the policy's crypto is not an aead with 32 bytes of key and 16 of tag
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : longer::crypto {
#ifndef CONTROL
    using aes_256_gcm = outside::aes_128_gcm;
#endif
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
