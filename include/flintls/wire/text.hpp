// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text as an argument of a template, `protocol_list<"h2">`, and as bytes of a constant expression, `"h2"_bytes`.
#ifndef FLINTLS_WIRE_TEXT_HPP
#define FLINTLS_WIRE_TEXT_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// The characters of a literal as bytes. `Size` counts the terminating zero, which is no part of the text.
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
/// The characters of a literal, in flash, without a terminating zero.
template <text Characters> [[nodiscard]] consteval byte_view operator""_bytes() { return Characters.view(); }
} // namespace literals

} // namespace v0
} // namespace flintls

#endif
