// SPDX-License-Identifier: Apache-2.0
/// \file
/// The parts of a ClientHello that stay the same after a HelloRetryRequest: RFC 8446 4.1.2.
#ifndef FLINTLS_HANDSHAKE_STABLE_HELLO_HPP
#define FLINTLS_HANDSHAKE_STABLE_HELLO_HPP

#include <cstdint>

#include "flintls/hello/checksum.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Extensions that may differ in the second hello.
[[nodiscard]] constexpr bool may_change(extension_type type) {
    using enum extension_type;
    return type == key_share || type == early_data || type == cookie || type == pre_shared_key || type == padding;
}

/// Checksums of the parts of a hello.
struct stable_parts {
    /// The fields before the block of extensions, and the extensions that may not change. Lengths of the message and of
    /// the block are left out.
    checksum stable{};
    checksum shares{}; ///< key_share, which does not change if the HelloRetryRequest names no group

    /// Adds a whole extension, or a piece of one.
    constexpr void add_extension(extension_type type, std::uint8_t const* bytes, std::uint32_t count) {
        if (type == extension_type::key_share) {
            shares.add(bytes, count);
        } else if (!may_change(type)) {
            stable.add(bytes, count);
        }
    }
};

/// The checksums of a parsed hello, without its header.
[[nodiscard]] inline stable_parts stable_parts_of(byte_view body) {
    stable_parts sums;
    std::uint8_t const* const end = body.data() + body.size();
    std::uint8_t const* p = body.data() + 2 + 32;
    p += 1 + *p;
    p += 2 + load<2>(p);
    p += 1 + *p;
    sums.stable.add(body.data(), static_cast<std::uint32_t>(p - body.data()));
    for (p = p == end ? p : p + 2; p != end;) {
        std::uint32_t const size = 4 + load<2>(p + 2);
        sums.add_extension(static_cast<extension_type>(load<2>(p)), p, size);
        p += size;
    }
    return sums;
}

} // namespace v0
} // namespace flintls

#endif
