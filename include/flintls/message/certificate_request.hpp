// SPDX-License-Identifier: Apache-2.0
/// \file
/// CertificateRequest of TLS 1.2 (RFC 5246 7.4.4) and of TLS 1.3 (RFC 8446 4.3.2): two messages that share a name.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_REQUEST_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_REQUEST_HPP

#include "flintls/extension/block.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5246 7.4.4. All lists alias the parsed buffer.
struct certificate_request {
    static constexpr handshake_type msg_type = handshake_type::certificate_request;

    list_view<number<client_certificate_type>> certificate_types;
    list_view<number<signature_scheme>> supported_signature_algorithms;
    list_view<opaque<1, 0xffff>> certificate_authorities; ///< DER distinguished names; empty: any

    using wire = fields<field<&certificate_request::certificate_types, vec<client_certificate_type, 1, 0xff>>,
                        field<&certificate_request::supported_signature_algorithms, vec<signature_scheme, 2, 0xfffe>>,
                        field<&certificate_request::certificate_authorities, vec<opaque<1, 0xffff>, 0, 0xffff>>>;
};

namespace tls13 {

/// RFC 8446 4.3.2. A parse accepts a missing signature_algorithms; the receiver must check for it.
template <class Extensions> struct basic_certificate_request {
    static constexpr handshake_type msg_type = handshake_type::certificate_request;

    byte_view certificate_request_context; ///< empty in a handshake; aliases the parsed buffer
    Extensions extensions{};

    using wire = fields<field<&basic_certificate_request::certificate_request_context, opaque<0, 255>>,
                        field<&basic_certificate_request::extensions,
                              extension_block<extension_context::certificate_request, block_rule::required>>>;
};

/// A CertificateRequest with all its extensions raw.
using certificate_request = basic_certificate_request<extension_view>;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
