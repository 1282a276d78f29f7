// ChaCha20-Poly1305 with the key of another cipher.
// expect: flintls: chacha20_poly1305 of the policy's crypto is not an aead with 32 bytes of key and 16 of tag
// control: -DCONTROL
#include "support_crypto.hpp"

struct cipher : outside::aes_128_gcm {
#ifdef CONTROL
    static constexpr std::uint32_t key_size = 32;
#endif
};
struct other : whole::crypto {
    using chacha20_poly1305 = cipher;
};
struct product : whole::gcm_policy {
    using crypto = other;
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>;
};
std::size_t size() { return sizeof(whole::client<product>); }
