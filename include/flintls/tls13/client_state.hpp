// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client of TLS 1.3 remembers, and how it forgets: RFC 8446 4.6.1, 6.2, E.1.
#ifndef FLINTLS_TLS13_CLIENT_STATE_HPP
#define FLINTLS_TLS13_CLIENT_STATE_HPP

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/tls13/client_hello.hpp"
#include "flintls/tls13/flow_rules.hpp"
#include "flintls/tls13/secrets.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// What a client has in its hello beside what its policy says.
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
};

/// How it stands with the ticket of this connection (RFC 8446 4.2.11, 4.6.1).
enum class ticket_state : std::uint8_t {
    none,    ///< none was offered, or the server has not taken it
    offered, ///< or taken: it may be to blame for what fails
    unheard, ///< connected by it, and the server has sent no application data
};

/// What a client of TLS 1.3 has beside what every client has. `Psk`: of an external pre-shared key.
template <policy P, class C> struct client_part {
    using can = client_abilities<P, C>;
    using psk_operation = typename can::psk_operation;

    // Of one handshake.
    bulk_cipher cipher{};
    named_group group{};          ///< of the own share
    bool retried = false;         ///< a HelloRetryRequest has come
    bool said_dummy = false;      ///< RFC 8446 D.4
    bool ticket_first = false;    ///< of the identities that are offered
    std::uint8_t identities = 0;  ///< how many there are
    std::uint8_t psk_index = 0;   ///< of the one that is dealt with, from 0 on; as many as there are: none
    std::uint32_t hello_size = 0; ///< of a hello that waits for its binders
    byte_view peer_share{};       ///< aliases the message
    byte_view cookie{};           ///< likewise
    byte_view nonce{};            ///< of a ticket, likewise
    psk_choice<typename psk_operation::key> external{};
    ticket_handle offered{};                                          ///< of the ticket in the hello, which is used up
    std::array<std::uint8_t, can::shares ? max_share<P> : 0> share{}; ///< the own one, and then what both agree on

    // Of a connection.
    ticket_state ticket = ticket_state::none;
    bool asks_update = false;           ///< the own KeyUpdate asks for one of the peer
    bool update_wanted = false;         ///< an own one is to be sent before more is written
    bool asked_update = false;          ///< the peer was asked for one
    std::uint16_t updates = 0;          ///< of the peer, since there was application data
    std::uint8_t tickets = 0;           ///< that were looked at
    std::uint16_t tickets_in_a_row = 0; ///< since there was application data

    tls13::secrets<P, psk_operation> secrets;

    /// Everything secret goes, and what the handshake knew.
    [[gnu::noinline]] void wipe_all() {
        secrets.clear();
        wipe(share);
        peer_share = cookie = nonce = {};
        external = {};
    }
    /// As new.
    void begin() {
        retried = said_dummy = ticket_first = asks_update = update_wanted = asked_update = false;
        identities = psk_index = tickets = 0;
        updates = tickets_in_a_row = 0;
        cookie = {};
        offered = {};
        ticket = ticket_state::none;
    }
};

/// What a client remembers beside keys and operations; as a client of TLS 1.2 does (tls12/client_state.hpp).
struct client_facts {
    ticket_handle kept{};
    staged_ticket staged{};
    retry_advice advice = retry_advice::do_not_retry;
    bool asks_by_name = false;
    byte_view name{};
    byte_view key{};
};
/// What was chosen.
struct chosen_facts {
    cipher_suite suite{};
    std::uint8_t protocol = 0; ///< of `P::protocols`, from 1 on
};

