// SPDX-License-Identifier: Apache-2.0
/// \file
/// application_layer_protocol_negotiation (RFC 7301 3.1).
#ifndef FLINTLS_EXTENSION_APPLICATION_LAYER_PROTOCOL_NEGOTIATION_HPP
#define FLINTLS_EXTENSION_APPLICATION_LAYER_PROTOCOL_NEGOTIATION_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// The server's answer (RFC 7301 3.1): exactly one name.
struct chosen_protocol {
    static constexpr extension_type type = extension_type::application_layer_protocol_negotiation;
    list_view<opaque<1, 0xff>> protocol_name_list; ///< one name

    /// The chosen name, or empty; aliases the parsed buffer, or the bytes that the list was made of.
    [[nodiscard]] constexpr byte_view name() const {
        return protocol_name_list.empty() ? byte_view{} : *protocol_name_list.begin();
    }

    using wire = fields<field<&chosen_protocol::protocol_name_list, vec<opaque<1, 0xff>, 2, 0xffff, only_one>>>;
};

/// RFC 7301 3.1 ProtocolNameList, in the client's order of preference.
struct application_layer_protocol_negotiation {
    static constexpr extension_type type = extension_type::application_layer_protocol_negotiation;
    static constexpr std::uint16_t places = placed_in::hellos; ///< RFC 7301 3.1
    list_view<opaque<1, 0xff>> protocol_name_list;

    using wire =
        fields<field<&application_layer_protocol_negotiation::protocol_name_list, vec<opaque<1, 0xff>, 2, 0xffff>>>;
    using in_server_hello = chosen_protocol;
};

} // namespace v0
} // namespace flintls

#endif
