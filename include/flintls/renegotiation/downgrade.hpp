// SPDX-License-Identifier: Apache-2.0
/// \file
/// Versions, suites and how nobody is talked into lesser ones: RFC 5246 7.4.1.3 and E.1, RFC 7507, RFC 8446 4.1.3.
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

/// C8: only null was offered (RFC 5246 7.4.1.2; RFC 8446 4.1.2 allows no other).
[[nodiscard]] constexpr judgement judge_compression(compression_method chosen) {
    return chosen == compression_method::null ? errc::ok : errc::not_offered;
}

/// C8, RFC 5246 E.1: the version of a ServerHello is one of `lowest` to `highest`, which were offered. TLS 1.3 is chosen by
/// supported_versions and by nothing else, and nothing else is chosen by it (RFC 8446 4.2.1). In answer to a hello of
/// TLS 1.2, a renegotiating one among them, TLS 1.3 is a protocol_version; where the hello had supported_versions, what
/// it did not hold is an illegal_parameter (RFC 8446 4.2.1).
[[nodiscard]] constexpr judgement judge_version_choice(protocol_version legacy, found<selected_version> const& selected,
                                                       protocol_version lowest, protocol_version highest) {
    bool const had_versions = highest >= protocol_version::tls_1_3;
    if (selected && (selected->version < protocol_version::tls_1_3 || (had_versions && selected->version > highest))) {
        return errc::not_offered;
    }
    bool const known = selected || legacy <= protocol_version::tls_1_2;
    protocol_version const chosen = selected ? selected->version : legacy;
    return known && chosen >= lowest && chosen <= highest ? errc::ok : errc::unsupported_version;
}

/// The highest version that a ClientHello offers: in supported_versions if it is there and understood, else in the
/// legacy field. GREASE and what is no version of TLS does not count (RFC 8701 3.1).
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

/// RFC 7507 3, server: a client that fell back, though this product speaks more than it offers now.
template <policy P>
[[nodiscard]] constexpr judgement judge_fallback(protocol_version highest_offered, bool fallback_scsv) {
    bool const inappropriate = fallback_scsv && highest_offered < highest_of<P>;
    return inappropriate ? errc::inappropriate_fallback : errc::ok;
}

/// RFC 7507 4, client: does a hello that offers up to `highest` say that it fell back? Never of itself: only where the
/// caller asked for less than the product speaks, and not to resume a session at that session's own version.
template <policy P>
[[nodiscard]] constexpr bool wants_fallback_scsv(protocol_version highest, bool resumes_that_version) {
    return highest < highest_of<P> && !resumes_that_version;
}

/// RFC 8446 4.1.3: the last eight bytes of the random of a server that could do better than this handshake.
inline constexpr std::array<std::uint8_t, 8> downgrade_to_tls_1_2{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
inline constexpr std::array<std::uint8_t, 8> downgrade_below_tls_1_2{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x00};

/// RFC 8446 4.1.3, server: marks the random of a ServerHello that chooses less than the product speaks.
template <policy P> constexpr void mark_downgrade(std::span<std::uint8_t, 32> random, protocol_version chosen) {
    bool const below = chosen < protocol_version::tls_1_2;
    if (chosen < highest_of<P>) {
        copy(random.data() + 24, below ? downgrade_below_tls_1_2.data() : downgrade_to_tls_1_2.data(), 8);
    }
}

/// RFC 8446 4.1.3, client: a server that marked its random and yet chose less than this product offered was talked into
/// it. `highest`: the highest version of this hello. \pre `random` is not empty
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

/// S6, RFC 5246 E.1, RFC 5746 3.6: a server of TLS 1.2 takes any client that offers it or, without supported_versions,
/// something above it. \return the version to answer with, or what is wrong
[[nodiscard]] constexpr judgement judge_versions_for_tls_1_2(protocol_version legacy,
                                                             found<supported_versions> const& versions) {
    bool const offered =
        versions ? versions->versions.contains(protocol_version::tls_1_2) : legacy >= protocol_version::tls_1_2;
    return offered ? errc::ok : errc::unsupported_version;
}

} // namespace v0
} // namespace flintls

#endif
