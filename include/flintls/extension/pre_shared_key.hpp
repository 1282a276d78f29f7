// SPDX-License-Identifier: Apache-2.0
/// \file
/// pre_shared_key (RFC 8446 4.2.11): last in a ClientHello.
#ifndef FLINTLS_EXTENSION_PRE_SHARED_KEY_HPP
#define FLINTLS_EXTENSION_PRE_SHARED_KEY_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.11 PskIdentity.
struct psk_identity {
    byte_view identity;                    ///< aliases the parsed buffer
    std::uint32_t obfuscated_ticket_age{}; ///< the ticket's age in milliseconds, plus its ticket_age_add, modulo 2^32

    using wire = fields<field<&psk_identity::identity, opaque<1, 0xffff>>, field<&psk_identity::obfuscated_ticket_age>>;
    friend constexpr bool operator==(psk_identity const&, psk_identity const&) = default;
};

/// RFC 8446 4.2.11, in a ServerHello.
struct selected_psk {
    static constexpr extension_type type = extension_type::pre_shared_key;
    std::uint16_t selected_identity{}; ///< counted from 0

    using wire = fields<field<&selected_psk::selected_identity>>;
    friend constexpr bool operator==(selected_psk, selected_psk) = default;
};

/// RFC 8446 4.2.11 OfferedPsks.
struct pre_shared_key {
    static constexpr extension_type type = extension_type::pre_shared_key;
    static constexpr std::uint16_t places = placed_in::client_hello | placed_in::server_hello_1_3; ///< RFC 8446 4.2.11
    list_view<nested<psk_identity>> identities;
    list_view<opaque<32, 255>> binders;

    using wire = fields<field<&pre_shared_key::identities, vec<psk_identity, 7, 0xffff>>,
                        field<&pre_shared_key::binders, vec<opaque<32, 255>, 33, 0xffff>>>;
    using in_server_hello = selected_psk;
};

} // namespace v0
} // namespace flintls

#endif
