// SPDX-License-Identifier: Apache-2.0
/// \file
/// The parts of a ClientHello that stay the same after a HelloRetryRequest: RFC 8446 4.1.2.
#ifndef FLINTLS_TLS13_STABLE_HELLO_HPP
#define FLINTLS_TLS13_STABLE_HELLO_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// Extensions that may differ in the second hello.
[[nodiscard]] constexpr bool may_change(extension_type type) {
    using enum extension_type;
    return type == key_share || type == early_data || type == cookie || type == pre_shared_key || type == padding;
}

/// Each of these occurs at most once, and the part before the extensions is a piece of its own.
using stable_pieces = std::array<byte_view, 7>;

/// Cuts a parsed hello, without its header, into pieces that omit the extensions that may change, and the length of the
/// block. `same_shares`: the shares may not change.
[[nodiscard]] inline std::span<byte_view const> pieces_of(byte_view body, stable_pieces& pieces,
                                                          bool same_shares = false) {
    std::uint8_t const* begin = body.data();
    std::uint8_t const* const end = begin + body.size();
    std::uint8_t const* p = begin + 2 + 32;
    p += 1 + *p;
    p += 2 + load<2>(p);
    p += 1 + *p;
    std::uint32_t count = 0;
    auto const take = [&](std::uint8_t const* to) {
        if (to != begin) {
            pieces[count++] = {begin, static_cast<std::uint32_t>(to - begin)};
        }
    };
    take(p);
    begin = p = p == end ? p : p + 2;
    while (p != end) {
        std::uint8_t const* const next = p + 4 + load<2>(p + 2);
        auto const type = static_cast<extension_type>(load<2>(p));
        if (may_change(type) && !(same_shares && type == extension_type::key_share)) {
            take(p);
            begin = next;
        }
        p = next;
    }
    take(end);
    return std::span<byte_view const>{pieces}.first(count);
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
