// SPDX-License-Identifier: Apache-2.0
/// \file
/// encrypt_then_mac (RFC 7366 2).
#ifndef FLINTLS_EXTENSION_ENCRYPT_THEN_MAC_HPP
#define FLINTLS_EXTENSION_ENCRYPT_THEN_MAC_HPP

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"

namespace flintls {
inline namespace v0 {

using encrypt_then_mac = empty_extension<extension_type::encrypt_then_mac,
                                         placed_in::hellos_1_2>; // RFC 7366 2

} // namespace v0
} // namespace flintls

#endif
