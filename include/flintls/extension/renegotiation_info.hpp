// SPDX-License-Identifier: Apache-2.0
/// \file
/// renegotiation_info (RFC 5746 3.2): which handshake this one renegotiates.
#ifndef FLINTLS_EXTENSION_RENEGOTIATION_INFO_HPP
#define FLINTLS_EXTENSION_RENEGOTIATION_INFO_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5746 3.2. Empty in an initial handshake; in a renegotiation the client's last verify_data, in the answer the
/// client's and the server's.
struct renegotiation_info {
    static constexpr extension_type type = extension_type::renegotiation_info;
    byte_view renegotiated_connection; ///< aliases the parsed buffer

    using wire = fields<field<&renegotiation_info::renegotiated_connection, opaque<0, 255>>>;
    friend constexpr bool operator==(renegotiation_info const&, renegotiation_info const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
