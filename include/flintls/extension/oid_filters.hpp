// SPDX-License-Identifier: Apache-2.0
/// \file
/// oid_filters (RFC 8446 4.2.5).
#ifndef FLINTLS_EXTENSION_OID_FILTERS_HPP
#define FLINTLS_EXTENSION_OID_FILTERS_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.5, in a CertificateRequest: extensions that the certificate must have. The filters are not decoded.
struct oid_filters {
    static constexpr extension_type type = extension_type::oid_filters;
    static constexpr std::uint16_t places = placed_in::certificate_request; ///< RFC 8446 4.2.5
    byte_view filters; ///< `OIDFilter filters<0..2^16-1>` without its length; aliases the parsed buffer

    using wire = fields<field<&oid_filters::filters, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(oid_filters const&, oid_filters const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
