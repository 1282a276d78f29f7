// SPDX-License-Identifier: Apache-2.0
/// \file
/// A session as client and server keep it for resumption (RFC 5246 7.3, RFC 5077 4), and the limits of its age.
#ifndef FLINTLS_TICKET_SESSION_HPP
#define FLINTLS_TICKET_SESSION_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/secret.hpp"
#include "flintls/extension/host_name.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/stored.hpp"

namespace flintls {
inline namespace v0 {

/// By what a peer is identified.
enum class identity_kind : std::uint8_t {
    none = 0,
    spki_sha256 = 1,         ///< the public key of the certificate: SHA-256 of the SubjectPublicKeyInfo
    psk_identity_sha256 = 2, ///< the identity of the pre-shared key: SHA-256 of the psk_identity (RFC 4279 2)
};

/// The identity of a peer, or the own one. All zeros: no identity.
struct identity {
    identity_kind kind = identity_kind::none;
    std::array<std::uint8_t, 32> digest{};

    using wire = fields<field<&identity::kind>, field<&identity::digest, stored<32>>>;
    friend constexpr bool operator==(identity const&, identity const&) = default;
};

/// A server name, for comparison: the first 16 bytes of the SHA-256 of its folded form (`copy_folded`). On a client: of
/// the key under which the client keeps the session's ticket. All zeros: no name. (ticket/name.hpp computes it.)
using name_digest = std::array<std::uint8_t, 16>;

/// Bytes of the longest name with a digest of its own: no host name is longer (RFC 1035 2.3.4).
inline constexpr std::uint32_t longest_known_name = 255;
/// Stands for all longer names: their sessions are not resumed, and a renegotiation treats them as another name (B7).
inline constexpr name_digest unknown_name = [] {
    name_digest ones{};
    for (std::uint8_t& each : ones) {
        each = 0xff;
    }
    return ones;
}();

/// Copies a name in lower case and without one trailing dot: neither counts (case: RFC 6066 3).
/// \return bytes copied, at most `name.size()`; 0 only for the empty name
constexpr std::uint32_t copy_folded(byte_view name, std::uint8_t* to) {
    std::uint32_t const size = without_trailing_dot(name).size();
    for (std::uint32_t i = 0; i < size; ++i) {
        to[i] = lower_case(name[i]);
    }
    return size;
}

/// Compares by words: newlib's memcmp, built for size, takes seven instructions a byte.
[[nodiscard]] constexpr bool is_same_name(name_digest const& a, name_digest const& b) {
    std::uint32_t difference = 0;
    for (std::size_t i = 0; i < a.size(); i += 4) {
        difference |= load<4>(a.data() + i) ^ load<4>(b.data() + i);
    }
    return difference == 0;
}

/// A session. 144 bytes in memory as on the wire, without pointers: may be copied and kept. Secret: every copy is
/// wiped. Without ALPN, which each handshake negotiates (RFC 7301 3.1).
struct session {
    std::uint32_t authenticated_at = 0; ///< seconds of the own clock: when the last full handshake completed
    std::uint32_t context_id = 0;       ///< the own `Policy::context_id`
    protocol_version version{};
    cipher_suite suite{};
    bool extended_master_secret = false;  ///< RFC 7627
    std::uint8_t max_fragment_length = 0; ///< the code of RFC 6066 4; 0 = not negotiated
    identity peer;
    identity own;
    std::array<std::uint8_t, 48> master_secret{}; ///< TLS 1.3: the PSK of RFC 8446 4.6.1
    name_digest server_name{};

    using wire = fields<field<&session::authenticated_at>, field<&session::context_id>, field<&session::version>,
                        field<&session::suite>, field<&session::extended_master_secret, u8>,
                        field<&session::max_fragment_length>, field<&session::peer>, field<&session::own>,
                        field<&session::master_secret, stored<48>>, field<&session::server_name, stored<16>>>;
    friend constexpr bool operator==(session const&, session const&) = default;
};
static_assert(sizeof(session) == 144 && session::wire::min_size == 144 && session::wire::max_size == 144);
/// Wipes all of a session but the server's name, its last member.
inline void wipe_all_but_name(session& s) { wipe_memory(&s, sizeof s - sizeof s.server_name); }

/// RFC 8446 4.6.1 and RFC 5077 3.3: no ticket lives longer than a week, whatever the peer says.
inline constexpr std::uint32_t seven_days = 604'800;

/// RFC 5246 F.1.4: longest time that a session id is kept, in seconds.
inline constexpr std::uint32_t one_day = 86'400;

/// Seconds from `then` to `now` on a clock that wraps; negative where `then` is in the future.
[[nodiscard]] constexpr std::int32_t seconds_since(std::uint32_t then, std::uint32_t now) {
    return static_cast<std::int32_t>(now - then);
}

/// Seconds by which two readings of one time may differ, or a clock may go back, without a fault.
inline constexpr std::int32_t clock_tolerance = 60;

/// True once a period of `lifetime` seconds from `then` is over. Also true where `then` is more than `clock_tolerance`
/// in the future: one of the two clocks is wrong. \pre `lifetime` is below 2^31
[[nodiscard]] constexpr bool is_over(std::uint32_t then, std::uint32_t lifetime, std::uint32_t now) {
    std::int32_t const age = seconds_since(then, now);
    return age < -clock_tolerance || age >= static_cast<std::int32_t>(lifetime);
}

/// RFC 8446 4.2.11.1: the age of a ticket in a pre_shared_key extension. Milliseconds of a clock that may wrap.
[[nodiscard]] constexpr std::uint32_t obfuscated_ticket_age(std::uint32_t received_at, std::uint32_t now,
                                                            std::uint32_t ticket_age_add) {
    return now - received_at + ticket_age_add;
}

} // namespace v0
} // namespace flintls

#endif
