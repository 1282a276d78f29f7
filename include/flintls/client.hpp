// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 (RFC 5246) and of TLS 1.3 (RFC 8446) over the caller's buffers: full handshakes, resumption by ticket
/// (RFC 5077), pre-shared keys, secure renegotiation (RFC 5746).
#ifndef FLINTLS_CLIENT_HPP
#define FLINTLS_CLIENT_HPP

#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/crypto/status.hpp"
#include "flintls/extension/host_name.hpp"
#include "flintls/handshake/driver.hpp"
#include "flintls/tls12/client_steps.hpp"
#include "flintls/tls13/client_steps.hpp"
#include "flintls/versions/client.hpp"

namespace flintls {
inline namespace v0 {

namespace client_detail {
template <policy P, class Credentials, bool Tls12, bool Tls13> struct side {
    using type = versions::client_state<P, Credentials>;
};
template <policy P, class Credentials> struct side<P, Credentials, true, false> {
    using type = tls12::client_state<P, Credentials>;
};
template <policy P, class Credentials> struct side<P, Credentials, false, true> {
    using type = tls13::client_state<P, Credentials>;
};
template <policy P, class Credentials>
using side_of = typename side<P, Credentials, speaks_tls_1_2<P>, speaks_tls_1_3<P>>::type;
} // namespace client_detail

/// One connection; one thread. `Credentials`: whom to trust, which pre-shared key to use, and perhaps a certificate of the
/// client's own for servers that ask for one (handshake/credentials.hpp).
template <policy P, client_credentials_for<P> Credentials>
class client : public driver<client_detail::side_of<P, Credentials>> {
    using base = driver<client_detail::side_of<P, Credentials>>;
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
    static constexpr std::uint32_t min_messages = speaks_tls_1_3<P> ? least_messages_tls_1_3 : least_messages;
    static constexpr std::uint32_t min_transmit = least_receive;
    /// Bytes of the transmit buffer with which every hello fits that has a name and a ticket of no more than these lengths,
    /// also as the protected fragments of a renegotiation (RFC 6066 4). `connect` refuses a buffer that is too small for
    /// its name. A ticket for which there is no room is not kept, and not offered if it is there (T7).
    /// `identity`: the same of an external pre-shared key in a hello of TLS 1.3.
    [[nodiscard]] static constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket,
                                                              [[maybe_unused]] std::size_t identity = 0) {
        std::uint32_t most = 0;
        if constexpr (speaks_tls_1_3<P>) {
            most = tls13::transmit_for<P>(host_name, ticket, identity, speaks_both<P> ? ticket : 0);
        }
        if constexpr (speaks_tls_1_2<P>) {
            std::uint32_t const old = tls12::transmit_for<P>(host_name, ticket);
            most = most < old ? old : most;
        }
        return most;
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
        return begin(called, called, false, protocol_version::tls_1_3);
    }
    /// The same with tickets under `key`, any 0 to 255 bytes, which live as long as the connection. Name and port, for one:
    /// servers that share a key are offered each other's tickets. The name itself: as without a key. Empty: no ticket is
    /// offered or kept. `fallback`: the caller tried a higher version before, and this is its own decision to do with less
    /// (RFC 7507 4).
    [[nodiscard]] bool connect(byte_view name, byte_view key, bool fallback = false) {
        return connect(name, key, protocol_version::tls_1_3, fallback);
    }
    /// The same with no version above `highest`, which is one of the policy's: a limit is no fallback. \return false also
    /// where `highest` is below all of them: `refusal()` is not_permitted
    [[nodiscard]] bool connect(byte_view name, byte_view key, [[maybe_unused]] protocol_version highest,
                               bool fallback = false) {
        return begin(without_trailing_dot(name), key == name ? without_trailing_dot(key) : key, fallback, highest);
    }
    /// Begins another one. `resume`: with the ticket that is there, which some servers cannot do in a renegotiation.
    /// \return false: `refusal()` is not_connected, busy or not_permitted
    [[nodiscard]] bool renegotiate(bool resume = false) requires speaks_tls_1_2<P> {
        using rules = client_renegotiation<P>;
        errc why_not = why_not_again(side_);
        if (why_not == errc::ok &&
            (side_.io.is_tls_1_3() || !(rules::renegotiates && side_.client.rules.start().proceeds()))) {
            why_not = errc::not_permitted;
        }
        if (!permits(side_, why_not) || !rules::renegotiates) {
            return false;
        }
        begin_again(side_, resume);
        return true;
    }

    /// Key material for a protocol above, of the policy's `exporters` (RFC 8446 7.5): as many bytes as `out` has, at most 8,160,
    /// under a label of 1 to 249 bytes. No context is an empty one. While it is pending, nothing else is called.
    /// \return failed: there is no connection of TLS 1.3, or a handshake or an update is under way
    [[nodiscard]] crypto_status
    export_material(byte_view label, byte_view context,
                    std::span<std::uint8_t> out) requires(speaks_tls_1_3<P>&& P::exporters) {
        bool const can = side_.idle() && !side_.io.over() && side_.io.is_tls_1_3();
        return can ? side_.tls13.secrets.export_material(label, context, out) : crypto_status::failed;
    }

    /// Of the last handshake, while `idle()`: its session, which is secret and whose `own` says as whom this client came.
    /// (After a renegotiation with a ticket that the server refused, only the names in it are left. Where the policy offers
    /// no tickets it has no server name.)
    [[nodiscard]] session const& current() const& { return side_.current; }
    [[nodiscard]] bool secure_renegotiation() const {
        if constexpr (speaks_tls_1_2<P>) {
            return side_.client.rules.secure();
        }
        return false;
    }
    /// RFC 8446 4.6.3: new keys for what is written from here on, and, if asked, for what the server writes. `run` sends the
    /// KeyUpdate, before which nothing can be written. \return false: `refusal()` is not_connected, busy, or in TLS 1.2
    /// not_permitted
    [[nodiscard]] bool update_keys(bool of_server_too) requires speaks_tls_1_3<P> {
        return tls13::wants_update(side_, of_server_too);
    }
    [[nodiscard]] ticket_fate ticket() const { return side_.client.staged.fate(); }
    /// What to do after a failure (T6).
    [[nodiscard]] retry_advice retry() const { return side_.client.advice; }

private:
    [[nodiscard]] std::uint32_t identity_size() const {
        if constexpr (speaks_tls_1_3<P>) {
            return tls13::external_identity(side_.credentials).size();
        }
        return 0;
    }
    [[nodiscard]] errc lacks_room(std::uint32_t host_name) const {
        std::uint32_t const transmit = transmit_for(host_name, 0, identity_size());
        return side_.io.lacks_room(min_receive, transmit < min_transmit ? min_transmit : transmit, min_messages);
    }
    [[nodiscard]] bool may_begin() {
        if constexpr (speaks_tls_1_2<P>) {
            return handshake_engine::may_begin(side_) && side_.client.rules.start().proceeds();
        }
        return handshake_engine::may_begin(side_);
    }
    bool begin(byte_view name, byte_view key, [[maybe_unused]] bool fallback,
               [[maybe_unused]] protocol_version highest) {
        server_text const kind = kind_of_server(name);
        bool const too_long = kind == server_text::host_name && name.size() > P::max_server_name;
        bool const bad = kind == server_text::invalid || too_long || key.size() > 255;
        bool const asks = P::offer_server_name && kind == server_text::host_name; // RFC 6066 3: for no address
        errc const lacks = bad ? errc::bad_name : lacks_room(asks ? name.size() : 0);
        auto& own = side_.client;
        errc why_not = lacks != errc::ok ? lacks : may_begin() ? errc::ok : errc::begun_before;
        if constexpr (speaks_tls_1_3<P>) {
            bool const possible =
                highest >= (speaks_tls_1_2<P> ? protocol_version::tls_1_2 : protocol_version::tls_1_3);
            why_not = why_not == errc::ok && !possible ? errc::not_permitted : why_not;
        }
        side_.refusal = why_not;
        if (why_not != errc::ok) {
            return false;
        }
        own.name = name;
        own.asks_by_name = asks;
        own.key = key;
        side_.store = key.empty() ? nullptr : side_.given_store; // T6b
        if constexpr (speaks_both<P>) {
            own.fallback = fallback;
            versions::begin(side_, highest >= protocol_version::tls_1_3);
        } else if constexpr (speaks_tls_1_3<P>) {
            tls13::begin(side_);
        } else {
            own.fallback = fallback;
            side_.at = tls12::client_row<flow::op::digest_name>;
        }
        return true;
    }
};

} // namespace v0
} // namespace flintls

#endif
