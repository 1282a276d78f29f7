// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of an annotated dump.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DUMP_TEXT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DUMP_TEXT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <type_traits>

#include "flintls/registry/names.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// Escape sequences of a terminal (ECMA-48 8.3.117).
namespace ansi {
inline constexpr char const* reset = "\x1b[0m";
inline constexpr char const* bold = "\x1b[1m";
inline constexpr char const* offset = "\x1b[2m";
inline constexpr char const* name = "\x1b[36m";
inline constexpr char const* value = "\x1b[32m";
} // namespace ansi

[[nodiscard]] inline std::string hex_number(std::size_t value, int digits) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*zx", digits, value);
    return text;
}
inline constexpr int offset_width = 6;
[[nodiscard]] inline std::string offset_text(std::size_t offset) { return hex_number(offset, offset_width); }

[[nodiscard]] inline std::string count(std::size_t n, char const* what) {
    return std::to_string(n) + ' ' + what + (n == 1 ? "" : "s");
}

/// The bytes in hex, padded to the width of `width` bytes.
[[nodiscard]] inline std::string byte_column(flintls::byte_view bytes, std::size_t width) {
    std::string text;
    for (std::uint8_t const byte : bytes) {
        text += (text.empty() ? "" : " ") + hex_number(byte, 2);
    }
    text.resize(std::max(text.size(), width * 3), ' ');
    return text;
}

/// The length, and the text if it is plain ASCII.
[[nodiscard]] inline std::string content(flintls::byte_view bytes) {
    std::string text;
    for (std::uint8_t const byte : bytes) {
        if (byte < 0x20 || byte > 0x7e) {
            return count(bytes.size(), "byte");
        }
        text += static_cast<char>(byte);
    }
    return text.empty() ? "empty" : '"' + text + "\", " + count(bytes.size(), "byte");
}

template <class E> [[nodiscard]] std::string name_or(E value, char const* otherwise) {
    char const* const name = flintls::name_of(value);
    return name != nullptr ? name : otherwise;
}

/// A code point as its name with the value as the registries write it; any other number in decimal.
template <class T> [[nodiscard]] std::string meaning(T value) {
    if constexpr (std::is_enum_v<T>) {
        auto const number = static_cast<std::size_t>(value);
        bool const in_decimal = sizeof(T) == 1 || std::is_same_v<T, flintls::extension_type>;
        return name_or(value, "unknown") + " (" + (in_decimal ? std::to_string(number) : "0x" + hex_number(number, 4)) +
               ')';
    } else {
        return std::to_string(value);
    }
}

} // namespace support

#endif
