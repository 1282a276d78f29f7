// SPDX-License-Identifier: Apache-2.0
/// \file
/// The public key of an X.509 certificate (RFC 5280 4.1), for pins and for checks of signatures, and whether the key
/// may sign. The other parts of the certificate are ignored: names, dates, other extensions, the signature.
#ifndef FLINTLS_CRYPTO_SUBJECT_PUBLIC_KEY_HPP
#define FLINTLS_CRYPTO_SUBJECT_PUBLIC_KEY_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The key of the subject of a certificate. Both views alias the certificate.
struct certificate_key {
    byte_view subject_public_key_info; ///< with its header: the SHA-256 of it is a pin (RFC 7469 2.4)
    public_key_view key;               ///< of kind `none` if it is neither EC P-256 nor RSA
};

namespace subject_public_key_detail {

/// Contents of an AlgorithmIdentifier: id-ecPublicKey and secp256r1 (RFC 5480 2.1.1).
inline constexpr std::array<std::uint8_t, 19> p256_algorithm{0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                                                             0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
/// rsaEncryption and NULL (RFC 3279 2.3.1). Some certificates omit the NULL.
inline constexpr std::array<std::uint8_t, 13> rsa_algorithm{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                            0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
inline constexpr std::uint32_t null_size = 2;

/// True for 04 ‖ x ‖ y (RFC 5480 2.2). The back ends take no compressed points (RFC 8422 5.1.2).
[[nodiscard]] constexpr bool is_uncompressed_point(byte_view key) { return key.size() == 65 && key[0] == 4; }

/// The kind of a key, by its algorithm. The back end checks the contents of an RSA key.
[[nodiscard]] constexpr public_key_view::algorithm kind_of(byte_view algorithm, byte_view key) {
    using enum public_key_view::algorithm;
    if (algorithm == byte_view{p256_algorithm}) {
        return is_uncompressed_point(key) ? ec_secp256r1 : none;
    }
    byte_view const with_null{rsa_algorithm};
    bool const has_null = algorithm.size() == with_null.size();
    return algorithm == with_null.subview(0, with_null.size() - (has_null ? 0 : null_size)) ? rsa : none;
}

/// Reads SubjectPublicKeyInfo (RFC 5280 4.1.2.7). After a failure `found` has no meaning.
constexpr void take_key(der_walk& walk, certificate_key& found) {
    std::uint8_t const* const begin = walk.position();
    std::uint8_t const* const behind_info = walk.enter(der_tag::sequence);
    std::uint8_t const* const behind_algorithm = walk.enter(der_tag::sequence);
    std::uint8_t const* const algorithm = walk.position();
    (void)walk.take(der_tag::object_identifier);
    if (!walk.is_at_end()) {
        (void)walk.take(der_tag::any); // parameters
    }
    byte_view const identifier{algorithm, static_cast<std::uint32_t>(walk.position() - algorithm)};
    walk.leave(behind_algorithm);
    byte_view const bits = walk.take(der_tag::bit_string);
    walk.leave(behind_info);
    found.subject_public_key_info = {begin, static_cast<std::uint32_t>(walk.position() - begin)};
    // X.690 8.6.2: the first byte counts the unused bits of the last one. A key of whole bytes has none.
    if (!bits.empty() && bits[0] == 0) {
        byte_view const key = {bits.data() + 1, bits.size() - 1};
        found.key.kind = kind_of(identifier, key);
        if (found.key.kind != public_key_view::algorithm::none) {
            found.key.key = key;
        }
    }
}

/// serialNumber, signature, issuer, validity, subject (RFC 5280 4.1)
inline constexpr std::array<std::uint8_t, 5> before_key{der_tag::integer, der_tag::sequence, der_tag::sequence,
                                                        der_tag::sequence, der_tag::sequence};

/// Reads TBSCertificate (RFC 5280 4.1). \return its extensions
constexpr byte_view take_tbs(der_walk& walk, certificate_key& found) {
    std::uint8_t const* const behind = walk.enter(der_tag::sequence);
    (void)walk.take_optional(der_tag::constructed(0)); // version; absent in v1
    for (std::uint8_t const tag : before_key) {
        (void)walk.take(tag);
    }
    take_key(walk, found);
    (void)walk.take_optional(der_tag::primitive(1)); // issuerUniqueID
    (void)walk.take_optional(der_tag::primitive(2)); // subjectUniqueID
    byte_view const extensions = walk.take_optional(der_tag::constructed(3));
    walk.leave(behind);
    return extensions;
}

inline constexpr std::array<std::uint8_t, 3> key_usage{0x55, 0x1d, 0x0f}; // id-ce-keyUsage, RFC 5280 4.2.1.3
inline constexpr std::uint8_t digital_signature = 0x80;                   // the first bit of its BIT STRING

} // namespace subject_public_key_detail

/// Finds the key of a certificate in DER (RFC 5280 4.1), in a constant number of steps.
/// \return success, also for a key of kind `none`; or an error of `der_walk` with its offset in `certificate`. After an
///         error `found` is empty, and the alert to send is bad_certificate (RFC 5246 7.2.2).
/// \param[out] extensions for `judge_key_usage`; aliases the certificate; empty if absent, and after a failure
constexpr error find_public_key(byte_view certificate, certificate_key& found, byte_view& extensions) {
    der_walk walk{certificate};
    std::uint8_t const* const behind = walk.enter(der_tag::sequence);
    found = {};
    extensions = subject_public_key_detail::take_tbs(walk, found);
    (void)walk.take(der_tag::sequence);   // signatureAlgorithm
    (void)walk.take(der_tag::bit_string); // signatureValue
    walk.leave(behind);
    if (!walk.is_at_end()) {
        walk.fail(errc::trailing);
    }
    if (walk.what() == errc::ok) {
        return {};
    }
    found = {};
    extensions = {};
    return {walk.what(), static_cast<std::uint32_t>(walk.position() - certificate.begin())};
}
constexpr error find_public_key(byte_view certificate, certificate_key& found) {
    byte_view extensions;
    return find_public_key(certificate, found, extensions);
}

/// Judges by the extensions of a certificate whether its key may sign a handshake (RFC 5246 7.4.2). A key without
/// keyUsage may sign (RFC 5280 4.2.1.3).
/// \return ok; unsupported_certificate if keyUsage forbids it; bad_certificate if the extensions are malformed
constexpr errc judge_key_usage(byte_view extensions) {
    if (extensions.empty()) {
        return errc::ok;
    }
    der_walk walk{extensions};
    std::uint8_t const* const behind_all = walk.enter(der_tag::sequence);
    bool may_sign = true;
    while (walk.what() == errc::ok && !walk.is_at_end()) {
        std::uint8_t const* const behind = walk.enter(der_tag::sequence);
        bool const is_key_usage =
            walk.take(der_tag::object_identifier) == byte_view{subject_public_key_detail::key_usage};
        (void)walk.take_optional(der_tag::boolean); // critical
        if (is_key_usage) {
            std::uint8_t const* const behind_value = walk.enter(der_tag::octet_string);
            byte_view const bits = walk.take(der_tag::bit_string); // X.690 8.6.2: the first byte counts unused bits
            walk.leave(behind_value);
            if (bits.empty()) {
                walk.fail(errc::truncated);
            }
            may_sign = may_sign && bits.size() >= 2 && (bits[1] & subject_public_key_detail::digital_signature) != 0;
        } else {
            (void)walk.take(der_tag::octet_string);
        }
        walk.leave(behind);
    }
    walk.leave(behind_all);
    bool const whole = walk.what() == errc::ok && walk.is_at_end();
    return !whole ? errc::bad_certificate : may_sign ? errc::ok : errc::unsupported_certificate;
}

} // namespace v0
} // namespace flintls

#endif
