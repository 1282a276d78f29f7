// Crypto for suites with SHA-384, declared and not defined.
#pragma once
#include "support_crypto.hpp"

namespace longer {
struct sha384 : outside::sha256 {
    static constexpr std::uint32_t size = 48;
    flintls::crypto_status fork(sha384& other) const;
};
struct hmac_sha384 : outside::hmac_sha256 {
    static constexpr std::uint32_t size = 48;
};
struct aes_256_gcm : outside::aes_128_gcm {
    static constexpr std::uint32_t key_size = 32;
};

struct without_hashes : whole::crypto {
    using aes_256_gcm = longer::aes_256_gcm;
};
struct crypto : without_hashes {
    using sha384 = longer::sha384;
    using hmac_sha384 = longer::hmac_sha384;
};
struct policy : whole::gcm_policy {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
};
} // namespace longer
