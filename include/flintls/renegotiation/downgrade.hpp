// SPDX-License-Identifier: Apache-2.0
/// \file
/// Judgement of versions and compression, and protection from downgrades: RFC 5246 7.4.1.3 and E.1, RFC 7507, RFC 8446
/// 4.1.3.
#ifndef FLINTLS_RENEGOTIATION_DOWNGRADE_HPP
#define FLINTLS_RENEGOTIATION_DOWNGRADE_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/extension/block.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/renegotiation/judgement.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// C8: this side offers only null (RFC 5246 7.4.1.2; RFC 8446 4.1.2 allows no other).
[[nodiscard]] constexpr judgement judge_compression(compression_method chosen) {
    return chosen == compression_method::null ? errc::ok : errc::not_offered;
}

/// C8, RFC 5246 E.1: judges the version of a ServerHello. The client offered `lowest` to `highest`. Only
/// supported_versions chooses TLS 1.3, and supported_versions chooses no lower version (RFC 8446 4.2.1). In an answer
/// to a hello without supported_versions (TLS 1.2, also in a renegotiation), the extension calls for the alert
/// protocol_version if it selects TLS 1.3, and for unsupported_extension if it selects a lower version. In an answer to
/// a hello with supported_versions, a selected version that was not offered calls for illegal_parameter (RFC 8446 4.2,
/// 4.2.1).
[[nodiscard]] constexpr judgement judge_version_choice(protocol_version legacy, found<selected_version> const& selected,
                                                       protocol_version lowest, protocol_version highest) {
    bool const had_versions = highest >= protocol_version::tls_1_3;
    if (selected && (selected->version < protocol_version::tls_1_3 || (had_versions && selected->version > highest))) {
        return had_versions ? errc::not_offered : errc::unsolicited_extension;
    }
    bool const known = selected || legacy <= protocol_version::tls_1_2;
    protocol_version const chosen = selected ? selected->version : legacy;
    return known && chosen >= lowest && chosen <= highest ? errc::ok : errc::unsupported_version;
}

/// The highest version that a ClientHello offers: in supported_versions, or without that in legacy_version. In
/// supported_versions, GREASE (RFC 8701 3.1) and numbers that are no version of TLS do not count.
[[nodiscard]] constexpr protocol_version highest_offered(protocol_version legacy,
                                                         found<supported_versions> const& versions) {
    if (!versions) {
        return legacy;
    }
    auto highest = protocol_version{};
    for (protocol_version const version : versions->versions) {
        bool const tls = version >= protocol_version::ssl_3_0 && version <= protocol_version::tls_1_3;
        highest = tls && version > highest ? version : highest;
    }
    return highest;
}

/// RFC 7507 3, server: refuses a hello with the fallback SCSV if the product supports a higher version than the hello
/// offers.
[[nodiscard]] constexpr judgement judge_fallback(protocol_version highest_offered, bool fallback_scsv,
                                                 protocol_version highest) {
    bool const inappropriate = fallback_scsv && highest_offered < highest;
    return inappropriate ? errc::inappropriate_fallback : errc::ok;
}
template <policy P>
[[nodiscard]] constexpr judgement judge_fallback(protocol_version highest_offered, bool fallback_scsv) {
    return judge_fallback(highest_offered, fallback_scsv, highest_of<P>);
}

/// RFC 7507 4, client: true if a hello that offers up to `highest` needs the fallback SCSV. It does if the caller asks
/// for less than the product supports, unless the hello resumes a session of that version.
template <policy P>
[[nodiscard]] constexpr bool wants_fallback_scsv(protocol_version highest, bool resumes_that_version) {
    return highest < highest_of<P> && !resumes_that_version;
}

/// RFC 8446 4.1.3: the last eight bytes of the random of a server that supports a higher version than it chooses.
inline constexpr std::array<std::uint8_t, 8> downgrade_to_tls_1_2{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
inline constexpr std::array<std::uint8_t, 8> downgrade_below_tls_1_2{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x00};

/// RFC 8446 4.1.3, server: marks the random of a ServerHello that chooses a lower version than `highest`.
constexpr void mark_downgrade(std::span<std::uint8_t, 32> random, protocol_version chosen, protocol_version highest) {
    bool const below = chosen < protocol_version::tls_1_2;
    if (chosen < highest) {
        copy(random.data() + 24, below ? downgrade_below_tls_1_2.data() : downgrade_to_tls_1_2.data(), 8);
    }
}

/// RFC 8446 4.1.3, client: detects a downgrade: the server marks its random and chooses a lower version than the client
/// offers. `highest`: the highest version of the hello. \pre `random` is not empty
[[nodiscard]] constexpr judgement judge_downgrade(fixed_view<32> random, protocol_version chosen,
                                                  protocol_version highest) {
    byte_view const end{random.data() + 24, 8};
    bool const to_tls_1_2 = end == byte_view{downgrade_to_tls_1_2};
    bool const below = end == byte_view{downgrade_below_tls_1_2};
    bool const lost_tls_1_3 = highest >= protocol_version::tls_1_3 && chosen <= protocol_version::tls_1_2;
    bool const lost_tls_1_2 = highest >= protocol_version::tls_1_2 && chosen < protocol_version::tls_1_2;
    bool const talked_down = (lost_tls_1_3 && (to_tls_1_2 || below)) || (lost_tls_1_2 && below);
    return talked_down ? errc::downgrade_detected : errc::ok;
}

/// S6, RFC 5246 E.1, RFC 5746 3.6: a server of TLS 1.2 accepts a hello that offers TLS 1.2, or without
/// supported_versions any higher version. \return proceed, or abort with unsupported_version
[[nodiscard]] constexpr judgement judge_versions_for_tls_1_2(protocol_version legacy,
                                                             found<supported_versions> const& versions) {
    bool const offered =
        versions ? versions->versions.contains(protocol_version::tls_1_2) : legacy >= protocol_version::tls_1_2;
    return offered ? errc::ok : errc::unsupported_version;
}

} // namespace v0
} // namespace flintls

#endif
