// SPDX-License-Identifier: Apache-2.0
/// \file
/// The properties of the cipher suites that the drivers support (RFC 5246 7.4.9, RFC 5289 3.2, RFC 5487 2.1, RFC 6655 4,
/// RFC 7905 2, RFC 8442 3, RFC 8446 B.4).
#ifndef FLINTLS_RECORD_SUITES_HPP
#define FLINTLS_RECORD_SUITES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "flintls/crypto/suite_hash.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/ciphers.hpp"
#include "flintls/registry/cipher_suite.hpp"

namespace flintls {
inline namespace v0 {

enum class key_exchange : std::uint8_t {
    none,        ///< not supported by the drivers
    psk,         ///< RFC 4279 2
    ecdhe_psk,   ///< RFC 5489 2
    ecdhe_ecdsa, ///< RFC 8422 2.1
    ecdhe_rsa,   ///< RFC 8422 2.2
    tls_1_3,     ///< negotiated apart from the suite (RFC 8446 1.2)
};

/// RFC 5289 3.2, RFC 8446 B.4: of the suites here, those with this cipher hash with SHA-384, all others with SHA-256.
[[nodiscard]] constexpr suite_hash hash_of(bulk_cipher cipher) {
    return cipher == bulk_cipher::aes_256_gcm ? suite_hash::sha384 : suite_hash::sha256;
}

struct suite_traits {
    key_exchange exchange = key_exchange::none;
    bulk_cipher cipher = bulk_cipher::aes_128_gcm;

    [[nodiscard]] constexpr bool has_certificate() const {
        return exchange == key_exchange::ecdhe_ecdsa || exchange == key_exchange::ecdhe_rsa;
    }
    [[nodiscard]] constexpr bool has_psk() const {
        return exchange == key_exchange::psk || exchange == key_exchange::ecdhe_psk;
    }
    [[nodiscard]] constexpr bool has_ecdhe() const { return has_certificate() || exchange == key_exchange::ecdhe_psk; }
};

[[nodiscard]] constexpr suite_traits traits_of(cipher_suite suite) {
    switch (suite) {
    case cipher_suite::psk_with_aes_128_gcm_sha256: return {key_exchange::psk, bulk_cipher::aes_128_gcm};
    case cipher_suite::psk_with_aes_128_ccm_8: return {key_exchange::psk, bulk_cipher::aes_128_ccm_8};
    case cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256: return {key_exchange::ecdhe_psk, bulk_cipher::aes_128_gcm};
    case cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256:
        return {key_exchange::ecdhe_psk, bulk_cipher::aes_128_ccm_8};
    case cipher_suite::ecdhe_psk_with_chacha20_poly1305_sha256:
        return {key_exchange::ecdhe_psk, bulk_cipher::chacha20_poly1305};
    case cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256:
        return {key_exchange::ecdhe_ecdsa, bulk_cipher::aes_128_gcm};
    case cipher_suite::ecdhe_ecdsa_with_aes_128_ccm: return {key_exchange::ecdhe_ecdsa, bulk_cipher::aes_128_ccm};
    case cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8: return {key_exchange::ecdhe_ecdsa, bulk_cipher::aes_128_ccm_8};
    case cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256:
        return {key_exchange::ecdhe_ecdsa, bulk_cipher::chacha20_poly1305};
    case cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384:
        return {key_exchange::ecdhe_ecdsa, bulk_cipher::aes_256_gcm};
    case cipher_suite::ecdhe_rsa_with_aes_256_gcm_sha384: return {key_exchange::ecdhe_rsa, bulk_cipher::aes_256_gcm};
    case cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256: return {key_exchange::ecdhe_rsa, bulk_cipher::aes_128_gcm};
    case cipher_suite::ecdhe_rsa_with_chacha20_poly1305_sha256:
        return {key_exchange::ecdhe_rsa, bulk_cipher::chacha20_poly1305};
    case cipher_suite::aes_128_gcm_sha256: return {key_exchange::tls_1_3, bulk_cipher::aes_128_gcm};
    case cipher_suite::aes_256_gcm_sha384: return {key_exchange::tls_1_3, bulk_cipher::aes_256_gcm};
    case cipher_suite::aes_128_ccm_sha256: return {key_exchange::tls_1_3, bulk_cipher::aes_128_ccm};
    case cipher_suite::aes_128_ccm_8_sha256: return {key_exchange::tls_1_3, bulk_cipher::aes_128_ccm_8};
    case cipher_suite::chacha20_poly1305_sha256: return {key_exchange::tls_1_3, bulk_cipher::chacha20_poly1305};
    default: return {};
    }
}

namespace suites_detail {
/// The ciphers of a list of suites, in the order of their enumerators.
template <class Suites> class ciphers_of {
    static constexpr bool uses(std::size_t cipher) {
        bool found = false;
        for (cipher_suite const suite : Suites::values) {
            found = found || traits_of(suite).cipher == static_cast<bulk_cipher>(cipher);
        }
        return found;
    }
    static constexpr std::size_t count() {
        std::size_t number = 0;
        for (std::size_t i = 0; i < cipher_count; ++i) {
            number += uses(i) ? 1U : 0U;
        }
        return number;
    }
    static constexpr bulk_cipher at(std::size_t n) {
        std::size_t i = 0;
        while (!uses(i) || n-- != 0) {
            ++i;
        }
        return static_cast<bulk_cipher>(i);
    }
    template <std::size_t... N> static auto make(std::index_sequence<N...>) { return cipher_list<at(N)...>{}; }

public:
    using list = decltype(make(std::make_index_sequence<count()>{}));
};
} // namespace suites_detail

/// Properties of a policy's suites. A property that all suites share is known at compile time, and code that no suite
/// needs is not compiled.
template <policy P> struct suites_of {
private:
    template <class Test> static constexpr bool any(Test test) {
        bool found = false;
        for (cipher_suite const suite : P::suites::values) {
            found = found || test(traits_of(suite));
        }
        return found;
    }

    static constexpr std::array<suite_traits, P::suites::size> all = [] {
        std::array<suite_traits, P::suites::size> made{};
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i] = traits_of(P::suites::values[i]);
        }
        return made;
    }();
    static constexpr suite_traits first = traits_of(P::suites::values[0]);
    static constexpr bool one_exchange = !any([](suite_traits t) { return t.exchange != first.exchange; });
    static constexpr bool one_cipher = !any([](suite_traits t) { return t.cipher != first.cipher; });

public:
    /// The properties of one of the policy's suites. A shared property needs no lookup.
    [[nodiscard]] static constexpr suite_traits traits(cipher_suite suite) {
        suite_traits found{};
        for (std::size_t i = 0; i < P::suites::size; ++i) {
            found = P::suites::values[i] == suite ? all[i] : found;
        }
        return narrow(found);
    }
    /// Replaces each property that all suites share by its constant.
    [[nodiscard]] static constexpr suite_traits narrow(suite_traits t) {
        return {one_exchange ? first.exchange : t.exchange, one_cipher ? first.cipher : t.cipher};
    }

