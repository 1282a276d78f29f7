// SPDX-License-Identifier: Apache-2.0
/// \file
/// The back end over Mbed TLS: models of all concepts of crypto, by the PSA Crypto API (PSA Certified Crypto API 1.1)
/// alone, so that Mbed TLS 3.6 and TF-PSA-Crypto 1.x will do. Link `flintls::mbedtls`.
///
/// The application calls psa_crypto_init() once before any of this; until then all that has keys in slots fails, and
/// random bytes do. A configuration with MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG needs mbedtls_psa_external_get_random as well.
///
/// A key occupies a slot of Mbed TLS, of which there are MBEDTLS_PSA_KEY_SLOT_COUNT, and while one is verified a signature
/// does. Keys of HMAC and HKDF, the secrets of the PRF and pre-shared keys are bytes of flintls's own objects and need no
/// slot; those of `opaque_hmac_sha256` are in slots.
///
/// What the configuration lacks is `not_in_this_configuration`.
#ifndef FLINTLS_CRYPTO_MBEDTLS_HPP
#define FLINTLS_CRYPTO_MBEDTLS_HPP

#include <psa/crypto.h>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/hkdf.hpp"
#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/cipher.hpp"
#include "flintls/crypto/mbedtls/configuration.hpp"
#include "flintls/crypto/mbedtls/digest.hpp"
#include "flintls/crypto/mbedtls/handshake_keys.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/psk.hpp"
#include "flintls/registry/named_group.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

using sha256 = if_configured<configured::sha256, message_digest<PSA_ALG_SHA_256>>;
using sha384 = if_configured<configured::sha384, message_digest<PSA_ALG_SHA_384>>;

using hmac_sha256 = if_configured<configured::sha256, hmac_by_hash<PSA_ALG_SHA_256>>;
using hmac_sha384 = if_configured<configured::sha384, hmac_by_hash<PSA_ALG_SHA_384>>;
// Of keys in the store. Who has such for HKDF or tickets says so: `hkdf_over<mbedtls::opaque_hmac_sha256>`.
using opaque_hmac_sha256 =
    if_configured<configured::hmac && configured::sha256, message_authentication<PSA_ALG_SHA_256>>;
using opaque_hmac_sha384 =
    if_configured<configured::hmac && configured::sha384, message_authentication<PSA_ALG_SHA_384>>;

// Over HMAC, because PSA's own key derivation allocates.
using hkdf_sha256 = if_configured<configured::sha256, hkdf_over<hmac_by_hash<PSA_ALG_SHA_256>>>;
using hkdf_sha384 = if_configured<configured::sha384, hkdf_over<hmac_by_hash<PSA_ALG_SHA_384>>>;
using psk = if_configured<configured::sha256, psk_over<hmac_by_hash<PSA_ALG_SHA_256>>>;

using random = random_bytes;

using aes_128_gcm = if_configured<configured::aes_gcm, aead_cipher<PSA_ALG_GCM, 16>>;
using aes_256_gcm = if_configured<configured::aes_gcm, aead_cipher<PSA_ALG_GCM, 32>>;
using aes_128_ccm = if_configured<configured::aes_ccm, aead_cipher<PSA_ALG_CCM, 16>>;
using aes_128_ccm_8 = if_configured<configured::aes_ccm, aead_cipher<ccm_8, 16>>;
using aes_128_block = if_configured<configured::aes_block, aes_block<16>>;
using aes_128_cbc = if_configured<configured::aes_cbc, aes_cbc<16>>;

using secp256r1 = if_configured<configured::ecdh && configured::secp256r1,
                                elliptic_curve<named_group::secp256r1, PSA_ECC_FAMILY_SECP_R1, 256>>;
using x25519 = if_configured<configured::ecdh && configured::curve25519,
                             elliptic_curve<named_group::x25519, PSA_ECC_FAMILY_MONTGOMERY, 255>>;
using ecdsa_secp256r1 = if_configured<configured::ecdsa && configured::secp256r1 && configured::sha256, p256_signer>;
using verifier = public_key_verifier;

// Whatever the configuration.
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

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
