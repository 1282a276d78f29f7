// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a client of TLS 1.3, and how it is wiped: RFC 8446 4.6.1, 6.2, E.1.
#ifndef FLINTLS_TLS13_CLIENT_STATE_HPP
#define FLINTLS_TLS13_CLIENT_STATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/tls13/client_hello.hpp"
#include "flintls/tls13/flow_rules.hpp"
#include "flintls/tls13/negotiated_parameters.hpp"
#include "flintls/tls13/secrets.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// What the hello of a client can have, by its policy and its credentials.
template <policy P, class C> struct client_abilities {
    static constexpr bool shares = offers_shares<P>;
    static constexpr bool certificates = !P::signature_schemes::values.empty();
    static constexpr bool external_psk = offers_psks<P> && has_external_psk<C>;
    static constexpr bool tickets = offers_psks<P> && P::offer_session_tickets;
    static constexpr bool psks = external_psk || tickets;
    static constexpr bool psk_ke = P::psk_modes::has(psk_key_exchange_mode::psk_ke);
    static constexpr bool psk_dhe_ke = P::psk_modes::has(psk_key_exchange_mode::psk_dhe_ke);
    static constexpr bool proves_itself = certificates && flintls::proves_itself<C, P>;
    static constexpr std::uint32_t session_id_size = compatible<P> ? 32 : 0;
    using psk_operation = external_psk_operation<P, external_psk>;
    static constexpr suite_hash hash_of_external = hash_of_psk<psk_operation>;
    static_assert(!external_psk || has_tls_1_3_suite<P>(hash_of_external),
                  "flintls: the policy has no suite of TLS 1.3 with the hash of its crypto's psk"); // RFC 8446 4.2.11
};

/// Bytes of the own shares, and later of the agreed secret.
template <policy P>
inline constexpr std::uint32_t room_for_shares = [] {
    if constexpr (offers_shares<P>) {
        return max_shares<P> > group_exchange<P>::max_secret ? max_shares<P> : group_exchange<P>::max_secret;
    }
    return std::uint32_t{0};
}();

/// The state of this connection's ticket (RFC 8446 4.2.11, 4.6.1).
enum class ticket_state : std::uint8_t {
    none,    ///< none offered, declined, or application data is received
    offered, ///< offered, or accepted: it may be the cause of a failure
    unheard, ///< connected by it, and no application data is received
};

/// The own shares and the server's choice, where the policy has more than one group.
struct one_of_several_groups {
    named_group group{};     ///< that a HelloRetryRequest asks for, or a ServerHello chooses
    std::uint8_t slot = 0;   ///< of the own key for this group
    std::uint8_t count = 0;  ///< of the shares that are made
    std::uint16_t bytes = 0; ///< of these shares
};
struct only_group {};
template <policy P> inline constexpr bool several_groups = P::groups::values.size() > 1;
template <policy P> using group_choice = std::conditional_t<several_groups<P>, one_of_several_groups, only_group>;

/// The tickets of a connection before the newest: with it, as many as a store keeps for one name.
template <std::size_t PerName> struct kept_tickets {
    std::array<ticket_handle, PerName - 1> all{};
    void add(ticket_handle last) {
        for (std::size_t i = all.size() - 1; i != 0; --i) {
            all[i] = all[i - 1];
        }
        all[0] = last;
    }
    template <class Store> void forget(Store& store) const {
        for (ticket_handle const each : all) {
            store.forget(each);
        }
    }
};
template <> struct kept_tickets<1> {
    static void add(ticket_handle /*last*/) {}
    template <class Store> static void forget(Store& /*store*/) {}
};

