// SPDX-License-Identifier: Apache-2.0
/// \file
/// The back end over Mbed TLS: models of the crypto concepts, except `key_encapsulation` and `invertible_block_cipher`.
/// The back end uses only the PSA Crypto API (PSA Certified Crypto API 1.1), and so works with Mbed TLS 3.6 and
/// TF-PSA-Crypto 1.x. Link `flintls::mbedtls`.
///
/// The application calls psa_crypto_init() once, before any use. Until then every operation with a key in a slot fails,
/// and so does `random`. A configuration with MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG also needs
/// mbedtls_psa_external_get_random.
///
/// Mbed TLS has MBEDTLS_PSA_KEY_SLOT_COUNT slots. A key occupies one, and so does the check of a signature while it
/// runs. Keys of HMAC and HKDF, secrets of the PRF and pre-shared keys are bytes in flintls's own objects and need no
/// slot; keys of `opaque_hmac_sha256` and `opaque_hmac_sha384` are in slots.
///
/// A model that the configuration lacks is `not_in_this_configuration`.
#ifndef FLINTLS_CRYPTO_MBEDTLS_HPP
#define FLINTLS_CRYPTO_MBEDTLS_HPP

#include <psa/crypto.h>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/hkdf.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/cipher.hpp"
#include "flintls/crypto/mbedtls/configuration.hpp"
#include "flintls/crypto/mbedtls/digest.hpp"
#include "flintls/crypto/mbedtls/handshake_keys.hpp"
#include "flintls/crypto/mbedtls/issuer_signatures.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/psk.hpp"
#include "flintls/registry/named_group.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

using sha256 = if_configured<configured::sha256, message_digest<PSA_ALG_SHA_256>>;
using sha384 = if_configured<configured::sha384, message_digest<PSA_ALG_SHA_384>>;
using sha512 = if_configured<configured::sha512, message_digest<PSA_ALG_SHA_512>>;

using hmac_sha256 = if_configured<configured::sha256, hmac_by_hash<PSA_ALG_SHA_256>>;
using hmac_sha384 = if_configured<configured::sha384, hmac_by_hash<PSA_ALG_SHA_384>>;
// For keys in Mbed TLS's store. For HKDF or tickets with such keys, name `hkdf_over<mbedtls::opaque_hmac_sha256>`.
using opaque_hmac_sha256 =
    if_configured<configured::hmac && configured::sha256, message_authentication<PSA_ALG_SHA_256>>;
using opaque_hmac_sha384 =
    if_configured<configured::hmac && configured::sha384, message_authentication<PSA_ALG_SHA_384>>;

// HKDF over HMAC, because PSA's key derivation allocates.
using hkdf_sha256 = if_configured<configured::sha256, hkdf_over<hmac_by_hash<PSA_ALG_SHA_256>>>;
using hkdf_sha384 = if_configured<configured::sha384, hkdf_over<hmac_by_hash<PSA_ALG_SHA_384>>>;
using psk = if_configured<configured::sha256, psk_over<hmac_by_hash<PSA_ALG_SHA_256>>>;
using psk_sha384 = if_configured<configured::sha384, psk_over<hmac_by_hash<PSA_ALG_SHA_384>>>; // for TLS 1.3

using random = random_bytes;

using aes_128_gcm = if_configured<configured::aes_gcm, aead_cipher<PSA_ALG_GCM, 16>>;
using aes_256_gcm = if_configured<configured::aes_gcm, aead_cipher<PSA_ALG_GCM, 32>>;
using aes_128_ccm = if_configured<configured::aes_ccm, aead_cipher<PSA_ALG_CCM, 16>>;
using aes_128_ccm_8 = if_configured<configured::aes_ccm, aead_cipher<ccm_8, 16>>;
using chacha20_poly1305 =
    if_configured<configured::chacha20_poly1305, aead_cipher<PSA_ALG_CHACHA20_POLY1305, 32, PSA_KEY_TYPE_CHACHA20>>;
using aes_128_block = if_configured<configured::aes_block, aes_block<16>>;
using aes_128_cbc = if_configured<configured::aes_cbc, aes_cbc<16>>;

using secp256r1 = if_configured<configured::ecdh && configured::secp256r1,
                                elliptic_curve<named_group::secp256r1, PSA_ECC_FAMILY_SECP_R1, 256>>;
using x25519 = if_configured<configured::ecdh && configured::curve25519,
                             elliptic_curve<named_group::x25519, PSA_ECC_FAMILY_MONTGOMERY, 255>>;
using ecdsa_secp256r1 = if_configured<configured::ecdsa && configured::secp256r1 && configured::sha256, p256_signer>;
using verifier = public_key_verifier;

// For the signatures in certificates (trust/path_crypto.hpp).
using issuer_p256 = if_configured<configured::ecdsa && configured::secp256r1, issuer_ecdsa<PSA_ECC_FAMILY_SECP_R1, 32>>;
using issuer_p384 = if_configured<configured::ecdsa && configured::secp384r1, issuer_ecdsa<PSA_ECC_FAMILY_SECP_R1, 48>>;
using issuer_rsa_pkcs1 = if_configured<configured::rsa_pkcs1, issuer_rsa<false>>;
using issuer_rsa_pss = if_configured<configured::rsa_pss, issuer_rsa<true>>;

// True in every configuration.
static_assert(flintls::hash<message_digest<PSA_ALG_SHA_256>>);
static_assert(flintls::hmac_of_bytes<hmac_by_hash<PSA_ALG_SHA_256>> &&
              flintls::hmac<message_authentication<PSA_ALG_SHA_256>>);
static_assert(!flintls::hmac_of_bytes<message_authentication<PSA_ALG_SHA_256>>);
static_assert(flintls::hkdf<hkdf_over<hmac_by_hash<PSA_ALG_SHA_256>>>);
static_assert(flintls::hkdf<hkdf_over<message_authentication<PSA_ALG_SHA_256>>>);
static_assert(flintls::psk<psk_over<hmac_by_hash<PSA_ALG_SHA_256>>>);
static_assert(flintls::random<random>);
static_assert(flintls::aead<aead_cipher<PSA_ALG_GCM, 16>> && flintls::aead<aead_cipher<ccm_8, 16>>);
static_assert(aead_cipher<ccm_8, 16>::tag_size == 8 && aead_cipher<PSA_ALG_CCM, 16>::tag_size == 16);
static_assert(flintls::block_cipher<flintls::mbedtls::aes_block<16>> && flintls::cbc<flintls::mbedtls::aes_cbc<16>>);
static_assert(flintls::key_agreement<elliptic_curve<named_group::secp256r1, PSA_ECC_FAMILY_SECP_R1, 256>>);
static_assert(flintls::key_agreement<elliptic_curve<named_group::x25519, PSA_ECC_FAMILY_MONTGOMERY, 255>>);
static_assert(flintls::signer<p256_signer> && flintls::signature_verifier<verifier>);
static_assert(flintls::issuer_verifier<issuer_ecdsa<PSA_ECC_FAMILY_SECP_R1, 32>> &&
              flintls::issuer_verifier<issuer_rsa<true>>);

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
