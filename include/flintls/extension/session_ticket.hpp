// SPDX-License-Identifier: Apache-2.0
/// \file
/// SessionTicket (RFC 5077 3.2): a ticket, or a request for a ticket.
#ifndef FLINTLS_EXTENSION_SESSION_TICKET_HPP
#define FLINTLS_EXTENSION_SESSION_TICKET_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5077 3.2. The body is the ticket itself, without a length of its own. An empty body requests a new ticket.
struct session_ticket {
    static constexpr extension_type type = extension_type::session_ticket;
    static constexpr std::uint16_t places = placed_in::hellos_1_2; ///< RFC 5077 3.2
    byte_view ticket;                                              ///< aliases the parsed buffer

    using wire = fields<field<&session_ticket::ticket, remaining>>;
    using in_server_hello = empty_extension<extension_type::session_ticket>;
    friend constexpr bool operator==(session_ticket const&, session_ticket const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
