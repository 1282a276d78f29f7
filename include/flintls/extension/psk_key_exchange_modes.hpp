// SPDX-License-Identifier: Apache-2.0
/// \file
/// psk_key_exchange_modes (RFC 8446 4.2.9).
#ifndef FLINTLS_EXTENSION_PSK_KEY_EXCHANGE_MODES_HPP
#define FLINTLS_EXTENSION_PSK_KEY_EXCHANGE_MODES_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.9.
struct psk_key_exchange_modes {
    static constexpr extension_type type = extension_type::psk_key_exchange_modes;
    static constexpr std::uint16_t places = placed_in::client_hello; ///< RFC 8446 4.2.9
    list_view<number<psk_key_exchange_mode>> ke_modes;

    using wire = fields<field<&psk_key_exchange_modes::ke_modes, vec<psk_key_exchange_mode, 1, 255>>>;
};

} // namespace v0
} // namespace flintls

#endif
