// SPDX-License-Identifier: Apache-2.0
/// \file
/// padding (RFC 7685): bytes that make a hello longer.
#ifndef FLINTLS_EXTENSION_PADDING_HPP
#define FLINTLS_EXTENSION_PADDING_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 7685 3. A sender writes zeros; a receiver need not check them.
struct padding {
    static constexpr extension_type type = extension_type::padding;
    static constexpr std::uint16_t places = placed_in::client_hello; ///< RFC 7685 3
    byte_view padding_bytes;                                         ///< aliases the parsed buffer

    using wire = fields<field<&padding::padding_bytes, remaining>>;
    friend constexpr bool operator==(padding const&, padding const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
