// SPDX-License-Identifier: Apache-2.0
/// \file
/// post_handshake_auth (RFC 8446 4.2.6).
#ifndef FLINTLS_EXTENSION_POST_HANDSHAKE_AUTH_HPP
#define FLINTLS_EXTENSION_POST_HANDSHAKE_AUTH_HPP

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/extension_type.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.6: the client accepts a CertificateRequest after the handshake.
using post_handshake_auth =
    empty_extension<extension_type::post_handshake_auth, placed_in::client_hello>; // RFC 8446 4.2.6

} // namespace v0
} // namespace flintls

#endif
