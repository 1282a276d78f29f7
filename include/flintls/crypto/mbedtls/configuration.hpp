// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the configuration of Mbed TLS has, as the PSA_WANT_* that <psa/crypto.h> shows: the one place of this back end
/// that asks the preprocessor.
#ifndef FLINTLS_CRYPTO_MBEDTLS_CONFIGURATION_HPP
#define FLINTLS_CRYPTO_MBEDTLS_CONFIGURATION_HPP

#include <psa/crypto.h>

#include <type_traits>

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// Each is true when programs of this configuration can use it.
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

/// What stands where the configuration lacks something: it models no concept, and the compiler's error names it.
struct not_in_this_configuration {
    not_in_this_configuration() = delete;
};

template <bool Configured, class Model>
using if_configured = std::conditional_t<Configured, Model, not_in_this_configuration>;

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
