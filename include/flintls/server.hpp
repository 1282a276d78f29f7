// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server of TLS 1.2 (RFC 5246) and of TLS 1.3 (RFC 8446) over the application's buffers: full handshakes, resumption
/// by ticket (RFC 5077) and session id, pre-shared keys, secure renegotiation (RFC 5746).
#ifndef FLINTLS_SERVER_HPP
#define FLINTLS_SERVER_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/status.hpp"
#include "flintls/handshake/driver.hpp"
#include "flintls/tls12/server_steps.hpp"
#include "flintls/tls13/server_steps.hpp"
#include "flintls/versions/exporter.hpp"
#include "flintls/versions/server.hpp"

namespace flintls {
inline namespace v0 {

namespace server_detail {
template <policy P, class Credentials, class Tickets, bool Tls12, bool Tls13> struct side {
    using type = versions::server_state<P, Credentials, Tickets>;
};
template <policy P, class Credentials, class Tickets> struct side<P, Credentials, Tickets, true, false> {
    using type = tls12::server_state<P, Credentials, Tickets>;
};
template <policy P, class Credentials, class Tickets> struct side<P, Credentials, Tickets, false, true> {
    using type = tls13::server_side::server_state<P, Credentials, Tickets>;
};
template <policy P, class Credentials, class Tickets>
using side_of = typename side<P, Credentials, Tickets, speaks_tls_1_2<P>, speaks_tls_1_3<P>>::type;
} // namespace server_detail

/// A server: one connection at a time, used by one thread. `Credentials`: the server's identity, and the clients that
/// it knows (handshake/credentials.hpp). `Tickets`: `ticket_service`, `session_id_service`, `session_service` for both,
/// or `no_tickets` (ticket/service.hpp).
template <policy P, server_credentials_for<P> Credentials, class Tickets = no_tickets>
class server : public driver<server_detail::side_of<P, Credentials, Tickets>> {
    using base = driver<server_detail::side_of<P, Credentials, Tickets>>;

protected:
    using base::side_;

public:
    /// Least sizes of the buffers in bytes.
    static constexpr std::uint32_t min_receive = [] {
        bool const limited = answers_record_limit<P> &&
                             P::record_limit != what_the_buffer_holds; // RFC 8449 4: the client may rely on it
        std::uint32_t const size = record_header_size + max_overhead + (limited ? P::record_limit : 0U);
        return size > least_receive ? size : least_receive;
    }();
    static constexpr std::uint32_t min_messages = speaks_tls_1_3<P> ? least_messages_tls_1_3 : least_messages;
    static constexpr std::uint32_t min_transmit = least_receive;

    /// The buffers, the credentials and the ticket service must outlive the connection. Without a service the server
    /// issues no ticket and gives no session id.
    server(buffers const& b, Credentials& credentials, Tickets* tickets = nullptr) : base{b, credentials, tickets} {}

    /// Begins a connection: waits for a ClientHello. An earlier connection of this object must be over (`closed`,
    /// `failed`, `transport_lost`); its state is reset.
    /// \return false: `refusal()` is begun_before, or names the buffer below its least size
    [[nodiscard]] bool accept() {
        if (!may_accept()) {
            return false;
        }
        if constexpr (speaks_both<P>) {
            versions::begin(side_, protocol_version::tls_1_2, protocol_version::tls_1_3);
        } else if constexpr (speaks_tls_1_3<P>) {
            tls13::server_side::begin(side_);
        } else {
            side_.at = first_hello;
        }
        return true;
    }
    /// The same for versions from `lowest` to `highest`. \return false also if neither TLS 1.2 nor TLS 1.3 is between
    /// them: `refusal()` is not_permitted
    [[nodiscard]] bool accept(protocol_version lowest, protocol_version highest) requires speaks_both<P> {
        bool const possible =
            lowest <= highest && lowest <= protocol_version::tls_1_3 && highest >= protocol_version::tls_1_2;
        if (!possible) {
            side_.refusal = errc::not_permitted;
            return false;
        }
        if (!may_accept()) {
            return false;
        }
        versions::begin(side_, lowest, highest);
        return true;
    }
    /// Asks the client for a renegotiation (RFC 5246 7.4.1.1). \return false: `refusal()` is not_connected, busy (also
    /// if the client has not answered the last request) or not_permitted
    [[nodiscard]] bool request_renegotiation() requires speaks_tls_1_2<P> {
        errc why_not = why_not_again(side_);
        if constexpr (speaks_tls_1_3<P>) { // RFC 8446 4.1.2
            why_not = why_not == errc::ok && side_.io.is_tls_1_3() ? errc::not_permitted : why_not;
        }
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
    /// RFC 8446 4.6.3: requests new keys for all that this server sends from now on, and, if asked, for all that the
    /// client sends. `run` sends the KeyUpdate; nothing can be written before. \return false: `refusal()` is
    /// not_connected, busy, or in TLS 1.2 not_permitted
    [[nodiscard]] bool update_keys(bool of_client_too) requires speaks_tls_1_3<P> {
        return tls13::request_update(side_, of_client_too);
    }
    /// Exports key material for an application protocol (RFC 8446 7.5, RFC 5705), if the policy has `exporters`. `out`:
    /// at most 8,160 bytes, filled whole; `label`: 1 to 249 bytes. While the result is pending, no other function may
    /// be called.
    /// \return failed: there is no connection, or a handshake or a key update is under way; in TLS 1.2 also without
    /// extended_master_secret, and after a renegotiation that did not complete
    [[nodiscard]] crypto_status export_material(byte_view label, byte_view context,
                                                std::span<std::uint8_t> out) requires(P::exporters) {
        return versions::export_material(side_, label, &context, out);
    }
    /// The same without a context. In TLS 1.3 this equals an empty context; in TLS 1.2 it does not (RFC 5705 4).
    [[nodiscard]] crypto_status export_material(byte_view label, std::span<std::uint8_t> out) requires(P::exporters) {
        return versions::export_material(side_, label, nullptr, out);
    }

    /// The session of the last handshake, a secret. Valid while `idle()`.
    [[nodiscard]] session const& current() const& { return side_.session; }
    [[nodiscard]] bool secure_renegotiation() const {
        if constexpr (speaks_tls_1_2<P>) {
            return side_.server.rules.secure();
        }
        return false;
    }
    /// True if the last handshake issued a ticket to the client. False if sealing failed: in TLS 1.2 the client then
    /// received an empty ticket (RFC 5077 3.3).
    [[nodiscard]] bool gave_ticket() const { return side_.has(flow::conditions::ticket_due); }

private:
    [[nodiscard]] bool may_accept() {
        errc const lacks = side_.io.lacks_room(min_receive, min_transmit, min_messages);
        side_.refusal = lacks != errc::ok ? lacks : handshake_engine::may_begin(side_) ? errc::ok : errc::begun_before;
        return side_.refusal == errc::ok;
    }

    static constexpr flow::row const* first_hello = tls12::server_row<flow::op::idle> + 1;
    static constexpr flow::row const* hello_request = tls12::server_row<flow::op::send_hello_request>;
};

} // namespace v0
} // namespace flintls

#endif