/// What a client of TLS 1.3 has beside the state of every client. It is wiped as a whole, and zeros are the state of a
/// new connection.
template <policy P, class C> struct client_facts {
    // One handshake:
    bulk_cipher cipher{};
    bool retried = false;        ///< a HelloRetryRequest is received
    bool dummy_sent = false;     ///< RFC 8446 D.4: the ChangeCipherSpec is sent
    bool ticket_first = false;   ///< the first identity is a ticket
    std::uint8_t identities = 0; ///< number of offered identities
    std::uint8_t psk_index = 0;  ///< of the current key, from 0 on; equal to `identities`: none

    // One connection:
    ticket_state ticket = ticket_state::none;
    bool peer_update_due = false;       ///< the own KeyUpdate asks the peer for one
    bool own_update_due = false;        ///< an own KeyUpdate is due before more data is written
    bool peer_update_requested = false; ///< the peer was asked for one
    std::uint8_t tickets = 0;           ///< tickets that were examined
    std::uint16_t updates = 0;          ///< KeyUpdates of the peer since the last application data
    std::uint16_t tickets_in_a_row = 0; ///< since the last application data
    [[no_unique_address]] kept_tickets<P::tickets_per_name> kept{};

    // One handshake:
    ticket_handle offered{}; ///< the ticket in the hello, which is used up
    [[no_unique_address]] group_choice<P> chosen{};
    psk_choice<typename client_abilities<P, C>::psk_operation::key> external{};
    std::array<std::uint8_t, room_for_shares<P>> share{}; ///< the own shares, then the agreed secret
    std::uint32_t hello_size = 0;                         ///< bytes of a hello that waits for its binders
    byte_view peer_share{};                               ///< aliases the message
    byte_view cookie{};                                   ///< aliases the message
    byte_view nonce{};                                    ///< of a ticket; aliases the message
};
template <policy P, class C> struct client_part : client_facts<P, C> {
    using facts = client_facts<P, C>;
    static_assert(offsetof(facts, nonce) + sizeof(byte_view) == sizeof(facts), "flintls: a wipe would reach further");

    client_part() : facts{} {}

    tls13::secrets<P, typename client_abilities<P, C>::psk_operation> secrets;

    /// Wipes all secrets, and what the handshake knew.
    [[gnu::noinline]] void wipe_all() {
        secrets.clear();
        wipe(static_cast<facts&>(*this));
    }
};

/// What a client remembers beside keys and operations, as in TLS 1.2 (tls12/client_state.hpp).
struct client_context {
    ticket_handle kept{};
    staged_ticket staged{};
    retry_advice advice = retry_advice::do_not_retry;
    bool asks_by_name = false;
    byte_view name{};
    byte_view key{};
};
/// What the handshake has made known. It is wiped as a whole.
template <std::uint32_t SessionIdSize> struct client_knowledge {
    negotiated_parameters negotiated{};
    std::array<std::uint8_t, 32 + SessionIdSize> random_bytes{}; ///< the client's random, and the session id
    identity established{};
    flintls::session current{};
    received_certificate server{}; ///< of the current message
};
template <policy P, class C>
struct client_state : connection<P>, client_knowledge<client_abilities<P, C>::session_id_size> {
    using knowledge = client_knowledge<client_abilities<P, C>::session_id_size>;
    static_assert(offsetof(knowledge, server) + sizeof(received_certificate) == sizeof(knowledge),
                  "flintls: a wipe would reach further");
    using can = client_abilities<P, C>;
    static constexpr bool takes_hello_requests = false;
    static constexpr bool proves_itself = can::proves_itself;
    static constexpr bool judges_paths = can::certificates && flintls::judges_paths<C>;
    template <op What> static constexpr flow::row const* row = client_row<What>;

    client_state(buffers const& b, C& c, ticket_store<P>* s)
        : connection<P>{b, client_flow.data()}, knowledge{}, credentials{c}, given_store{s}, store{s} {}

