// SPDX-License-Identifier: Apache-2.0
/// \file
/// extended_master_secret (RFC 7627 5.1).
#ifndef FLINTLS_EXTENSION_EXTENDED_MASTER_SECRET_HPP
#define FLINTLS_EXTENSION_EXTENDED_MASTER_SECRET_HPP

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"

namespace flintls {
inline namespace v0 {

using extended_master_secret = empty_extension<extension_type::extended_master_secret,
                                               placed_in::hellos_1_2>; // RFC 7627 5.1

} // namespace v0
} // namespace flintls

#endif
