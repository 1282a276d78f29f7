// SPDX-License-Identifier: Apache-2.0
/// \file
/// The name that a server must have, and whether a certificate's subjectAltName has it: RFC 9525 6, RFC 5280 4.2.1.6.
/// The subject's common name is never used.
#ifndef FLINTLS_TRUST_REFERENCE_NAME_HPP
#define FLINTLS_TRUST_REFERENCE_NAME_HPP

#include <array>
#include <cstdint>

#include "flintls/extension/host_name.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

namespace reference_name_detail {

/// RFC 9525 6.3: ignores the case of ASCII letters.
[[nodiscard]] constexpr bool same_name(byte_view a, byte_view b) {
    bool same = a.size() == b.size();
    for (std::uint32_t i = 0; same && i != a.size(); ++i) {
        same = lower_case(a[i]) == lower_case(b[i]);
    }
    return same;
}
/// The value of a hexadecimal digit; 16: not a digit.
[[nodiscard]] constexpr std::uint32_t digit(std::uint8_t c) {
    std::uint32_t const letter = c | 0x20U;
    return c >= '0' && c <= '9' ? c - std::uint32_t{'0'} : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10U : 16U;
}
/// Four decimal numbers without leading zeros, which some programs read as octal. \return false: not such an address
[[nodiscard]] constexpr bool read_ipv4(byte_view text, std::uint8_t* out) {
    std::uint32_t at = 0;
    for (std::uint32_t i = 0; i != 4; ++i) {
        std::uint32_t const begin = at;
        std::uint32_t value = 0;
        for (; at != text.size() && digit(text[at]) < 10 && at - begin < 3; ++at) {
            value = value * 10 + digit(text[at]);
        }
        bool const dot = at != text.size() && text[at] == '.';
        if (at == begin || value > 255 || (text[begin] == '0' && at - begin > 1) || dot != (i != 3)) {
            return false;
        }
        at += dot ? 1 : 0;
        out[i] = static_cast<std::uint8_t>(value);
    }
    return at == text.size();
}
/// RFC 4291 2.2. \return false: not such an address
[[nodiscard]] constexpr bool read_ipv6(byte_view text, std::array<std::uint8_t, 16>& out) {
    constexpr std::uint32_t none = 99;
    std::uint32_t gap = none; // position of `::`, which stands for zeros
    std::uint32_t have = 0;
    std::uint32_t at = 0;
    out = {};
    while (at != text.size()) {
        if (text[at] == ':') { // `::`, or the separator of two groups
            bool const twice = at + 1 != text.size() && text[at + 1] == ':';
            if ((twice && gap != none) || (!twice && (have == 0 || at + 1 == text.size()))) {
                return false;
            }
            gap = twice ? have : gap;
            at += twice ? 2 : 1;
            if (at == text.size()) {
                break;
            }
        } else if (have != 0) {
            return false;
        }
        std::uint32_t end = at;
        std::uint32_t value = 0;
        for (; end != text.size() && digit(text[end]) < 16 && end - at < 4; ++end) {
            value = value * 16 + digit(text[end]);
        }
        if (end != text.size() && text[end] == '.') { // the last four bytes in the form of IPv4
            if (have > 12 || !read_ipv4(text.subview(at), out.data() + have)) {
                return false;
            }
            have += 4;
            break;
        }
        if (end == at || have > 14) {
            return false;
        }
        out[have] = static_cast<std::uint8_t>(value >> 8U);
        out[have + 1] = static_cast<std::uint8_t>(value);
        have += 2;
        at = end;
    }
    if (gap == none ? have != 16 : have > 14) {
        return false;
    }
    for (std::uint32_t i = 0; gap != none && i != have - gap; ++i) { // moves the bytes behind the gap to the end
        std::uint8_t const moved = out[have - 1 - i];
        out[have - 1 - i] = 0;
        out[15 - i] = moved;
    }
    return true;
}

} // namespace reference_name_detail

/// Without `Ipv6`, addresses of IPv6 match nothing.
template <bool Ipv6 = true> class reference_name {
public:
    constexpr reference_name() = default;
    /// `text`: a host name, with or without a trailing dot, or an address (`kind_of_server`). Its bytes outlive this
    /// object. Any other text matches nothing.
    constexpr explicit reference_name(byte_view text) : name_{without_trailing_dot(text)} {
        server_text const kind = kind_of_server(name_);
        if (kind == server_text::host_name && !ends_in_number()) {
            kind_ = sort::host;
        } else if (kind == server_text::address) {
            if (reference_name_detail::read_ipv4(name_, address_.data())) {
                kind_ = sort::ipv4;
            } else if constexpr (Ipv6) {
                kind_ = reference_name_detail::read_ipv6(name_, address_) ? sort::ipv6 : sort::nothing;
            }
        }
    }

    /// True where the dNSName is that of the server. A wildcard is a whole left-most label, for one label (RFC 9525
    /// 6.3).
    [[nodiscard]] constexpr bool matches_name(byte_view presented) const {
        if (kind_ != sort::host) {
            return false;
        }
        byte_view own = name_;
        if (presented.size() > 2 && presented[0] == '*' && presented[1] == '.') {
            std::uint32_t dot = 0;
            while (dot != own.size() && own[dot] != '.') {
                ++dot;
            }
            own = own.subview(dot);
            presented = presented.subview(1);
        }
        return reference_name_detail::same_name(presented, own);
    }
    /// True where the iPAddress, of 4 or 16 bytes, is that of the server.
    [[nodiscard]] constexpr bool matches_address(byte_view presented) const {
        std::uint32_t const size = kind_ == sort::ipv4 ? 4 : Ipv6 && kind_ == sort::ipv6 ? 16 : 0;
        return size != 0 && presented == byte_view{address_}.subview(0, size);
    }

private:
    enum class sort : std::uint8_t { nothing, host, ipv4, ipv6 };

    /// RFC 3696 2: a name that ends in a number is no host name: it may be an IPv4 address in another spelling.
    [[nodiscard]] constexpr bool ends_in_number() const {
        bool digits = true;
        for (std::uint32_t i = name_.size(); digits && i != 0 && name_[i - 1] != '.'; --i) {
            digits = name_[i - 1] >= '0' && name_[i - 1] <= '9';
        }
        return digits;
    }

    byte_view name_{};
    std::array<std::uint8_t, Ipv6 ? 16 : 4> address_{};
    sort kind_ = sort::nothing;
};

} // namespace v0
} // namespace flintls

#endif
