// SPDX-License-Identifier: Apache-2.0
/// \file
/// A checksum of parts of a ClientHello, by which a server compares a second hello with the first one (RFC 8446 4.1.2).
#ifndef FLINTLS_HELLO_CHECKSUM_HPP
#define FLINTLS_HELLO_CHECKSUM_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// FNV-1a with 32 bits. It notices every single changed byte, and protects against nobody: it compares what a client
/// says with what the same client said before. The transcript binds both hellos (RFC 8446 4.4.1).
class checksum {
public:
    constexpr void add(std::uint8_t const* bytes, std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) {
            value_ = (value_ ^ bytes[i]) * 0x0100'0193;
        }
    }
    constexpr void add(byte_view bytes) { add(bytes.data(), bytes.size()); }
    [[nodiscard]] constexpr std::uint32_t value() const { return value_; }

private:
    std::uint32_t value_ = 0x811c'9dc5;
};

} // namespace v0
} // namespace flintls

#endif
