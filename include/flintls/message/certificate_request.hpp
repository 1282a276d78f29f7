// SPDX-License-Identifier: Apache-2.0
/// \file
/// CertificateRequest of TLS 1.2 (RFC 5246 7.4.4). TLS 1.3 has a message of another shape under this number.
#ifndef FLINTLS_MESSAGE_CERTIFICATE_REQUEST_HPP
#define FLINTLS_MESSAGE_CERTIFICATE_REQUEST_HPP

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

} // namespace v0
} // namespace flintls

#endif