    /// The client's random, and the session id behind it.
    [[nodiscard]] std::span<std::uint8_t> random_room() { return knowledge::random_bytes; }
    [[nodiscard]] byte_view client_random() const& { return byte_view{knowledge::random_bytes}.subview(0, 32); }
    [[nodiscard]] byte_view session_id() const& {
        return byte_view{knowledge::random_bytes}.subview(32, can::session_id_size);
    }
    /// RFC 8446 4.6.3: a KeyUpdate that is due is sent before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.own_update_due ? std::span<std::uint8_t>{} : connection<P>::write_space();
    }

    errc refusal = errc::ok; ///< why the last call that starts something was refused
    client_context client{};
    C& credentials;
    ticket_store<P>* given_store;
    ticket_store<P>* store; ///< the same, or null where tickets have no key (T6b)
    client_part<P, C> tls13;
    typename P::crypto::random random{};
    [[no_unique_address]] group_exchange<P> exchange{};
    [[no_unique_address]] chain_judged<judges_paths> chain{};
    [[no_unique_address]] request_reader_of<P, proves_itself> request{};
    [[no_unique_address]] verify_operation<P> verifier{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own{};
};

/// The hash of the offered key of this number.
template <class S> [[nodiscard]] suite_hash hash_of_psk_number(S const& s, std::uint32_t number) {
    return s.tls13.ticket_first && number == 0 ? hash_of(traits_of(s.current.suite).cipher) : S::can::hash_of_external;
}

/// Forgets the ticket of the hello, which is used up (RFC 8446 C.4).
template <class S> void forget_offered(S& s) {
    if constexpr (S::can::tickets) {
        if (s.store != nullptr) {
            s.store->forget(s.tls13.offered);
        }
        s.tls13.offered = {};
    }
}
/// Forgets the staged ticket, which waits for its secret, and the ticket of the hello.
template <class S> void abandon(S& s) {
    if constexpr (S::can::tickets) {
        if (s.store != nullptr) {
            s.store->forget(s.client.staged.handle());
        }
        s.client.staged = s.client.staged.handle() ? staged_ticket{} : s.client.staged;
    }
    forget_offered(s);
}
/// Abandons pending operations, before their memory is wiped or used again: until then an engine may read and write it
/// (crypto/status.hpp).
template <class S> [[gnu::noinline]] void reset_operations(S& s) {
    s.tls13.secrets.reset();                             // first: it may read the transcript
    s.write_key_due = s.write_key_due && !s.io.making(); // an unsent last message changes no key
    if (s.io.keys_to_read().changing()) { // nothing more is read; a pending write key is completed, for the last alert
        s.io.keys_to_read().clear();
    }
    s.reset_transcript();
    s.random.reset();
    s.exchange.reset();
    s.exchange.release();
    if constexpr (S::judges_paths) {
        s.credentials.reset();
    }
    s.verifier.reset();
    s.signer.reset();
}
/// Wipes all secrets, after the operations that may read or write them.
template <class S> [[gnu::noinline]] void wipe_side(S& s) {
    reset_operations(s);
    abandon(s);
    s.wipe_connection(client_flow.data());
    s.tls13.wipe_all();
    wipe(static_cast<typename S::knowledge&>(s));
    if constexpr (S::proves_itself) {
        wipe(s.own);
    }
}
/// Resets the facts for a new connection; secrets are wiped already.
template <class S> void forget_context(S& s) { s.client = {}; }
/// A connection fails, or ends inside a handshake. RFC 8446 4.2.11, 4.6.1, 6: where a ticket may be the cause, the
/// advice is a retry without a ticket, at the same versions. A fatal alert deletes the tickets of this connection.
template <class S> void on_failure(S& s, error why) {
    if constexpr (S::can::tickets) {
        bool const lost = why.what() == errc::connection_lost || !why;
        bool const fallback = // RFC 7507 3: a ticket is not the cause
            why.received_alert() == static_cast<std::uint8_t>(alert_description::inappropriate_fallback);
        bool const again = !fallback && (s.tls13.ticket == ticket_state::offered ||
                                         (s.tls13.ticket == ticket_state::unheard && !lost));
        s.client.advice = again ? retry_advice::retry_without_ticket : retry_advice::do_not_retry;
        if (s.store != nullptr && !lost) {
            s.store->forget(s.client.kept);
            s.tls13.kept.forget(*s.store);
        }
    }
    abandon(s);
}
/// Application data with content is delivered.
template <class S> void on_progress(S& s) {
    s.tls13.updates = s.tls13.tickets_in_a_row = 0;
    s.tls13.ticket = ticket_state::none;
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
