// SPDX-License-Identifier: Apache-2.0
/// \file
/// post_handshake_auth (RFC 8446 4.2.6).
#ifndef FLINTLS_EXTENSION_POST_HANDSHAKE_AUTH_HPP
#define FLINTLS_EXTENSION_POST_HANDSHAKE_AUTH_HPP

#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/extension_type.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.6: the client lets itself be asked for a certificate later on.
using post_handshake_auth = empty_extension<extension_type::post_handshake_auth>;

} // namespace v0
} // namespace flintls

#endif
