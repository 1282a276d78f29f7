// SPDX-License-Identifier: Apache-2.0
/// \file
/// NewSessionTicket of TLS 1.2 (RFC 5077 3.3) and of TLS 1.3 (RFC 8446 4.6.1): two messages that share a name.
#ifndef FLINTLS_MESSAGE_NEW_SESSION_TICKET_HPP
#define FLINTLS_MESSAGE_NEW_SESSION_TICKET_HPP

#include <cstdint>

#include "flintls/extension/block.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 5077 3.3
struct new_session_ticket {
    static constexpr handshake_type msg_type = handshake_type::new_session_ticket;

    std::uint32_t ticket_lifetime_hint{}; ///< seconds; 0 = unspecified
    byte_view ticket;                     ///< empty: keep none; aliases the parsed buffer

    using wire =
        fields<field<&new_session_ticket::ticket_lifetime_hint>, field<&new_session_ticket::ticket, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(new_session_ticket const&, new_session_ticket const&) = default;
};

namespace tls13 {

/// RFC 8446 4.6.1. This type differs from the TLS 1.2 message, so that the compiler keeps the two apart.
template <class Extensions> struct basic_new_session_ticket {
    static constexpr handshake_type msg_type = handshake_type::new_session_ticket;

    std::uint32_t ticket_lifetime{}; ///< seconds, at most 604,800
    std::uint32_t ticket_age_add{};  ///< added to the age in milliseconds, modulo 2^32
    byte_view ticket_nonce;          ///< aliases the parsed buffer
    byte_view ticket;                ///< aliases the parsed buffer
    Extensions extensions{};

    using wire = fields<field<&basic_new_session_ticket::ticket_lifetime>,              //
                        field<&basic_new_session_ticket::ticket_age_add>,               //
                        field<&basic_new_session_ticket::ticket_nonce, opaque<0, 255>>, //
                        field<&basic_new_session_ticket::ticket, opaque<1, 0xffff>>,    //
                        field<&basic_new_session_ticket::extensions,
                              extension_block<extension_context::new_session_ticket, block_rule::required>>>;
};

/// A NewSessionTicket with all its extensions raw.
using new_session_ticket = basic_new_session_ticket<extension_view>;

} // namespace tls13

} // namespace v0
} // namespace flintls

#endif
