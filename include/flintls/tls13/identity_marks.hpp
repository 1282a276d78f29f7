// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server keeps of the identities in a first hello, to compare those of the second one: RFC 8446 4.1.2.
#ifndef FLINTLS_TLS13_IDENTITY_MARKS_HPP
#define FLINTLS_TLS13_IDENTITY_MARKS_HPP

#include <array>
#include <cstdint>

#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// Identities of a first hello that are told apart: those that are looked up, but not more than eight.
template <policy P>
inline constexpr std::uint32_t marked_identities = P::psk_modes::values.empty()      ? 0
                                                   : P::max_identities_examined < 8U ? P::max_identities_examined
                                                                                     : 8U;

/// The marks of the first identities: `uint8 count | uint16 mark[marked_identities]`. A mark is a checksum, not a MAC:
/// the binder covers both hellos, and a client that forges a mark deceives nobody but itself. The identities behind are
/// only counted.
template <policy P> struct identity_marks {
    static constexpr std::uint32_t most = marked_identities<P>;
    static constexpr std::uint32_t size = 1 + 2 * most;

    std::array<std::uint8_t, size> bytes{};

    /// Takes the next identity. `at`: 0 for the first one. In a first hello, marks it.
    /// \return false: the identity is not the next one of the first hello, and not one behind it
    bool take(std::uint32_t& at, byte_view identity, bool second) {
        std::uint32_t sum = 0x811c'9dc5; // FNV-1a
        for (std::uint8_t const each : identity) {
            sum = (sum ^ each) * 0x0100'0193;
        }
        sum = (sum >> 16U ^ sum) & 0xffffU;
        while (second && at < most && at < bytes[0] && load<2>(bytes.data() + 1 + 2 * at) != sum) {
            ++at;
        }
        if (!second) {
            if (at < most) {
                store<2>(bytes.data() + 1 + 2 * at, sum);
            }
            bytes[0] = static_cast<std::uint8_t>(at < 254 ? at + 1 : 255);
        }
        bool const follows = !second || at < bytes[0] || bytes[0] == 255; // 255 stands for more, too
        ++at;
        return follows;
    }
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
