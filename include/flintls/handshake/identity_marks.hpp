// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server keeps of the identities in a first hello, to compare those of the second one: RFC 8446 4.1.2.
#ifndef FLINTLS_HANDSHAKE_IDENTITY_MARKS_HPP
#define FLINTLS_HANDSHAKE_IDENTITY_MARKS_HPP

#include <array>
#include <cstdint>

#include "flintls/hello/checksum.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Identities of a first hello that are told apart: those that are looked up, but not more than eight.
template <policy P>
inline constexpr std::uint32_t marked_identities = P::psk_modes::values.empty()      ? 0
                                                   : P::max_identities_examined < 8U ? P::max_identities_examined
                                                                                     : 8U;

/// The marks of the identities in one hello: `uint8 count | uint16 mark[marked_identities]`. A mark is a checksum, not a
/// MAC: the binder covers both hellos, and a client that forges a mark deceives nobody but itself. The identities behind
/// are only counted, up to 255, which stands for more, too.
template <policy P> struct identity_marks {
    static constexpr std::uint32_t most = marked_identities<P>;
    static constexpr std::uint32_t size = 1 + 2 * most;

    std::array<std::uint8_t, size> bytes{};

    constexpr void clear() { bytes[0] = 0; }
    /// Adds the mark of the next identity.
    constexpr void add(checksum of) {
        std::uint32_t const at = bytes[0];
        if (at < most) {
            store<2>(bytes.data() + 1 + 2 * at, (of.value() >> 16U ^ of.value()) & 0xffffU);
        }
        bytes[0] = static_cast<std::uint8_t>(at < 254 ? at + 1 : 255);
    }
    /// True if these identities, of a second hello, are those of the first hello in the same order; some may be gone.
    [[nodiscard]] constexpr bool follow(identity_marks const& first) const {
        std::uint32_t at = 0;
        bool follows = true;
        for (std::uint32_t i = 0; i < bytes[0]; ++i, ++at) {
            while (at < most && at < first.bytes[0] && first.mark(at) != mark(i)) {
                ++at;
            }
            follows = follows && (at < first.bytes[0] || first.bytes[0] == 255);
        }
        return follows;
    }

private:
    /// \pre `i` is less than `most`
    [[nodiscard]] constexpr std::uint32_t mark(std::uint32_t i) const { return load<2>(bytes.data() + 1 + 2 * i); }
};

} // namespace v0
} // namespace flintls

#endif
