// SPDX-License-Identifier: Apache-2.0
/// \file
/// Positions in a buffer that is read or written, and the loads, stores and copies of the whole library.
/// Multi-byte values are big-endian (RFC 8446 3.3). Any address is allowed: no access needs alignment.
#ifndef FLINTLS_WIRE_CURSOR_HPP
#define FLINTLS_WIRE_CURSOR_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The unread rest of an input, in two registers.
/// A codec that fails leaves `p` at the byte that is wrong. The offset of an `error` is computed from `p`.
struct cursor {
    std::uint8_t const* p;
    std::uint8_t const* end;

    [[nodiscard]] constexpr std::uint32_t left() const { return static_cast<std::uint32_t>(end - p); }
};

/// The unwritten rest of an output. A codec that fails leaves `p` where the room ended or the bad value belongs.
struct sink {
    std::uint8_t* p;
    std::uint8_t* end;

    [[nodiscard]] constexpr std::uint32_t left() const { return static_cast<std::uint32_t>(end - p); }
};

/// True if a small memcpy to any address compiles to wide accesses. On other targets the memcpy compiles to a call.
#if defined(__arm__) && !defined(__ARM_FEATURE_UNALIGNED)
inline constexpr bool wide_access = false;
#else
inline constexpr bool wide_access = std::endian::native == std::endian::little;
#endif

/// Reads an unsigned number of `Width` bytes: one load and a byte swap where the target allows it. No loop, because GCC
/// does not unroll loops at -Os.
template <std::size_t Width> [[nodiscard, gnu::always_inline]] constexpr std::uint32_t load(std::uint8_t const* p) {
    static_assert(Width >= 1 && Width <= 4);
    if constexpr (Width == 1) {
        return p[0];
    } else if constexpr (Width == 2) {
        return static_cast<std::uint32_t>(p[0] << 8U | p[1]);
    } else if constexpr (Width == 3) {
        return static_cast<std::uint32_t>(p[0] << 16U | p[1] << 8U | p[2]);
    } else {
        return std::uint32_t{p[0]} << 24U | std::uint32_t{p[1]} << 16U | std::uint32_t{p[2]} << 8U | p[3];
    }
}

/// Writes an unsigned number of `Width` bytes. The memcpy is for GCC on Arm, which expands a small memcpy but does not
/// merge single-byte stores into a wider store that may be unaligned.
template <std::size_t Width> [[gnu::always_inline]] constexpr void store(std::uint8_t* p, std::uint32_t value) {
    static_assert(Width >= 1 && Width <= 4);
    if constexpr (wide_access && Width % 2 == 0) {
        if (!std::is_constant_evaluated()) {
            std::uint32_t const swapped = __builtin_bswap32(value << (32 - 8 * Width));
            __builtin_memcpy(p, &swapped, Width);
            return;
        }
    }
    for (std::size_t i = 0; i < Width; ++i) {
        p[i] = static_cast<std::uint8_t>(value >> (8 * (Width - 1 - i)));
    }
}

/// Copies `size` bytes between buffers that do not overlap, or that are the same. Copies eight bytes at a time; the
/// last eight may repeat some. Faster than newlib's memcpy, which is built for size and takes four instructions a byte.
[[gnu::noinline]] constexpr void copy(std::uint8_t* to, std::uint8_t const* from, std::uint32_t size) {
    std::uint8_t const* const end = from + size;
    if (wide_access && size >= 8 && !std::is_constant_evaluated()) {
        std::uint8_t* const last_to = to + size - 8;
        std::uint8_t const* const last = end - 8;
        do { // one test less than at the begin; eight bytes are copied twice
            __builtin_memcpy(to, from, 4);
            __builtin_memcpy(to + 4, from + 4, 4);
            from += 8;
            to += 8;
        } while (from < last);
        __builtin_memcpy(last_to, last, 4);
        __builtin_memcpy(last_to + 4, last + 4, 4);
        return;
    }
    while (from != end) {
        *to++ = *from++;
    }
}

/// Bytes of the length prefix of a vector with up to `max` bytes (RFC 8446 3.4).
[[nodiscard]] constexpr std::size_t prefix_width(std::size_t max) { return max <= 0xff ? 1 : max <= 0xffff ? 2 : 3; }

} // namespace v0
} // namespace flintls

#endif
