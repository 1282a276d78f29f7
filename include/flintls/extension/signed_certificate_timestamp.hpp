// SPDX-License-Identifier: Apache-2.0
/// \file
/// signed_certificate_timestamp (RFC 6962 3.3.1).
#ifndef FLINTLS_EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP_HPP
#define FLINTLS_EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP_HPP

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6962 3.3 SignedCertificateTimestampList, in a TLS 1.2 ServerHello and in a TLS 1.3 Certificate.
struct signed_certificate_timestamp_list {
    static constexpr extension_type type = extension_type::signed_certificate_timestamp;
    list_view<opaque<1, 0xffff>> sct_list;

    using wire = fields<field<&signed_certificate_timestamp_list::sct_list, vec<opaque<1, 0xffff>, 1, 0xffff>>>;
};

/// RFC 6962 3.3.1: empty in a ClientHello.
struct signed_certificate_timestamp : empty_extension<extension_type::signed_certificate_timestamp,
                                                      placed_in::hellos_1_2 | placed_in::certificate |
                                                          placed_in::certificate_request> { // RFC 6962 3.3.1
    using in_server_hello = signed_certificate_timestamp_list;
    using in_certificate = signed_certificate_timestamp_list;
};

} // namespace v0
} // namespace flintls

#endif
