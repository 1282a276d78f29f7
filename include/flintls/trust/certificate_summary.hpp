// SPDX-License-Identifier: Apache-2.0
/// \file
/// The facts of a certificate that count on a path (RFC 5280 4.2, 6.1.4), and their judgement.
#ifndef FLINTLS_TRUST_CERTIFICATE_SUMMARY_HPP
#define FLINTLS_TRUST_CERTIFICATE_SUMMARY_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/trust/certificate_stream.hpp"
#include "flintls/trust/issuer_algorithm.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The owner of a certificate: what extendedKeyUsage must allow.
enum class certificate_role : std::uint8_t { server, client };

namespace certificate_facts_detail {
/// id-kp-serverAuth; clientAuth ends in 2 (RFC 5280 4.2.1.12)
inline constexpr std::array<std::uint8_t, 7> purposes{0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03};
inline constexpr std::array<std::uint8_t, 4> any_purpose{0x55, 0x1d, 0x25, 0x00};
} // namespace certificate_facts_detail

struct certificate_summary {
    static constexpr std::uint32_t no_limit = 0xffff'ffff;

    std::array<std::uint8_t, 32> issuer{};  ///< SHA-256 of the Name
    std::array<std::uint8_t, 32> subject{}; ///< SHA-256 of the Name
    issuer_algorithm algorithm{};           ///< of the signature on the certificate; none: unknown
    errc refusal = errc::ok;                ///< the first reason why the certificate cannot be in a path
    std::uint32_t path_length = no_limit;   ///< pathLenConstraint
    bool is_v3 = false;
    bool critical = false;          ///< of the current extension
    bool is_ca = false;             ///< basicConstraints
    bool signs_certificates = true; ///< keyUsage; true where absent
    bool signs_handshakes = true;   ///< keyUsage: digitalSignature; true where absent
    bool has_purpose = true;        ///< extendedKeyUsage; true where absent
    bool named = false;             ///< the certificate names the wanted server

    constexpr void refuse(errc why) { refusal = refusal == errc::ok ? why : refusal; }

    /// Reads the value of keyUsage, basicConstraints or extendedKeyUsage. \return false: malformed
    constexpr bool read(certificate_extension which, byte_view value, certificate_role role) {
        der_walk walk{value};
        switch (which) {
        case certificate_extension::key_usage: read_usage(walk.take(der_tag::bit_string)); break;
        case certificate_extension::basic_constraints: read_constraints(walk); break;
        default: read_purposes(walk, role); break;
        }
        return walk.what() == errc::ok && walk.is_at_end();
    }

    /// Judges the first certificate of a path.
    [[nodiscard]] constexpr errc judge_leaf(certificate_role role) const {
        if (role == certificate_role::server && !named) {
            return errc::wrong_name;
        }
        return !has_purpose ? errc::wrong_purpose : !signs_handshakes ? errc::unsupported_certificate : errc::ok;
    }
    /// Judges an issuer, with `issuers` other issuers between it and the first certificate.
    [[nodiscard]] constexpr errc judge_issuer(std::uint32_t issuers) const {
        if (!is_ca || !signs_certificates) {
            return errc::not_an_issuer;
        }
        return !has_purpose ? errc::wrong_purpose : path_length < issuers ? errc::path_too_long : errc::ok;
    }

private:
    /// RFC 5280 4.2.1.3. X.690 8.6.2: the first byte is the number of unused bits in the last one.
    constexpr void read_usage(byte_view bits) {
        std::uint32_t const unused = bits.empty() ? 8U : bits[0]; // X.690 8.6.2.2: unused bits of the last byte
        std::uint32_t const first = bits.size() < 2 || unused > 7 ? 0U
                                    : bits.size() == 2            ? bits[1] & (0xffU << unused)
                                                                  : bits[1];
        signs_handshakes = (first & 0x80U) != 0;
        signs_certificates = (first & 0x04U) != 0;
    }
    /// RFC 5280 4.2.1.9
    constexpr void read_constraints(der_walk& walk) {
        std::uint8_t const* const behind = walk.enter(der_tag::sequence);
        byte_view const ca = walk.take_optional(der_tag::boolean);
        is_ca = ca.size() == 1 && ca[0] == 0xff;
        if (!walk.is_at_end()) {
            byte_view const length = walk.take(der_tag::integer);
            if (length.empty() || length[0] >= 0x80 || (length.size() > 1 && length[0] == 0 && length[1] < 0x80)) {
                walk.fail(errc::forbidden_value);
            }
            path_length = length.size() == 1 ? length[0] : no_limit - 1;
        }
        walk.leave(behind);
    }
    /// RFC 5280 4.2.1.12
    constexpr void read_purposes(der_walk& walk, certificate_role role) {
        using certificate_facts_detail::any_purpose;
        using certificate_facts_detail::purposes;
        std::uint8_t const* const behind = walk.enter(der_tag::sequence);
        has_purpose = false;
        while (walk.what() == errc::ok && !walk.is_at_end()) {
            byte_view const each = walk.take(der_tag::object_identifier);
            bool const numbered =
                each.size() == purposes.size() + 1 && each.subview(0, purposes.size()) == byte_view{purposes};
            std::uint8_t const wanted = role == certificate_role::server ? 1 : 2;
            has_purpose =
                has_purpose || (numbered && each[each.size() - 1] == wanted) || each == byte_view{any_purpose};
        }
        walk.leave(behind);
    }
};

/// Judges an extension of a certificate in a path, before its value is read.
[[nodiscard]] constexpr errc judge_extension(certificate_extension which, bool critical) {
    switch (which) {
    case certificate_extension::name_constraints: return errc::name_constraints;
    case certificate_extension::none: return critical ? errc::unknown_critical_extension : errc::ok;
    case certificate_extension::subject_key_identifier:
    case certificate_extension::key_usage:
    case certificate_extension::subject_alt_name:
    case certificate_extension::basic_constraints:
    case certificate_extension::authority_key_identifier:
    case certificate_extension::extended_key_usage: break;
    }
    return errc::ok;
}

} // namespace v0
} // namespace flintls

#endif
