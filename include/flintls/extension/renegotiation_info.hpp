// SPDX-License-Identifier: Apache-2.0
/// \file
/// renegotiation_info (RFC 5746 3.2): binds a renegotiation to the handshake before it.
#ifndef FLINTLS_EXTENSION_RENEGOTIATION_INFO_HPP
#define FLINTLS_EXTENSION_RENEGOTIATION_INFO_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5746 3.2. Empty in an initial handshake. In a renegotiation the ClientHello has the client's last verify_data;
/// the ServerHello has the client's and the server's.
struct renegotiation_info {
    static constexpr extension_type type = extension_type::renegotiation_info;
    static constexpr std::uint16_t places = placed_in::hellos_1_2; ///< RFC 5746 3.2
    byte_view renegotiated_connection;                             ///< aliases the parsed buffer

    using wire = fields<field<&renegotiation_info::renegotiated_connection, opaque<0, 255>>>;
    friend constexpr bool operator==(renegotiation_info const&, renegotiation_info const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
