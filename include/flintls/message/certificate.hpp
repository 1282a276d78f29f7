// SPDX-License-Identifier: Apache-2.0
/// \file
/// Certificate of TLS 1.2 (RFC 5246 7.4.2). TLS 1.3 has a message of another shape under this number.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.2. The sender's own certificate comes first; a client that has none sends an empty list
/// (RFC 5246 7.4.6).
struct certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;

    list_view<opaque<1, 0xff'ffff>> certificate_list; ///< DER, aliases the parsed buffer

    using wire = fields<field<&certificate::certificate_list, vec<opaque<1, 0xff'ffff>, 0, 0xff'ffff>>>;
};

} // namespace v0
} // namespace flintls

#endif
