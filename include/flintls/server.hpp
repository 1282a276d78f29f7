// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server of TLS 1.2 (RFC 5246) over the caller's buffers: full handshakes, tickets (RFC 5077), secure renegotiation
/// (RFC 5746).
#ifndef FLINTLS_SERVER_HPP
#define FLINTLS_SERVER_HPP

#include <cstdint>

#include "flintls/handshake/driver.hpp"
#include "flintls/tls12/server_steps.hpp"

namespace flintls {
inline namespace v0 {

/// One connection; one thread. `Credentials`: who this server is (handshake/credentials.hpp). `Tickets`: `ticket_service`,
/// or `no_tickets`.
template <policy P, server_credentials_for<P> Credentials, class Tickets = no_tickets>
class server : public driver<tls12::server_state<P, Credentials, Tickets>> {
    using base = driver<tls12::server_state<P, Credentials, Tickets>>;
    static_assert(!speaks_tls_1_3<P>, "flintls: a server speaks TLS 1.2 alone");

protected:
    using base::side_;

public:
    /// Bytes that the buffers need at least.
    static constexpr std::uint32_t min_receive = least_receive;
    static constexpr std::uint32_t min_messages = least_messages;
    static constexpr std::uint32_t min_transmit = least_receive;

    /// All of these must live as long as the connection. Without tickets none is given.
    server(buffers const& b, Credentials& credentials, Tickets* tickets = nullptr) : base{b, credentials, tickets} {}

    /// A client is there: its hello is awaited. Also when the connection before is over (`closed`, `failed`,
    /// `transport_lost`), of which nothing is left then. \return false: `refusal()` is begun_before, or says which
    /// buffer is below its least size
    [[nodiscard]] bool accept() {
        errc const lacks = side_.io.lacks_room(min_receive, min_transmit, min_messages);
        bool const fresh = permits(side_, lacks != errc::ok                    ? lacks
                                          : handshake_engine::may_begin(side_) ? errc::ok
                                                                               : errc::begun_before);
        if (fresh) {
            side_.at = first_hello;
        }
        return fresh;
    }
    /// Asks the client for another handshake (RFC 5246 7.4.1.1). \return false: `refusal()` is not_connected, busy (also
    /// when the client has not answered the last request) or not_permitted
    [[nodiscard]] bool request_renegotiation() {
        errc why_not = why_not_again(side_);
        if constexpr (!server_renegotiation<P>::renegotiates) {
            why_not = why_not == errc::ok ? errc::not_permitted : why_not;
        } else if (why_not == errc::ok && !side_.server.rules.request().proceeds()) {
            why_not = side_.server.rules.requested() ? errc::busy : errc::not_permitted;
        }
        bool const may = permits(side_, why_not);
        if (may) {
            side_.at = hello_request;
        }
        return may;
    }

    /// Of the last handshake, while `idle()`: its session, which is secret.
    [[nodiscard]] session const& current() const& { return side_.session; }
    [[nodiscard]] bool secure_renegotiation() const { return side_.server.rules.secure(); }
    /// Was a ticket given?
    [[nodiscard]] bool gave_ticket() const { return side_.has(flow::conditions::ticket_due); }

private:
    static constexpr flow::row const* first_hello = tls12::server_row<flow::op::idle> + 1;
    static constexpr flow::row const* hello_request = tls12::server_row<flow::op::send_hello_request>;
};

} // namespace v0
} // namespace flintls

#endif
