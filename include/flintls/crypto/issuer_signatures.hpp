// SPDX-License-Identifier: Apache-2.0
/// \file
/// Concept of a verifier of the signatures in certificates (RFC 5280 4.1.1.3, RFC 3279, RFC 4055, RFC 5758).
#ifndef FLINTLS_CRYPTO_ISSUER_SIGNATURES_HPP
#define FLINTLS_CRYPTO_ISSUER_SIGNATURES_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Hashes of the signatures in certificates.
enum class issuer_hash : std::uint8_t { none = 0, sha256 = 1, sha384 = 2, sha512 = 3 };
[[nodiscard]] constexpr std::uint32_t size_of(issuer_hash hash) {
    switch (hash) {
    case issuer_hash::none: break;
    case issuer_hash::sha256: return 32;
    case issuer_hash::sha384: return 48;
    case issuer_hash::sha512: return 64;
    }
    return 0;
}

/// Checks signatures by one kind of key, with one algorithm.
/// - `verify(key, hash, digest, signature)`; `done` means that the signature is good. `key` is the contents of
///   subjectPublicKey: an uncompressed point (RFC 5480 2.2), or a DER RSAPublicKey (RFC 8017 A.1.1) of 2048 to 4096
///   bits. `signature` is in the form of the certificate: a DER ECDSA-Sig-Value (RFC 3279 2.2.3), or as many bytes as
///   the modulus has. `verify` fails for an invalid key, such as a point that is not on the curve.
/// Each call does at most one public-key operation.
template <class V>
concept issuer_verifier = operation<V> && requires(V op, byte_view bytes, issuer_hash hash) {
    { op.verify(bytes, hash, bytes, bytes) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
