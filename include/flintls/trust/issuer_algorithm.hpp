// SPDX-License-Identifier: Apache-2.0
/// \file
/// The known AlgorithmIdentifiers of signatures and keys (RFC 5280 4.1.1.2, 4.1.2.7): each in the only encoding that
/// its RFC allows.
#ifndef FLINTLS_TRUST_ISSUER_ALGORITHM_HPP
#define FLINTLS_TRUST_ISSUER_ALGORITHM_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/rsa_public_key.hpp"
#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The algorithm of an issuer's signature.
struct issuer_algorithm {
    enum class scheme : std::uint8_t { none, ecdsa, rsa_pkcs1, rsa_pss };
    scheme how = scheme::none;
    issuer_hash hash = issuer_hash::none;
    friend constexpr bool operator==(issuer_algorithm const&, issuer_algorithm const&) = default;
};

/// The public key of an issuer, as in an anchor.
struct issuer_key {
    enum class sort : std::uint8_t { none, p256, p384, rsa };
    sort kind = sort::none;
    byte_view key; ///< contents of subjectPublicKey
};

namespace issuer_algorithm_detail {

/// The OIDs of ecdsa-with-SHA256, 384, 512 end in 2, 3, 4; they have no parameters (RFC 5758 3.2).
inline constexpr std::array<std::uint8_t, 9> ecdsa_with_sha2{0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03};
/// The OIDs of PKCS #1, rsaEncryption among them, end in a number. sha256, sha384, sha512WithRSAEncryption are 11, 12,
/// 13, with NULL (RFC 4055 5).
inline constexpr std::array<std::uint8_t, 10> pkcs_1{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01};
/// RSASSA-PSS-params behind the number of its OID, which is 10 (RFC 4055 3.1): SHA-256, MGF1 with the same hash, and a
/// salt as long as the hash.
inline constexpr std::array<std::uint8_t, 55> pss_sha256{
    0x0a, 0x30, 0x34, 0xa0, 0x0f, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30, 0x0d, 0x06,
    0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0xa2, 0x03, 0x02, 0x01, 0x20};
/// Offsets of the number of the hash in these params: id-sha256, 384, 512 end in 1, 2, 3.
inline constexpr std::array<std::uint32_t, 2> pss_hashes{17, 47};

[[nodiscard]] constexpr issuer_hash numbered(std::uint32_t number) {
    return number >= 1 && number <= 3 ? static_cast<issuer_hash>(number) : issuer_hash::none;
}
[[nodiscard]] constexpr issuer_hash hash_of_pss(byte_view parameters) {
    issuer_hash const hash =
        parameters.size() == pss_sha256.size() ? numbered(parameters[pss_hashes[0]]) : issuer_hash::none;
    auto expected = pss_sha256;
    for (std::uint32_t const at : pss_hashes) {
        expected[at] = static_cast<std::uint8_t>(hash);
    }
    expected.back() = static_cast<std::uint8_t>(size_of(hash));
    return parameters == byte_view{expected} ? hash : issuer_hash::none;
}

/// secp384r1 (RFC 5480 2.1.1)
inline constexpr std::array<std::uint8_t, 16> p384_algorithm{0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
                                                             0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22};

} // namespace issuer_algorithm_detail

/// From the contents of a signature's AlgorithmIdentifier; `none`: unknown. `Pss`: false leaves out all code for PSS.
template <bool Rsa, bool Pss> [[nodiscard]] constexpr issuer_algorithm algorithm_of(byte_view identifier) {
    using issuer_algorithm_detail::ecdsa_with_sha2;
    using issuer_algorithm_detail::pkcs_1;
    using enum issuer_algorithm::scheme;
    issuer_algorithm found;
    if (identifier.size() == ecdsa_with_sha2.size() + 1 &&
        identifier.subview(0, ecdsa_with_sha2.size()) == byte_view{ecdsa_with_sha2}) {
        found = {ecdsa, issuer_algorithm_detail::numbered(identifier[ecdsa_with_sha2.size()] - 1U)};
    }
    if constexpr (Rsa) {
        byte_view const rest = identifier.subview(pkcs_1.size());
        if (identifier.subview(0, pkcs_1.size()) == byte_view{pkcs_1}) {
            if (rest.size() == 3 && rest[1] == 0x05 && rest[2] == 0x00) {
                found = {rsa_pkcs1, issuer_algorithm_detail::numbered(rest[0] - 10U)};
            } else if constexpr (Pss) {
                found = {rsa_pss, issuer_algorithm_detail::hash_of_pss(rest)};
            }
        }
    }
    return found.hash == issuer_hash::none ? issuer_algorithm{} : found;
}

/// From a SubjectPublicKeyInfo with its header; `none`: malformed or unknown.
template <bool P384, bool Rsa> [[nodiscard]] constexpr issuer_key issuer_key_of(byte_view info) {
    using enum issuer_key::sort;
    der_walk walk{info};
    std::uint8_t const* const behind = walk.enter(der_tag::sequence);
    byte_view const algorithm = walk.take(der_tag::sequence);
    byte_view const bits = walk.take(der_tag::bit_string);
    walk.leave(behind);
    if (walk.what() != errc::ok || !walk.is_at_end() || bits.size() < 2 || bits[0] != 0) {
        return {};
    }
    byte_view const key = bits.subview(1);
    if (algorithm == byte_view{subject_public_key_detail::p256_algorithm} && key.size() == 65 && key[0] == 4) {
        return {p256, key};
    }
    if (P384 && algorithm == byte_view{issuer_algorithm_detail::p384_algorithm} && key.size() == 97 && key[0] == 4) {
        return {p384, key};
    }
    if (Rsa && algorithm == byte_view{subject_public_key_detail::rsa_algorithm}) {
        return {rsa, key};
    }
    return {};
}

} // namespace v0
} // namespace flintls

#endif
