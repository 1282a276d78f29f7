// SPDX-License-Identifier: Apache-2.0
/// \file
/// The operations of a path: the hash of the signed bytes, and the check of a signature, by the types of `Crypto`.
///
/// | `Crypto::`         | models            | for                                                       |
/// |--------------------|-------------------|-----------------------------------------------------------|
/// | `sha256`           | `hash`            | names, and signed bytes                                   |
/// | `sha384` `sha512`  | `hash`            | signed bytes; without it, such signatures are unsupported |
/// | `issuer_p256`      | `issuer_verifier` | ECDSA on P-256                                            |
/// | `issuer_p384`      | `issuer_verifier` | ECDSA on P-384                                            |
/// | `issuer_rsa_pkcs1` | `issuer_verifier` | RSASSA-PKCS1-v1_5, 2048 to 4096 bits                      |
/// | `issuer_rsa_pss`   | `issuer_verifier` | RSASSA-PSS, MGF1 and the salt as in RFC 8446 4.2.3        |
///
/// At least one verifier is named. A type that is not named costs nothing.
#ifndef FLINTLS_TRUST_PATH_CRYPTO_HPP
#define FLINTLS_TRUST_PATH_CRYPTO_HPP

#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/issuer_hashes.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/trust/issuer_algorithm.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

namespace path_crypto_detail {
template <class C> using sha384 = typename C::sha384;
template <class C> using sha512 = typename C::sha512;
template <class C> using p256 = typename C::issuer_p256;
template <class C> using p384 = typename C::issuer_p384;
template <class C> using rsa_pkcs1 = typename C::issuer_rsa_pkcs1;
template <class C> using rsa_pss = typename C::issuer_rsa_pss;
} // namespace path_crypto_detail

/// The types that `C` names, and what they support.
template <class C> struct path_crypto {
    using sha256 = typename C::sha256;
    using sha384 = type_or<unneeded<1>, path_crypto_detail::sha384, C>;
    using sha512 = type_or<unneeded<2>, path_crypto_detail::sha512, C>;
    using issuer_p256 = type_or<unneeded<3>, path_crypto_detail::p256, C>;
    using issuer_p384 = type_or<unneeded<4>, path_crypto_detail::p384, C>;
    using issuer_rsa_pkcs1 = type_or<unneeded<5>, path_crypto_detail::rsa_pkcs1, C>;
    using issuer_rsa_pss = type_or<unneeded<6>, path_crypto_detail::rsa_pss, C>;

    static constexpr bool has_sha384 = hash<sha384>;
    static constexpr bool has_sha512 = hash<sha512>;
    static constexpr bool has_p256 = issuer_verifier<issuer_p256>;
    static constexpr bool has_p384 = issuer_verifier<issuer_p384>;
    static constexpr bool has_pkcs1 = issuer_verifier<issuer_rsa_pkcs1>;
    static constexpr bool has_pss = issuer_verifier<issuer_rsa_pss>;
    static constexpr bool has_rsa = has_pkcs1 || has_pss;

    static_assert(hash<sha256> && sha256::size == 32, "flintls: the crypto of a path needs a sha256");
    static_assert(has_p256 || has_p384 || has_rsa, "flintls: the crypto of a path needs one verifier at least");

    static constexpr std::uint32_t max_hash = has_sha512 ? 64 : has_sha384 ? 48 : 32;
    /// Bytes of the longest signature in a certificate, as DER for ECDSA, and of the longest SubjectPublicKeyInfo.
    static constexpr std::uint32_t max_signature = has_rsa ? 512 : has_p384 ? 104 : 72;
    static constexpr std::uint32_t max_key_info = has_rsa ? 556 : has_p384 ? 120 : 91;

    [[nodiscard]] static constexpr bool has(issuer_hash hash) {
        return issuer_hashes<sha256, sha384, sha512>::has(hash);
    }
    /// True where signatures of this algorithm can be checked, with some key.
    [[nodiscard]] static constexpr bool has(issuer_algorithm const& algorithm) {
        using enum issuer_algorithm::scheme;
        bool const scheme = algorithm.how == ecdsa       ? has_p256 || has_p384
                            : algorithm.how == rsa_pkcs1 ? has_pkcs1
                                                         : has_pss && algorithm.how == rsa_pss;
        return scheme && has(algorithm.hash);
    }
    /// True where signatures of this kind of key can be checked, and the algorithm fits the key.
    [[nodiscard]] static constexpr bool goes_with(issuer_key::sort kind, issuer_algorithm const& algorithm) {
        using enum issuer_key::sort;
        bool const elliptic = (has_p256 && kind == p256) || (has_p384 && kind == p384);
        return elliptic ? algorithm.how == issuer_algorithm::scheme::ecdsa
                        : has_rsa && kind == rsa && algorithm.how != issuer_algorithm::scheme::ecdsa && has(algorithm);
    }
};

/// The hash of the signed bytes, by one of several hashes.
template <class C>
using signed_hash =
    issuer_hashes<typename path_crypto<C>::sha256, typename path_crypto<C>::sha384, typename path_crypto<C>::sha512>;

/// Checks a signature. \pre path_crypto<C>::goes_with
template <class C> class signature_check {
    using types = path_crypto<C>;

public:
    void reset() {
        p256_.reset();
        p384_.reset();
        rsa_pkcs1_.reset();
        rsa_pss_.reset();
    }
    crypto_status run(issuer_key const& key, issuer_algorithm const& algorithm, byte_view digest, byte_view signature) {
        if constexpr (types::has_p256) {
            if (key.kind == issuer_key::sort::p256) {
                return p256_.verify(key.key, algorithm.hash, digest, signature);
            }
        }
        if constexpr (types::has_p384) {
            if (key.kind == issuer_key::sort::p384) {
                return p384_.verify(key.key, algorithm.hash, digest, signature);
            }
        }
        if constexpr (types::has_pkcs1) {
            if (algorithm.how == issuer_algorithm::scheme::rsa_pkcs1) {
                return rsa_pkcs1_.verify(key.key, algorithm.hash, digest, signature);
            }
        }
        if constexpr (types::has_pss) {
            if (algorithm.how == issuer_algorithm::scheme::rsa_pss) {
                return rsa_pss_.verify(key.key, algorithm.hash, digest, signature);
            }
        }
        return crypto_status::failed;
    }

private:
    [[no_unique_address]] typename types::issuer_p256 p256_{};
    [[no_unique_address]] typename types::issuer_p384 p384_{};
    [[no_unique_address]] typename types::issuer_rsa_pkcs1 rsa_pkcs1_{};
    [[no_unique_address]] typename types::issuer_rsa_pss rsa_pss_{};
};

} // namespace v0
} // namespace flintls

#endif
