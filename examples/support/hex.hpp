// SPDX-License-Identifier: Apache-2.0
/// \file
/// Bytes as hex text and back.
#ifndef FLINTLS_EXAMPLES_SUPPORT_HEX_HPP
#define FLINTLS_EXAMPLES_SUPPORT_HEX_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flintls/wire/byte_view.hpp"

namespace support {

[[nodiscard]] inline std::string to_hex(flintls::byte_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(std::size_t{bytes.size()} * 2, '\0');
    char* out = text.data();
    for (std::uint8_t const byte : bytes) {
        *out++ = digits[byte >> 4U];
        *out++ = digits[byte & 15U];
    }
    return text;
}

namespace hex_detail {
inline constexpr std::uint8_t separator = 16; ///< white space and colons, anywhere
inline constexpr std::uint8_t bad = 17;

/// The value of each character.
inline constexpr auto meaning = [] {
    std::array<std::uint8_t, 256> all{};
    for (unsigned c = 0; c < 256; ++c) {
        all[c] = bad;
    }
    for (char const c : {' ', '\t', '\n', '\v', '\f', '\r', ':'}) {
        all[static_cast<unsigned char>(c)] = separator;
    }
    for (std::uint8_t i = 0; i < 10; ++i) {
        all['0' + i] = i;
    }
    for (std::uint8_t i = 0; i < 6; ++i) {
        all['a' + i] = all['A' + i] = static_cast<std::uint8_t>(10 + i);
    }
    return all;
}();

[[nodiscard]] inline std::uint8_t meaning_of(char c) { return meaning[static_cast<unsigned char>(c)]; }
} // namespace hex_detail

/// True if the text has only hex digits, white space and colons.
[[nodiscard]] inline bool is_hex_text(std::string_view text) {
    for (char const c : text) {
        if (hex_detail::meaning_of(c) == hex_detail::bad) {
            return false;
        }
    }
    return true;
}

/// Decodes into `bytes`.
/// \return true if all of it is hex with an even number of digits; else `bytes` holds what was decoded before the error
[[nodiscard]] inline bool from_hex(std::string_view text, std::vector<std::uint8_t>& bytes) {
    bytes.clear();
    bytes.reserve(text.size() / 2);
    unsigned high = hex_detail::bad; // the first digit of a byte, until its second digit
    for (char const c : text) {
        unsigned const digit = hex_detail::meaning_of(c);
        if (digit == hex_detail::bad) {
            return false;
        }
        if (digit == hex_detail::separator) {
            continue;
        }
        if (high == hex_detail::bad) {
            high = digit;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4U | digit));
            high = hex_detail::bad;
        }
    }
    return high == hex_detail::bad;
}

} // namespace support

#endif
