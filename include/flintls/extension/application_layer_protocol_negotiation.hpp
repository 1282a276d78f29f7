// SPDX-License-Identifier: Apache-2.0
/// \file
/// application_layer_protocol_negotiation (RFC 7301 3.1).
#ifndef FLINTLS_EXTENSION_APPLICATION_LAYER_PROTOCOL_NEGOTIATION_HPP
#define FLINTLS_EXTENSION_APPLICATION_LAYER_PROTOCOL_NEGOTIATION_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 7301 3.1 ProtocolNameList; in the answer it holds exactly one name.
struct application_layer_protocol_negotiation {
    static constexpr extension_type type = extension_type::application_layer_protocol_negotiation;
    list_view<opaque<1, 0xff>> protocol_name_list;

    using wire =
        fields<field<&application_layer_protocol_negotiation::protocol_name_list, vec<opaque<1, 0xff>, 2, 0xffff>>>;
};

} // namespace v0
} // namespace flintls

#endif
