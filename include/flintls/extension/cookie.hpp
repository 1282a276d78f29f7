// SPDX-License-Identifier: Apache-2.0
/// \file
/// cookie (RFC 8446 4.2.2).
#ifndef FLINTLS_EXTENSION_COOKIE_HPP
#define FLINTLS_EXTENSION_COOKIE_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.2, in a HelloRetryRequest and in the second ClientHello.
struct cookie {
    static constexpr extension_type type = extension_type::cookie;
    static constexpr std::uint16_t places =
        placed_in::client_hello | placed_in::hello_retry_request; ///< RFC 8446 4.2.2
    byte_view cookie_value; ///< `cookie<1..2^16-1>` of the RFC; aliases the parsed buffer

    using wire = fields<field<&cookie::cookie_value, opaque<1, 0xffff>>>;
    friend constexpr bool operator==(cookie const&, cookie const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
