// SPDX-License-Identifier: Apache-2.0
/// \file
/// What client and server keep of a session to resume it (RFC 5246 7.3, RFC 5077 4), and how old it may be.
#ifndef FLINTLS_TICKET_SESSION_HPP
#define FLINTLS_TICKET_SESSION_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/host_name.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/stored.hpp"

namespace flintls {
inline namespace v0 {

/// By what somebody is known.
enum class identity_kind : std::uint8_t {
    none = 0,
    spki_sha256 = 1,         ///< the public key of its certificate: SHA-256 of the SubjectPublicKeyInfo
    psk_identity_sha256 = 2, ///< the identity of its pre-shared key: SHA-256 of the psk_identity (RFC 4279 2)
};

/// Who somebody is. All zeros is nobody.
struct identity {
    identity_kind kind = identity_kind::none;
    std::array<std::uint8_t, 32> digest{};

    using wire = fields<field<&identity::kind>, field<&identity::digest, stored<32>>>;
    friend constexpr bool operator==(identity const&, identity const&) = default;
};

/// A server name, for comparing: the first bytes of the SHA-256 of its folded form (`copy_folded`); of a client, of the key
/// under which it keeps the session's ticket. All zeros is none. (ticket/name.hpp makes one.)
using name_digest = std::array<std::uint8_t, 16>;

/// Bytes of the longest name that is told from others: no host name is longer (RFC 1035 2.3.4).
inline constexpr std::uint32_t longest_known_name = 255;
/// Stands for all names that are longer: sessions under it are not resumed, and in a renegotiation it is another name (B7).
inline constexpr name_digest unknown_name = [] {
    name_digest ones{};
    for (std::uint8_t& each : ones) {
        each = 0xff;
    }
    return ones;
}();

/// Copies a name without what does not matter in it: case (RFC 6066 3), and one dot at its end.
/// \return bytes copied, of `name.size()` at most; never 0 for a name that is not empty
constexpr std::uint32_t copy_folded(byte_view name, std::uint8_t* to) {
    std::uint32_t const size = without_trailing_dot(name).size();
    for (std::uint32_t i = 0; i < size; ++i) {
        bool const upper = name[i] >= 'A' && name[i] <= 'Z';
        to[i] = static_cast<std::uint8_t>(upper ? name[i] | 0x20U : name[i]);
    }
    return size;
}

/// By words: newlib's memcmp, built for size, takes seven instructions a byte.
[[nodiscard]] constexpr bool is_same_name(name_digest const& a, name_digest const& b) {
    std::uint32_t difference = 0;
    for (std::size_t i = 0; i < a.size(); i += 4) {
        difference |= load<4>(a.data() + i) ^ load<4>(b.data() + i);
    }
    return difference == 0;
}

/// A session. 144 bytes in memory as on the wire; has no pointers, and can be copied, kept and wiped like the secret
/// that it is. ALPN is not in it (RFC 7301 3.1).
struct session {
    std::uint32_t authenticated_at = 0; ///< seconds, of the clock of its keeper: when the last full handshake ended
    std::uint32_t context_id = 0;       ///< `Policy::context_id` of its keeper
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

/// RFC 8446 4.6.1 and RFC 5077 3.3: no ticket lives longer than a week, whatever the peer says.
inline constexpr std::uint32_t seven_days = 604'800;

/// Seconds from `then` to `now` on a clock that wraps; negative where `then` is still to come.
[[nodiscard]] constexpr std::int32_t seconds_since(std::uint32_t then, std::uint32_t now) {
    return static_cast<std::int32_t>(now - then);
}

/// Seconds that the clocks of two who read one time may differ, or one clock go back without being wrong.
inline constexpr std::int32_t clock_tolerance = 60;

/// Is something of `lifetime` seconds that began at `then` over? What begins more than `clock_tolerance` from now is as
/// well: one of the two clocks is wrong. \pre `lifetime` is below 2^31
[[nodiscard]] constexpr bool is_over(std::uint32_t then, std::uint32_t lifetime, std::uint32_t now) {
    std::int32_t const age = seconds_since(then, now);
    return age < -clock_tolerance || age >= static_cast<std::int32_t>(lifetime);
}

/// RFC 8446 4.2.11.1: the age of a ticket as a pre_shared_key extension carries it. Times in milliseconds, of a clock that
/// may wrap.
[[nodiscard]] constexpr std::uint32_t obfuscated_ticket_age(std::uint32_t received_at, std::uint32_t now,
                                                            std::uint32_t ticket_age_add) {
    return now - received_at + ticket_age_add;
}

} // namespace v0
} // namespace flintls

#endif
