// SPDX-License-Identifier: Apache-2.0
/// \file
/// certificate_authorities (RFC 8446 4.2.4).
#ifndef FLINTLS_EXTENSION_CERTIFICATE_AUTHORITIES_HPP
#define FLINTLS_EXTENSION_CERTIFICATE_AUTHORITIES_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.4: the certificate authorities that the sender trusts.
struct certificate_authorities {
    static constexpr extension_type type = extension_type::certificate_authorities;
    static constexpr std::uint16_t places =
        placed_in::client_hello | placed_in::certificate_request; ///< RFC 8446 4.2.4
    list_view<opaque<1, 0xffff>> authorities;                     ///< DER distinguished names

    using wire = fields<field<&certificate_authorities::authorities, vec<opaque<1, 0xffff>, 3, 0xffff>>>;
};

} // namespace v0
} // namespace flintls

#endif
