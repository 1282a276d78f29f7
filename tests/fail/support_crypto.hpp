// Crypto of a driver, declared and not defined, all of it; and credentials for it.
#pragma once
#include "../support/default_policy.hpp"
#include <span>

#include "../bench/drivers/policies.hpp"

namespace whole {
using namespace flintls;
using outside::hmac_sha256;
using outside::key;
using outside::psk;
using outside::random;
using outside::secp256r1;
using outside::sha256;

template <std::uint32_t Tag> struct aes : outside::aes_128_gcm { static constexpr std::uint32_t tag_size = Tag; };
struct verifier : outside::verifier {
    static constexpr bool supports(signature_scheme) { return true; }
};
struct signer : outside::signer {
    static constexpr bool supports(signature_scheme s) { return s == signature_scheme::ecdsa_secp256r1_sha256; }
};

struct crypto : outside::crypto {
    using aes_128_gcm = aes<16>;
    using aes_128_ccm_8 = aes<8>;
    using verifier = whole::verifier;
    using signer = whole::signer;
};

struct policy : test::default_policy {
    using crypto = whole::crypto;
};
struct gcm_policy : policy_of<> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using crypto = whole::crypto;
};
struct psk_policy : policy_of<> {
    using suites = suite_list<cipher_suite::psk_with_aes_128_gcm_sha256>;
    using crypto = whole::crypto;
};

struct pin : pinned_keys<> {
    psk_choice<key> psk(byte_view);
};
struct identity_of_server {
    [[nodiscard]] std::span<byte_view const> certificates() const;
    [[nodiscard]] key const& signing_key() const;
    psk_choice<key> psk(byte_view);
    [[nodiscard]] bool accepts(identity const&) const;
};
template <class P> using client = flintls::client<P, pin>;
template <class P> using server = flintls::server<P, identity_of_server>;
} // namespace whole
