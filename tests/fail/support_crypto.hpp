// Crypto of a driver, declared and not defined, all of it; and credentials for it.
#pragma once
#include <span>

#include "flintls/tls12/client.hpp"
#include "flintls/tls12/server.hpp"

namespace whole {
using namespace flintls;

struct key {};
struct operation {
    using key = whole::key;
    void reset();
    static crypto_status import_key(byte_view, key&);
};
struct sha256 {
    static constexpr std::uint32_t size = 32;
    void reset();
    crypto_status start();
    crypto_status update(byte_view);
    crypto_status finish(std::uint8_t*);
    crypto_status fork(sha256&) const;
};
struct hmac_sha256 : operation {
    static constexpr std::uint32_t size = 32;
    crypto_status start(key const&);
    crypto_status update(byte_view);
    crypto_status finish(std::uint8_t*);
};
struct random {
    void reset();
    crypto_status fill(std::uint8_t*, std::uint32_t);
};
template <std::uint32_t Tag> struct aes : operation {
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = Tag;
    crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
    crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
};
struct secp256r1 : operation {
    static constexpr named_group group = named_group::secp256r1;
    static constexpr std::uint32_t share_size = 65;
    static constexpr std::uint32_t secret_size = 32;
    crypto_status generate(key&, std::uint8_t*);
    crypto_status agree(key const&, byte_view, std::uint8_t*);
};
struct psk : operation {
    crypto_status master_secret(key const&, byte_view, byte_view, byte_view, std::uint8_t*);
};
struct verifier {
    void reset();
    static constexpr bool supports(signature_scheme) { return true; }
    crypto_status verify(public_key_view const&, signature_scheme, byte_view, byte_view);
};
struct signer : operation {
    static constexpr std::uint32_t max_signature_size = 72;
    static constexpr bool supports(signature_scheme s) { return s == signature_scheme::ecdsa_secp256r1_sha256; }
    crypto_status sign(key const&, signature_scheme, byte_view, std::uint8_t*, std::uint32_t, std::uint32_t&);
};

struct crypto {
    using sha256 = whole::sha256;
    using hmac_sha256 = whole::hmac_sha256;
    using random = whole::random;
    using aes_128_gcm = aes<16>;
    using aes_128_ccm_8 = aes<8>;
    using secp256r1 = whole::secp256r1;
    using psk = whole::psk;
    using verifier = whole::verifier;
    using signer = whole::signer;
};

struct policy : default_policy {
    using crypto = whole::crypto;
};
struct gcm_policy : default_policy {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using crypto = whole::crypto;
};
struct psk_policy : default_policy {
    using suites = suite_list<cipher_suite::psk_with_aes_128_gcm_sha256>;
    using crypto = whole::crypto;
};

struct pin : tls12::pinned_keys<> {
    tls12::psk_choice<key> psk(byte_view);
};
struct identity_of_server {
    std::span<byte_view const> certificates() const;
    key const& signing_key() const;
    tls12::psk_choice<key> psk(byte_view);
    bool accepts(identity const&) const;
};
template <class P> using client = tls12::client<P, pin>;
template <class P> using server = tls12::server<P, identity_of_server>;
} // namespace whole
