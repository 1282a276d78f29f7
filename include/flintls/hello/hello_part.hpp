// SPDX-License-Identifier: Apache-2.0
/// \file
/// What run time fills into a compile-time hello (RFC 5246 7.4.1.2, RFC 8446 4.1.2).
#ifndef FLINTLS_HELLO_HELLO_PART_HPP
#define FLINTLS_HELLO_HELLO_PART_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// A field of a ClientHello that run time fills in.
enum class hello_part : std::uint8_t {
    random,
    session_id,
    host_name,
    ticket,
    verify_data,
    cookie,
    key_exchange,
    identity,
    binder,
};

/// RFC 8446 4.2.11: what a client offers of one pre-shared key.
struct offered_psk {
    byte_view identity{};
    std::uint32_t obfuscated_ticket_age = 0;
    /// A buffer of the binder's exact size. It may be filled after the hello was listed, and once more written.
    byte_view binder{};
};

} // namespace v0
} // namespace flintls

#endif