    static constexpr bool certificate = any([](suite_traits t) { return t.has_certificate(); });
    static constexpr bool ecdsa = any([](suite_traits t) { return t.exchange == key_exchange::ecdhe_ecdsa; });
    static constexpr bool rsa = any([](suite_traits t) { return t.exchange == key_exchange::ecdhe_rsa; });
    static constexpr bool psk = any([](suite_traits t) { return t.has_psk(); });
    static constexpr bool plain_psk = any([](suite_traits t) { return t.exchange == key_exchange::psk; });
    static constexpr bool ecdhe_psk = any([](suite_traits t) { return t.exchange == key_exchange::ecdhe_psk; });
    static constexpr bool ecdhe = any([](suite_traits t) { return t.has_ecdhe(); });
    using ciphers = typename suites_detail::ciphers_of<typename P::suites>::list; ///< a cipher_list

    static constexpr bool sha256 = any([](suite_traits t) { return hash_of(t.cipher) == suite_hash::sha256; });
    static constexpr bool sha384 = any([](suite_traits t) { return hash_of(t.cipher) == suite_hash::sha384; });
    /// Signs or verifies a CertificateVerify of TLS 1.2 in a suite of SHA-384. The schemes here sign SHA-256, so the
    /// transcript has both hashes (RFC 5246 7.4.8).
    static constexpr bool sha384_and_certificate =
        any([](suite_traits t) { return hash_of(t.cipher) == suite_hash::sha384 && t.has_certificate(); });
    /// The hash of one of the policy's ciphers. One that all suites share needs no lookup.
    [[nodiscard]] static constexpr suite_hash hash(bulk_cipher cipher) {
        return !sha384 ? suite_hash::sha256 : !sha256 ? suite_hash::sha384 : hash_of(cipher);
    }
};

/// The needs of a policy's handshakes, over all its versions.
template <policy P> struct handshakes_of {
    static constexpr bool shares = suites_of<P>::ecdhe || (speaks_tls_1_3<P> && !P::groups::values.empty());
    static constexpr bool certificates =
        suites_of<P>::certificate || (speaks_tls_1_3<P> && !P::signature_schemes::values.empty());
};

} // namespace v0
} // namespace flintls

#endif
