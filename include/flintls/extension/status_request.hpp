// SPDX-License-Identifier: Apache-2.0
/// \file
/// status_request (RFC 6066 8): a request for the status of the certificate.
#ifndef FLINTLS_EXTENSION_STATUS_REQUEST_HPP
#define FLINTLS_EXTENSION_STATUS_REQUEST_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 8 CertificateStatus, in a TLS 1.3 Certificate (RFC 8446 4.4.2.1).
struct certificate_status {
    static constexpr extension_type type = extension_type::status_request;
    certificate_status_type status_type{};
    byte_view response; ///< DER OCSPResponse; aliases the parsed buffer

    using wire =
        fields<field<&certificate_status::status_type>, field<&certificate_status::response, opaque<1, 0xff'ffff>>>;
    friend constexpr bool operator==(certificate_status const&, certificate_status const&) = default;
};

/// RFC 6066 8 CertificateStatusRequest with its OCSPStatusRequest, the only kind that RFC 6066 defines.
struct status_request {
    static constexpr extension_type type = extension_type::status_request;
    static constexpr std::uint16_t places = placed_in::hellos_1_2 | placed_in::certificate |
                                            placed_in::certificate_request; ///< RFC 6066 8, RFC 8446 4.4.2.1
    certificate_status_type status_type{};
    list_view<opaque<1, 0xffff>> responder_id_list; ///< ocsp: DER ResponderIDs
    byte_view request_extensions;                   ///< ocsp: DER Extensions, or empty; aliases the parsed buffer
    byte_view other_request{};                      ///< any other type: the rest of the body; aliases the parsed buffer

    using ocsp_request = fields<field<&status_request::responder_id_list, vec<opaque<1, 0xffff>, 0, 0xffff>>,
                                field<&status_request::request_extensions, opaque<0, 0xffff>>>;
    using wire = select_fields<field<&status_request::status_type>, certificate_status_type::ocsp, ocsp_request,
                               &status_request::other_request>;
    using in_server_hello = empty_extension<extension_type::status_request>;
    using in_certificate_request = empty_extension<extension_type::status_request>;
    using in_certificate = certificate_status;
};

} // namespace v0
} // namespace flintls

#endif
