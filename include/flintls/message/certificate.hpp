// SPDX-License-Identifier: Apache-2.0
/// \file
/// Certificate of TLS 1.2 (RFC 5246 7.4.2) and of TLS 1.3 (RFC 8446 4.4.2): two messages that share a name.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_HPP

#include "flintls/extension/block.hpp"
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

namespace tls13 {

/// RFC 8446 4.4.2 CertificateEntry.
template <class Extensions> struct basic_certificate_entry {
    byte_view cert_data; ///< DER, or a SubjectPublicKeyInfo (RFC 7250); aliases the parsed buffer
    Extensions extensions{};

    using wire = fields<field<&basic_certificate_entry::cert_data, opaque<1, 0xff'ffff>>,
                        field<&basic_certificate_entry::extensions,
                              extension_block<extension_context::certificate, block_rule::required>>>;
};

/// RFC 8446 4.4.2. The sender's own certificate comes first; a client that has none sends an empty list.
template <class Extensions> struct basic_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    using entry = basic_certificate_entry<Extensions>;

    byte_view certificate_request_context; ///< empty from a server; aliases the parsed buffer
    list_view<nested<entry>> certificate_list;

    using wire = fields<field<&basic_certificate::certificate_request_context, opaque<0, 255>>,
                        field<&basic_certificate::certificate_list, vec<entry, 0, 0xff'ffff>>>;
};

/// A Certificate with all its extensions raw.
using certificate = basic_certificate<extension_view>;
using certificate_entry = certificate::entry;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
