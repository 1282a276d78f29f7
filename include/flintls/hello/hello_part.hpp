// SPDX-License-Identifier: Apache-2.0
/// \file
/// The parts of a compile-time hello that run time fills in (RFC 5246 7.4.1.2, RFC 8446 4.1.2).
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

/// RFC 8446 4.2.11: a client's offer of one pre-shared key.
struct offered_psk {
    byte_view identity{};
    std::uint32_t obfuscated_ticket_age = 0;
    /// A buffer of exactly the binder's size. The caller may fill it after `scatter` has listed the hello, or fill
    /// it and write the hello a second time.
    byte_view binder{};
};

} // namespace v0
} // namespace flintls

#endif
