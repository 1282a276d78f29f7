// SPDX-License-Identifier: Apache-2.0
/// \file
/// The name of a struct member as its declaration spells it. Printing takes RFC field names (RFC 8446 3.6) from there
/// and needs no table of names.
#ifndef FLINTLS_WIRE_MEMBER_NAME_HPP
#define FLINTLS_WIRE_MEMBER_NAME_HPP

#include <array>
#include <cstddef>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

namespace member_name_detail {

/// "… [with auto Member = &some::message::ticket]" (GCC), "… [Member = &some::message::ticket]" (clang)
template <auto Member> [[nodiscard]] consteval auto signature() {
    std::array<char, sizeof(__PRETTY_FUNCTION__)> text{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        text[i] = __PRETTY_FUNCTION__[i];
    }
    return text;
}

/// A range of characters in a signature.
struct range {
    std::size_t begin;
    std::size_t end;
};

[[nodiscard]] consteval bool is_in_identifier(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The range of the last identifier.
template <std::size_t Size> [[nodiscard]] consteval range last_identifier(std::array<char, Size> const& text) {
    range at{0, Size};
    while (at.end > 0 && !is_in_identifier(text[at.end - 1])) {
        --at.end;
    }
    at.begin = at.end;
    while (at.begin > 0 && is_in_identifier(text[at.begin - 1])) {
        --at.begin;
    }
    return at;
}

template <auto Member>
inline constexpr auto text = [] {
    constexpr auto whole = signature<Member>();
    constexpr range name = last_identifier(whole);
    std::array<char, name.end - name.begin + 1> copy{}; // with a terminating zero
    for (std::size_t i = name.begin; i < name.end; ++i) {
        copy[i - name.begin] = whole[i];
    }
    return copy;
}();

} // namespace member_name_detail

/// `member_name<&new_session_ticket::ticket>` is "ticket". Takes memory only in a program that uses it at run time.
template <auto Member> inline constexpr char const* member_name = member_name_detail::text<Member>.data();

/// True if `name` is the name of `Member`; null is the name of no member. Compares characters, because a constant
/// expression cannot always compare the addresses of two statics (see `is_null`).
template <auto Member> [[nodiscard]] constexpr bool is_member(char const* name) {
    char const* wanted = member_name<Member>;
    if (is_null(name)) {
        return false;
    }
    while (*name != '\0' && *name == *wanted) {
        ++name;
        ++wanted;
    }
    return *name == *wanted;
}

} // namespace v0
} // namespace flintls

#endif
