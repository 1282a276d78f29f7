// SPDX-License-Identifier: Apache-2.0
/// \file
/// Codecs of a fixed size (RFC 8446 3.3, 3.5), and the codec of all remaining bytes.
#ifndef FLINTLS_WIRE_NUMBER_HPP
#define FLINTLS_WIRE_NUMBER_HPP

#include <cstddef>
#include <cstdint>
#include <limits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

inline constexpr std::size_t unbounded = std::numeric_limits<std::uint32_t>::max();

/// Sum of two sizes; `unbounded` if either is.
[[nodiscard]] constexpr std::size_t add_sizes(std::size_t a, std::size_t b) {
    return a >= unbounded - b ? unbounded : a + b;
}

/// An integer or a code point of `Width` bytes (RFC 8446 3.3, 3.5). An enum may hold values without an enumerator.
template <class T, std::size_t Width = sizeof(T)> struct number {
    using value_type = T;
    static constexpr std::size_t min_size = Width;
    static constexpr std::size_t max_size = Width;

    template <class V> [[gnu::always_inline]] static constexpr errc read(cursor& c, V& value) {
        if (c.left() < Width) {
            return errc::truncated;
        }
        value = static_cast<V>(load<Width>(c.p));
        c.p += Width;
        return errc::ok;
    }
    template <class V> [[gnu::always_inline]] static constexpr errc write(sink& out, V value) {
        if (out.left() < Width) {
            return errc::no_room;
        }
        if constexpr (sizeof(V) > Width) { // u24
            if (static_cast<std::uint32_t>(value) >> (8U * Width) != 0) {
                return errc::not_representable;
            }
        }
        store<Width>(out.p, static_cast<std::uint32_t>(value));
        out.p += Width;
        return errc::ok;
    }
};
using u8 = number<std::uint8_t>;
using u16 = number<std::uint16_t>;
using u24 = number<std::uint32_t, 3>;
using u32 = number<std::uint32_t>;

/// `opaque name[Size]`: `Size` bytes; the value aliases the input.
template <std::uint32_t Size> struct fixed {
    using value_type = fixed_view<Size>;
    static constexpr std::size_t min_size = Size;
    static constexpr std::size_t max_size = Size;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, value_type& value) {
        if (c.left() < Size) {
            return errc::truncated;
        }
        value = value_type{c.p};
        c.p += Size;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, value_type value) {
        if (value.empty()) {
            return errc::not_representable;
        }
        if (out.left() < Size) {
            return errc::no_room;
        }
        copy(out.p, value.data(), Size);
        out.p += Size;
        return errc::ok;
    }
};

/// All remaining bytes of the enclosing structure: `opaque name[length]` of a body. The value aliases the input.
struct remaining {
    using value_type = byte_view;
    static constexpr std::size_t min_size = 0;
    static constexpr std::size_t max_size = unbounded;

    [[gnu::always_inline]] static constexpr errc read(cursor& c, byte_view& value) {
        value = {c.p, c.left()};
        c.p = c.end;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, byte_view value) {
        if (out.left() < value.size()) {
            return errc::no_room;
        }
        copy(out.p, value.data(), value.size());
        out.p += value.size();
        return errc::ok;
    }
};

} // namespace v0
} // namespace flintls

#endif
