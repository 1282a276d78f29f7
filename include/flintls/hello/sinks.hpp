// SPDX-License-Identifier: Apache-2.0
/// \file
/// Sinks of a compile-time hello (RFC 5246 7.4.1.2): one writes to a buffer, one collects figures in a constant
/// expression.
#ifndef FLINTLS_HELLO_SINKS_HPP
#define FLINTLS_HELLO_SINKS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "flintls/hello/hello_part.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

/// Up to this number, constant bytes are cheaper to copy than to list as a piece.
inline constexpr std::uint32_t too_small = 8;

/// Up to this number, bytes are copied without a loop. On a 64-bit target the compiler would turn the constants
/// into vectors, which take memory a second time.
inline constexpr std::uint32_t unrolled = sizeof(void*) == 4 ? 64 : 8;

/// Copies a constant number of bytes.
template <std::uint32_t Size>
[[gnu::always_inline]] constexpr void copy_known(std::uint8_t* to, std::uint8_t const* from) {
    if constexpr (wide_access && Size <= unrolled) {
        if (!std::is_constant_evaluated()) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (static_cast<void>(__builtin_memcpy(to + 4 * I, from + 4 * I, 4)), ...);
            }
            (std::make_index_sequence<Size / 4>{});
            if constexpr ((Size & 2U) != 0) {
                __builtin_memcpy(to + (Size & ~3U), from + (Size & ~3U), 2);
            }
            if constexpr ((Size & 1U) != 0) {
                to[Size - 1] = from[Size - 1];
            }
            return;
        }
    }
    copy(to, from, Size);
}

/// The sink that writes a hello to a buffer. \pre the buffer has room
struct copier {
    std::uint8_t* p;

    template <std::uint32_t Size> [[gnu::always_inline]] constexpr void fixed(std::uint8_t const* from) {
        copy_known<Size>(p, from);
        p += Size;
    }
    template <std::size_t Width> [[gnu::always_inline]] constexpr void number(std::uint32_t value) {
        store<Width>(p, value);
        p += Width;
    }
    template <std::uint32_t Size, hello_part What, std::size_t Index = 0>
    [[gnu::always_inline]] constexpr void known(std::uint8_t const* from) {
        fixed<Size>(from);
    }
    template <hello_part What, std::size_t Index = 0> [[gnu::always_inline]] constexpr void variable(byte_view bytes) {
        if (!bytes.empty()) {
            copy(p, bytes.data(), bytes.size());
            p += bytes.size();
        }
    }
    static constexpr void cut() {}
};

/// The sink for constant expressions. Writes a hello and notes the offsets of its parts and the size of its pieces
/// (pieces.hpp).
template <std::size_t Room> struct surveyor {
    struct place {
        hello_part what{};
        std::size_t index = 0;
        std::uint32_t offset = 0;
    };
    std::array<std::uint8_t, Room> bytes{};
    std::uint32_t size = 0; ///< bytes written; `Room` at the end
    std::array<place, 48> places{};
    std::size_t count = 0;
    std::size_t apart = 0;   ///< pieces outside the scratch array
    std::size_t scratch = 0; ///< bytes of the scratch array

    template <std::uint32_t Size> constexpr void fixed(std::uint8_t const* from) {
        put(from, Size);
        apart += Size > too_small ? 1U : 0U;
        scratch += Size > too_small ? 0U : Size;
    }
    template <std::size_t Width> constexpr void number(std::uint32_t value) {
        store<Width>(bytes.data() + size, value);
        size += Width;
        scratch += Width;
    }
    template <std::uint32_t Size, hello_part What, std::size_t Index = 0>
    constexpr void known(std::uint8_t const* from) {
        variable<What, Index>({from, Size});
    }
    template <hello_part What, std::size_t Index = 0> constexpr void variable(byte_view part) {
        places[count++] = {What, Index, size}; // an index out of bounds does not compile
        put(part.data(), part.size());
        ++apart;
    }
    constexpr void cut() { ++apart; }

    /// \return the index of a part in `places`; `count` if there is none
    [[nodiscard]] constexpr std::size_t find(hello_part what, std::size_t index) const {
        std::size_t k = 0;
        while (k < count && !(places[k].what == what && places[k].index == index)) {
            ++k;
        }
        return k;
    }

private:
    constexpr void put(std::uint8_t const* from, std::uint32_t count_of_bytes) {
        for (std::uint32_t i = 0; i < count_of_bytes; ++i) {
            bytes[size++] = from[i];
        }
    }
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
