// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 (RFC 5246) and of TLS 1.3 (RFC 8446) over the application's buffers: full handshakes, resumption
/// by ticket (RFC 5077) and session id, pre-shared keys, secure renegotiation (RFC 5746).
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
#include "flintls/versions/exporter.hpp"

namespace flintls {
inline namespace v0 {

/// The versions that one connection may negotiate: those of the policy from `min_version` to `max_version`.
struct version_limits {
    protocol_version min_version = protocol_version::tls_1_2;
    protocol_version max_version = protocol_version::tls_1_3;
};

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

/// A client: one connection at a time, used by one thread. `Credentials`: the servers to trust, the pre-shared key, and
/// optionally a certificate for servers that ask for one (handshake/credentials.hpp).
template <policy P, client_credentials_for<P> Credentials>
class client : public driver<client_detail::side_of<P, Credentials>> {
    using base = driver<client_detail::side_of<P, Credentials>>;
    static_assert(P::max_ticket + 10 <= P::max_message,
                  "flintls: max_message has no room for the NewSessionTicket of a ticket of max_ticket bytes");

protected:
    using base::side_;

public:
    /// Least sizes of the buffers in bytes. `min_receive` depends on the fragment or record length that this client
    /// asks for.
    static constexpr std::uint32_t min_receive = [] {
        bool const limited = P::record_limit != 0 && P::record_limit != what_the_buffer_holds;
        std::uint32_t const record = limited ? P::record_limit : 0;
        std::uint32_t const fragment =
            P::fragment_length == max_fragment_length_code{} ? 0 : tls12::bytes_of(P::fragment_length);
        std::uint32_t const size = record_header_size + max_overhead + (record > fragment ? record : fragment);
        return size > least_receive ? size : least_receive;
    }();
    static constexpr std::uint32_t min_messages = speaks_tls_1_3<P> ? least_messages_tls_1_3 : least_messages;
    static constexpr std::uint32_t min_transmit = least_receive;
    /// Bytes of the transmit buffer that are enough for every hello with a name and a ticket of at most these lengths,
    /// also if a renegotiation sends the hello as protected fragments (RFC 6066 4). A server's record_size_limit may cut
    /// the hello of a renegotiation into shorter records, each of which takes 29 more bytes (RFC 8449 4); a hello that
    /// does not fit then fails with no_room. `connect` refuses a buffer that is too small for its name. A ticket that does not fit a hello is not stored, and a stored one is not offered (T7).
    /// `identity`: length of the external pre-shared key's identity in a hello of TLS 1.3.
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
    /// Bytes that are enough for every name and ticket that the policy allows.
    static constexpr std::uint32_t max_transmit = transmit_for(P::max_server_name, P::max_ticket);

    /// The buffers, the credentials and the store must outlive the connection. Without a store the client asks for no
    /// ticket and keeps no session id.
    client(buffers const& b, Credentials& credentials, ticket_store<P>* store = nullptr)
        : base{b, credentials, store} {}

    /// Begins a connection with its first handshake. An earlier connection of this object must be over (`closed`,
    /// `failed`, `transport_lost`); its state is reset. `name`: the server's name (extension/host_name.hpp), by which
    /// its certificate is judged and which is sent as server_name unless it is an address; empty: no name. One trailing
    /// dot is removed. Tickets are stored under the name, without regard to case; without a name no ticket is stored.
    /// The view must be valid as long as the connection.
    /// \return false: `refusal()` is begun_before, bad_name, or names the buffer below its least size
    [[nodiscard]] bool connect(byte_view name) {
        byte_view const called = without_trailing_dot(name);
        return begin(called, called, false, {});
    }
    /// The same with tickets stored under `key`, 0 to 255 bytes of any value, for example name and port. The view must
    /// be valid as long as the connection. Servers that share a key are offered each other's tickets. A key that equals
    /// `name` is treated as the name; with an empty key no ticket is offered or stored. `fallback`: the application has
    /// tried a higher version before and now accepts a lower one. A hello below the product's highest version says so
    /// by an SCSV, unless it offers a session (RFC 7507 4).
    [[nodiscard]] bool connect(byte_view name, byte_view key, bool fallback = false) {
        return connect(name, key, version_limits{}, fallback);
    }
    /// The same for versions within `limits`. A limit is no fallback. A `min_version` above the policy's lowest version
    /// needs the policy's `lowest_version_at_run_time`.
    /// \return false also if no version of the policy is within the limits: `refusal()` is not_permitted
    [[nodiscard]] bool connect(byte_view name, byte_view key, version_limits limits, bool fallback = false) {
        return begin(without_trailing_dot(name), key == name ? without_trailing_dot(key) : key, fallback, limits);
    }
    /// The same for versions up to `highest`.
    [[nodiscard]] bool connect(byte_view name, byte_view key, protocol_version highest, bool fallback = false) {
        return connect(name, key, version_limits{.max_version = highest}, fallback);
    }
    /// Begins a renegotiation. `resume`: offer a stored ticket; some servers do not support that in a renegotiation.
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

    /// The session of the last handshake, a secret; its `own` is this client's identity. Valid while `idle()`. (Only
    /// `server_name` and `peer` are left if a renegotiation offered a ticket and the server refused it by
    /// no_renegotiation. In TLS 1.2 `server_name` is all zeros if the policy offers neither tickets nor session ids.)
    [[nodiscard]] session const& current() const& { return side_.current; }
    [[nodiscard]] bool secure_renegotiation() const {
        if constexpr (speaks_tls_1_2<P>) {
            return side_.client.rules.secure();
        }
        return false;
    }
    /// RFC 8446 4.6.3: requests new keys for all that this client sends from now on, and, if asked, for all that the
    /// server sends. `run` sends the KeyUpdate; nothing can be written before. \return false: `refusal()` is
    /// not_connected, busy, or in TLS 1.2 not_permitted
    [[nodiscard]] bool update_keys(bool of_server_too) requires speaks_tls_1_3<P> {
        return tls13::request_update(side_, of_server_too);
    }
    [[nodiscard]] ticket_fate ticket() const { return side_.client.staged.fate(); }
    /// What the application should do after a failure (T6).
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
    /// True if a version of the policy is within the limits.
    [[nodiscard]] static constexpr bool has_version(version_limits limits) {
        constexpr auto lowest = speaks_tls_1_2<P> ? protocol_version::tls_1_2 : protocol_version::tls_1_3;
        constexpr auto highest = speaks_tls_1_3<P> ? protocol_version::tls_1_3 : protocol_version::tls_1_2;
        bool const cut = limits.min_version > lowest && !(speaks_both<P> && P::lowest_version_at_run_time);
        return limits.min_version <= limits.max_version && limits.max_version >= lowest &&
               limits.min_version <= highest && !cut;
    }
    bool begin(byte_view name, byte_view key, [[maybe_unused]] bool fallback, version_limits limits) {
        server_text const kind = kind_of_server(name);
        bool const too_long = kind == server_text::host_name && name.size() > P::max_server_name;
        bool const bad = kind == server_text::invalid || too_long || key.size() > 255;
        bool const asks = P::offer_server_name && kind == server_text::host_name; // RFC 6066 3: not for an address
        errc const lacks = bad ? errc::bad_name : lacks_room(asks ? name.size() : 0);
        auto& own = side_.client;
        errc const cannot = lacks != errc::ok || has_version(limits) ? lacks : errc::not_permitted;
        errc const why_not = cannot != errc::ok ? cannot : may_begin() ? errc::ok : errc::begun_before; // resets state
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
            versions::begin(side_, limits.min_version < protocol_version::tls_1_3,
                            limits.max_version >= protocol_version::tls_1_3);
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