template <policy P, class C> struct client_state : connection<P> {
    using can = client_abilities<P, C>;
    static constexpr bool takes_hello_requests = false;
    static constexpr bool proves_itself = can::proves_itself;

    client_state(buffers const& b, C& c, ticket_store<P>* s)
        : connection<P>{b, client_flow.data()}, credentials{c}, given_store{s}, store{s} {}

    /// The client's random, and behind it the session id.
    [[nodiscard]] std::span<std::uint8_t> random_room() { return random_bytes; }
    [[nodiscard]] byte_view client_random() const& { return byte_view{random_bytes}.subview(0, 32); }
    [[nodiscard]] byte_view session_id() const& { return byte_view{random_bytes}.subview(32, can::session_id_size); }
    /// RFC 8446 4.6.3: a KeyUpdate that is due goes before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.update_wanted ? std::span<std::uint8_t>{} : connection<P>::write_space();
    }

    errc refusal = errc::ok; ///< why the last call that began something was refused
    client_facts client{};
    chosen_facts known{};
    received_certificate server{}; ///< of the message that is dealt with
    flintls::session current{};
    identity established{};
    C& credentials;
    ticket_store<P>* given_store;
    ticket_store<P>* store; ///< the same, or none where tickets have no key (T6b)
    client_part<P, C> tls13;
    typename P::crypto::random random{};
    [[no_unique_address]] exchange_operation<P> exchange{};
    [[no_unique_address]] typename exchange_operation<P>::key share_key{};
    [[no_unique_address]] verify_operation<P> verifier{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own{};
    std::array<std::uint8_t, 32 + can::session_id_size> random_bytes{};
};

/// The ticket that the hello had is not needed any more: it was used up (RFC 8446 C.4).
template <class S> void forget_offered(S& s) {
    if constexpr (S::can::tickets) {
        if (s.store != nullptr) {
            s.store->forget(s.tls13.offered);
        }
        s.tls13.offered = {};
    }
}
/// No ticket waits for its secret any more.
template <class S> void abandon(S& s) {
    if constexpr (S::can::tickets) {
        if (s.store != nullptr) {
            s.store->forget(s.client.staged.handle());
        }
        s.client.staged = s.client.staged.handle() ? staged_ticket{} : s.client.staged;
    }
    forget_offered(s);
}
/// Abandons what is under way. Before anything of that is wiped or used again: until then an engine may read and write it
/// (crypto/status.hpp).
template <class S> [[gnu::noinline]] void reset_operations(S& s) {
    s.tls13.secrets.reset();                             // which may read the transcript
    s.write_key_due = s.write_key_due && !s.io.making(); // or the peer will never see what was the last one
    if (s.io.keys_to_read().changing()) { // nothing more is read; a key to write is made on, for the last alert
        s.io.keys_to_read().clear();
    }
    s.reset_transcript();
    s.random.reset();
    s.exchange.reset();
    release(s.share_key);
    s.verifier.reset();
    s.signer.reset();
}
/// Everything secret goes, after what may read or write it.
template <class S> [[gnu::noinline]] void wipe_side(S& s) {
    reset_operations(s);
    abandon(s);
    s.wipe_connection(client_flow.data());
    s.tls13.wipe_all();
    wipe(s.current);
    wipe(s.known);
    wipe(s.established);
    wipe(s.random_bytes);
    if constexpr (S::proves_itself) {
        wipe(s.own);
    }
}
/// As new; what is secret is wiped already.
template <class S> void forget_facts(S& s) { s.client = {}; }
/// A connection fails, or ends in the middle of a handshake. RFC 8446 4.2.11, 4.6.1, 6: where a ticket may be to blame,
/// one without it is worth another attempt, at the same versions. After a fatal alert, the tickets of this connection go.
template <class S> void on_failure(S& s, error why) {
    if constexpr (S::can::tickets) {
        bool const lost = why.what() == errc::connection_lost || !why;
        bool const fallback = // RFC 7507 3: no ticket is to blame for it
            why.received_alert() == static_cast<std::uint8_t>(alert_description::inappropriate_fallback);
        bool const again = !fallback && (s.tls13.ticket == ticket_state::offered ||
                                         (s.tls13.ticket == ticket_state::unheard && !lost));
        s.client.advice = again ? retry_advice::retry_without_ticket : retry_advice::do_not_retry;
        if (s.store != nullptr && !lost) {
            s.store->forget(s.client.kept);
        }
    }
    abandon(s);
}
template <class S> progress on_no_renegotiation(S& s) { return s.fail(errc::unexpected_message); }
/// Application data with content was delivered.
template <class S> void on_progress(S& s) {
    s.tls13.updates = s.tls13.tickets_in_a_row = 0;
    s.tls13.ticket = ticket_state::none;
}
/// RFC 8446 4.4.4: not before both Finished; and never in the middle of a message (5.1).
template <class S> [[nodiscard]] judgement on_application_data(S& s) {
    bool const connected = s.idle() && !s.io.in().in_message() && s.skip == 0;
    return connected ? errc::ok : errc::unexpected_message;
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
