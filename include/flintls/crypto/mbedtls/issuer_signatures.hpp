// SPDX-License-Identifier: Apache-2.0
/// \file
/// Signatures in certificates, checked by Mbed TLS. ECDSA on P-256 by p256-m does not allocate; P-384 and RSA do, from
/// the pool that the configuration names.
#ifndef FLINTLS_CRYPTO_MBEDTLS_ISSUER_SIGNATURES_HPP
#define FLINTLS_CRYPTO_MBEDTLS_ISSUER_SIGNATURES_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/ecdsa_sig_value.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

namespace issuer_detail {

[[nodiscard]] constexpr psa_algorithm_t hash_of(issuer_hash hash) {
    switch (hash) {
    case issuer_hash::none: break;
    case issuer_hash::sha256: return PSA_ALG_SHA_256;
    case issuer_hash::sha384: return PSA_ALG_SHA_384;
    case issuer_hash::sha512: return PSA_ALG_SHA_512;
    }
    return PSA_ALG_NONE;
}
/// Imports the key into the store for this one signature.
[[nodiscard]] inline crypto_status verify(key_purpose const& purpose, byte_view bytes, byte_view digest,
                                          byte_view signature) {
    mbedtls::key imported;
    crypto_status const status = import_bytes(purpose, bytes, imported);
    return status != crypto_status::done
               ? status
               : psa_answer(psa_verify_hash(imported.id(), purpose.algorithm, digest.data(), digest.size(),
                                            signature.data(), signature.size()));
}

} // namespace issuer_detail

/// A model of `issuer_verifier`: ECDSA on a curve of `Size` bytes.
template <psa_ecc_family_t Family, std::uint32_t Size> class issuer_ecdsa {
public:
    static void reset() {} // nothing is ever pending
    static crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        ecdsa_sig_value<Size> value;
        if (key.size() != 2 * Size + 1 || key[0] != 0x04 || !value.read(signature)) { // RFC 5480 2.2
            return crypto_status::failed;
        }
        return issuer_detail::verify({PSA_KEY_TYPE_ECC_PUBLIC_KEY(Family), PSA_KEY_USAGE_VERIFY_HASH,
                                      PSA_ALG_ECDSA(issuer_detail::hash_of(hash)), std::size_t{Size} * 8},
                                     key, digest, value.raw);
    }
};

/// A model of `issuer_verifier`: RSASSA-PKCS1-v1_5, or RSASSA-PSS with a salt as long as the hash. The caller checks
/// the size of the key.
template <bool Pss> class issuer_rsa {
public:
    static void reset() {} // nothing is ever pending
    static crypto_status verify(byte_view key, issuer_hash hash, byte_view digest, byte_view signature) {
        psa_algorithm_t const psa_hash = issuer_detail::hash_of(hash);
        return issuer_detail::verify({PSA_KEY_TYPE_RSA_PUBLIC_KEY, PSA_KEY_USAGE_VERIFY_HASH,
                                      Pss ? PSA_ALG_RSA_PSS(psa_hash) : PSA_ALG_RSA_PKCS1V15_SIGN(psa_hash)},
                                     key, digest, signature);
    }
};

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
