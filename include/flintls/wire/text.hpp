// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text as a template argument, `protocol_list<"h2">`, and as bytes in a constant expression, `"h2"_bytes`.
#ifndef FLINTLS_WIRE_TEXT_HPP
#define FLINTLS_WIRE_TEXT_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// The characters of a literal as bytes. `Size` counts the terminating zero; `size()` and `view()` exclude it.
template <std::size_t Size> struct text {
    std::array<std::uint8_t, Size> bytes{};

    consteval text(char const (&from)[Size]) { // NOLINT(*-avoid-c-arrays)
        for (std::size_t i = 0; i < Size; ++i) {
            bytes[i] = static_cast<std::uint8_t>(from[i]);
        }
    }
    [[nodiscard]] static constexpr std::uint32_t size() { return Size - 1; }
    [[nodiscard]] constexpr byte_view view() const& { return {bytes.data(), size()}; }
    byte_view view() const&& = delete;
};

inline namespace literals {
/// A view of a literal's characters in flash, without the terminating zero.
template <text Characters> [[nodiscard]] consteval byte_view operator""_bytes() { return Characters.view(); }
} // namespace literals

} // namespace v0
} // namespace flintls

#endif
