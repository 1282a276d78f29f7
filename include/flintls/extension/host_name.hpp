// SPDX-License-Identifier: Apache-2.0
/// \file
/// Texts that name a server: a host name, which server_name carries, or an address, which server_name must not carry
/// (RFC 6066 3).
#ifndef FLINTLS_EXTENSION_HOST_NAME_HPP
#define FLINTLS_EXTENSION_HOST_NAME_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// The kind of a text.
enum class server_text : std::uint8_t {
    nothing,   ///< the text is empty
    host_name, ///< for server_name
    address,   ///< IPv4 or IPv6
    invalid,   ///< none of the others
};

/// The longest host name, without a trailing dot (RFC 1035 2.3.4).
inline constexpr std::uint32_t max_host_name = 253;

/// Cuts one trailing dot, which marks a name as complete (RFC 1034 3.1): server_name carries no such dot (RFC 6066 3).
[[nodiscard]] constexpr byte_view without_trailing_dot(byte_view text) {
    bool const dot = text.size() > 1 && text[text.size() - 1] == '.';
    return text.subview(0, text.size() - (dot ? 1U : 0U));
}

/// An ASCII letter in lower case (RFC 6066 3, RFC 9525 6.3: the case of a name does not count); any other byte as it is.
[[nodiscard]] constexpr std::uint8_t lower_case(std::uint8_t c) {
    return static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c | 0x20U : c);
}

namespace host_name_detail {
/// The kinds that a text may have, one bit each; `may_be` gives the kinds that allow a character.
inline constexpr unsigned name = 1;
inline constexpr unsigned ipv4 = 2;
inline constexpr unsigned ipv6 = 4;
[[nodiscard]] constexpr unsigned may_be(std::uint8_t c) {
    unsigned const letter = c | 0x20U;
    if (c >= '0' && c <= '9') {
        return name | ipv4 | ipv6;
    }
    if (letter >= 'a' && letter <= 'z') {
        return letter <= 'f' ? name | ipv6 : name;
    }
    return c == '-' || c == '_' ? name : c == ':' ? ipv6 : 0;
}
} // namespace host_name_detail

/// The kind of `text`. \pre `text` has no trailing dot
/// - host name: up to 253 characters; labels of 1 to 63 letters, digits, `-` and `_`, joined by dots (RFC 1123 2.1; `_`
///   is in use).
/// - address: four decimal numbers of 0 to 255, joined by dots; or hex digits, `:` and `.` with at least two `:`. There
///   are no brackets and no zone (RFC 4007 11).
[[nodiscard]] constexpr server_text kind_of_server(byte_view text) {
    using host_name_detail::ipv4;
    using host_name_detail::ipv6;
    using host_name_detail::name;
    if (text.empty() || text.size() > max_host_name) {
        return text.empty() ? server_text::nothing : server_text::invalid;
    }
    unsigned kinds = name | ipv4 | ipv6;
    std::uint32_t dots = 0;
    std::uint32_t colons = 0;
    std::uint32_t label = 0;  // characters since the last dot
    std::uint32_t number = 0; // the decimal value of these characters
    for (std::uint32_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == '.') {
            kinds &= label == 0 || label > 63 ? ipv6 : number > 255 ? name | ipv6 : name | ipv4 | ipv6;
            dots += i == text.size() ? 0U : 1U;
            label = number = 0;
            continue;
        }
        std::uint8_t const c = text[i];
        kinds &= host_name_detail::may_be(c);
        colons += c == ':' ? 1U : 0U;
        ++label;
        number = number > 255 ? number : number * 10 + (c & 15U);
    }
    bool const address = ((kinds & ipv4) != 0 && dots == 3) || ((kinds & ipv6) != 0 && colons >= 2);
    return address ? server_text::address : (kinds & name) != 0 ? server_text::host_name : server_text::invalid;
}

} // namespace v0
} // namespace flintls

#endif
