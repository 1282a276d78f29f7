// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 (RFC 5246) over the caller's buffers: full handshakes, resumption by ticket (RFC 5077), secure
/// renegotiation (RFC 5746).
#ifndef FLINTLS_CLIENT_HPP
#define FLINTLS_CLIENT_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/extension/host_name.hpp"
#include "flintls/handshake/driver.hpp"
#include "flintls/tls12/client_steps.hpp"

namespace flintls {
inline namespace v0 {

/// One connection; one thread. `Credentials`: whom to trust, which pre-shared key to use, and perhaps a certificate of the
/// client's own for servers that ask for one (handshake/credentials.hpp).
template <policy P, client_credentials_for<P> Credentials>
class client : public driver<tls12::client_state<P, Credentials>> {
    using base = driver<tls12::client_state<P, Credentials>>;
    static_assert(P::max_ticket + 10 <= P::max_message,
                  "flintls: max_message has no room for the NewSessionTicket of a ticket of max_ticket bytes");

protected:
    using base::side_;

public:
    /// Bytes that the buffers need at least; `receive` as many as the fragments that this client asks for.
    static constexpr std::uint32_t min_receive =
        P::fragment_length == max_fragment_length_code{}
            ? least_receive
            : record_header_size + max_overhead + tls12::bytes_of(P::fragment_length);
    static constexpr std::uint32_t min_messages = least_messages;
    static constexpr std::uint32_t min_transmit = least_receive;
    /// Bytes of the transmit buffer with which every hello fits that has a name and a ticket of no more than these lengths,
    /// also as the protected fragments of a renegotiation (RFC 6066 4). `connect` refuses a buffer that is too small for
    /// its name. A ticket for which there is no room is not kept, and not offered if it is there (T7).
    [[nodiscard]] static constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket) {
        return tls12::transmit_for<P>(host_name, ticket);
    }
    /// The same of all names and tickets that the policy lets be.
    static constexpr std::uint32_t max_transmit = transmit_for(P::max_server_name, P::max_ticket);

    /// All of these must live as long as the connection. Without a store no ticket is asked for.
    client(buffers const& b, Credentials& credentials, ticket_store<P>* store = nullptr)
        : base{b, credentials, store} {}

    /// Begins a connection with its first handshake, also when the one before is over (`closed`, `failed`,
    /// `transport_lost`), of which nothing is left then. `name`: what the server is called (extension/host_name.hpp), for
    /// who judges its certificate and, if it is a host name and no address, for SNI; empty: nothing. One trailing dot is
    /// cut. Its tickets are kept under the name, in any case of its letters; without one, none are. The name must live as
    /// long as the connection. \return false: `refusal()` is begun_before, bad_name, or says which buffer is below its
    /// least size
    [[nodiscard]] bool connect(byte_view name) {
        byte_view const called = without_trailing_dot(name);
        return begin(called, called, false);
    }
    /// The same with tickets under `key`, any 0 to 255 bytes, which live as long as the connection. Name and port, for one:
    /// servers that share a key are offered each other's tickets. The name itself: as without a key. Empty: no ticket is
    /// offered or kept. `fallback`: the caller tried a higher version before, and this is its own decision to do with less
    /// (RFC 7507 4).
    [[nodiscard]] bool connect(byte_view name, byte_view key, bool fallback = false) {
        return begin(without_trailing_dot(name), key == name ? without_trailing_dot(key) : key, fallback);
    }
    /// Begins another one. `resume`: with the ticket that is there, which some servers cannot do in a renegotiation.
    /// \return false: `refusal()` is not_connected, busy or not_permitted
    [[nodiscard]] bool renegotiate(bool resume = false) {
        using rules = client_renegotiation<P>;
        errc why_not = why_not_again(side_);
        if (why_not == errc::ok && !(rules::renegotiates && side_.client.rules.start().proceeds())) {
            why_not = errc::not_permitted;
        }
        if (!permits(side_, why_not) || !rules::renegotiates) {
            return false;
        }
        begin_again(side_, resume);
        return true;
    }

    /// Of the last handshake, while `idle()`: its session, which is secret and whose `own` says as whom this client came.
    /// (After a renegotiation with a ticket that the server refused, only the names in it are left. Where the policy offers
    /// no tickets it has no server name.)
    [[nodiscard]] session const& current() const& { return side_.current; }
    [[nodiscard]] bool secure_renegotiation() const { return side_.client.rules.secure(); }
    [[nodiscard]] ticket_fate ticket() const { return side_.client.staged.fate(); }
    /// What to do after a failure (T6).
    [[nodiscard]] retry_advice retry() const { return side_.client.advice; }

private:
    [[nodiscard]] errc lacks_room(std::uint32_t host_name) const {
        std::uint32_t const transmit = transmit_for(host_name, 0);
        return side_.io.lacks_room(min_receive, transmit < min_transmit ? min_transmit : transmit, min_messages);
    }
    bool begin(byte_view name, byte_view key, bool fallback) {
        server_text const kind = kind_of_server(name);
        bool const too_long = kind == server_text::host_name && name.size() > P::max_server_name;
        bool const bad = kind == server_text::invalid || too_long || key.size() > 255;
        bool const asks = P::offer_server_name && kind == server_text::host_name; // RFC 6066 3: for no address
        errc const lacks = bad ? errc::bad_name : lacks_room(asks ? name.size() : 0);
        auto& own = side_.client;
        errc const why_not = lacks != errc::ok                                                    ? lacks
                             : handshake_engine::may_begin(side_) && own.rules.start().proceeds() ? errc::ok
                                                                                                  : errc::begun_before;
        if (!permits(side_, why_not)) {
            return false;
        }
        own.name = name;
        own.asks_by_name = asks;
        own.key = key;
        own.fallback = fallback;
        side_.store = key.empty() ? nullptr : side_.given_store; // T6b
        side_.at = tls12::client_row<flow::op::digest_name>;
        return true;
    }
};

} // namespace v0
} // namespace flintls

#endif
