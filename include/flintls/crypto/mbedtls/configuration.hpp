// SPDX-License-Identifier: Apache-2.0
/// \file
/// The algorithms in the configuration of Mbed TLS, by the PSA_WANT_* macros of <psa/crypto.h>. No other header of this
/// back end tests these macros.
#ifndef FLINTLS_CRYPTO_MBEDTLS_CONFIGURATION_HPP
#define FLINTLS_CRYPTO_MBEDTLS_CONFIGURATION_HPP

#include <psa/crypto.h>

#include <type_traits>

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// Each constant is true if the configuration has the algorithm, the key type or the curve.
namespace configured {

#if defined(PSA_WANT_ALG_SHA_256)
inline constexpr bool sha256 = true;
#else
inline constexpr bool sha256 = false;
#endif
#if defined(PSA_WANT_ALG_SHA_384)
inline constexpr bool sha384 = true;
#else
inline constexpr bool sha384 = false;
#endif
#if defined(PSA_WANT_ALG_SHA_512)
inline constexpr bool sha512 = true;
#else
inline constexpr bool sha512 = false;
#endif
#if defined(PSA_WANT_ALG_HMAC) && defined(PSA_WANT_KEY_TYPE_HMAC)
inline constexpr bool hmac = true;
#else
inline constexpr bool hmac = false;
#endif
#if defined(PSA_WANT_ALG_GCM) && defined(PSA_WANT_KEY_TYPE_AES)
inline constexpr bool aes_gcm = true;
#else
inline constexpr bool aes_gcm = false;
#endif
#if defined(PSA_WANT_ALG_CCM) && defined(PSA_WANT_KEY_TYPE_AES)
inline constexpr bool aes_ccm = true;
#else
inline constexpr bool aes_ccm = false;
#endif
#if defined(PSA_WANT_ALG_CHACHA20_POLY1305) && defined(PSA_WANT_KEY_TYPE_CHACHA20)
inline constexpr bool chacha20_poly1305 = true;
#else
inline constexpr bool chacha20_poly1305 = false;
#endif
#if defined(PSA_WANT_ALG_ECB_NO_PADDING) && defined(PSA_WANT_KEY_TYPE_AES)
inline constexpr bool aes_block = true;
#else
inline constexpr bool aes_block = false;
#endif
#if defined(PSA_WANT_ALG_CBC_NO_PADDING) && defined(PSA_WANT_KEY_TYPE_AES)
inline constexpr bool aes_cbc = true;
#else
inline constexpr bool aes_cbc = false;
#endif
#if defined(PSA_WANT_ALG_ECDH) && defined(PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE)
inline constexpr bool ecdh = true;
#else
inline constexpr bool ecdh = false;
#endif
#if defined(PSA_WANT_ECC_SECP_R1_256)
inline constexpr bool secp256r1 = true;
#else
inline constexpr bool secp256r1 = false;
#endif
#if defined(PSA_WANT_ECC_SECP_R1_384)
inline constexpr bool secp384r1 = true;
#else
inline constexpr bool secp384r1 = false;
#endif
#if defined(PSA_WANT_ECC_MONTGOMERY_255)
inline constexpr bool curve25519 = true;
#else
inline constexpr bool curve25519 = false;
#endif
#if defined(PSA_WANT_ALG_ECDSA)
inline constexpr bool ecdsa = true;
#else
inline constexpr bool ecdsa = false;
#endif
#if defined(PSA_WANT_ALG_RSA_PKCS1V15_SIGN) && defined(PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY)
inline constexpr bool rsa_pkcs1 = true;
#else
inline constexpr bool rsa_pkcs1 = false;
#endif
#if defined(PSA_WANT_ALG_RSA_PSS) && defined(PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY)
inline constexpr bool rsa_pss = true;
#else
inline constexpr bool rsa_pss = false;
#endif

} // namespace configured

/// Replaces a model that the configuration lacks. This type models no concept, and the compiler's error shows its name.
struct not_in_this_configuration {
    not_in_this_configuration() = delete;
};

template <bool Configured, class Model>
using if_configured = std::conditional_t<Configured, Model, not_in_this_configuration>;

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
