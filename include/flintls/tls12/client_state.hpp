// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client of TLS 1.2 remembers, and how it forgets: RFC 5077 3.2, RFC 5246 7.2.2.
#ifndef FLINTLS_TLS12_CLIENT_STATE_HPP
#define FLINTLS_TLS12_CLIENT_STATE_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/tls12/agreement.hpp"
#include "flintls/tls12/flow_rules.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What is different while the hello offers a higher version as well.
struct hello_of_both {
    bool session_id = false; ///< it has a random one, which lies where the server's random will
    std::uint32_t more = 0;  ///< bytes by which it is longer than one of TLS 1.2
};

/// What a client remembers beside keys and operations.
template <policy P> struct client_facts {
    client_renegotiation<P> rules{};
    [[no_unique_address]] std::conditional_t<P::offer_session_tickets, client_resumption, no_resumption> resumption{};
    ticket_handle offered{}; ///< by the handshake that is under way
    ticket_handle kept{};    ///< of the connection's sessions, the last one that came or was resumed
    staged_ticket staged{};
    retry_advice advice = retry_advice::do_not_retry;
    bool fallback = false;     ///< RFC 7507 4
    bool resume = true;        ///< with a ticket, if there is one
    bool asks_by_name = false; ///< SNI
    [[no_unique_address]] std::conditional_t<speaks_both<P>, hello_of_both, unneeded<11>> both{};
    byte_view name{}; ///< of the server, for who judges it
    byte_view key{};  ///< of its tickets
};

template <policy P, class Credentials> struct client_state : agreement<P> {
    static constexpr bool takes_hello_requests = true;
    static constexpr bool proves_itself = client_proves_itself<Credentials, P>;
    /// Where handshakes begin, the first one behind the name's digest.
    static constexpr flow::row const* first_step = client_row<flow::op::digest_own_key>;

    client_state(buffers const& b, Credentials& c, ticket_store<P>* s)
        : agreement<P>{b, current, client_flow.data(), false}, credentials{c}, given_store{s}, store{s} {}

    client_facts<P> client{};
    received_certificate server{}; ///< of the message that is dealt with
    byte_view params{};            ///< likewise, what the server signed
    flintls::session current{};
    Credentials& credentials;
    ticket_store<P>* given_store;
    ticket_store<P>* store; ///< the same, or none where tickets have no key (T6b)
    [[no_unique_address]] verify_operation<P> verifier{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own{};
};

/// No NewSessionTicket waits for Finished any more.
template <policy P, class C> void abandon([[maybe_unused]] client_state<P, C>& s) {
    if constexpr (P::offer_session_tickets) {
        staged_ticket& staged = s.client.staged;
        if (s.store != nullptr) {
            s.store->forget(staged.handle());
        }
        staged = staged.handle() ? staged_ticket{} : staged;
    }
}
/// Abandons what a handshake has under way.
template <policy P, class C> void reset_operations(client_state<P, C>& s) {
    reset_agreement(s);
    s.verifier.reset();
    s.signer.reset();
}
template <policy P, class C> [[gnu::noinline]] void wipe_side(client_state<P, C>& s) {
    reset_operations(s);
    abandon(s);
    s.client.rules.close();
    wipe_agreement(s, client_flow.data());
    if constexpr (client_state<P, C>::proves_itself) {
        wipe(s.own);
    }
}
/// As new; what is secret is wiped already.
template <policy P, class C> void forget_facts(client_state<P, C>& s) { s.client = {}; }
/// T6, T6a
template <policy P, class C> void on_failure(client_state<P, C>& s, error why) {
    abandon(s);
    failure_outcome const outcome = s.client.resumption.on_failure(why);
    s.client.advice = outcome.advice;
    if constexpr (P::offer_session_tickets) {
        if (s.store != nullptr && outcome.forget_tickets) {
            s.store->forget(s.client.offered);
            s.store->forget(s.client.kept);
        }
    }
}
/// Another handshake begins: what the last one offered is of no account any more.
template <policy P, class C> void begin_again(client_state<P, C>& s, bool resume) {
    s.client.resume = resume;
    s.client.resumption.begin(ticket_offer::nothing);
    s.client.staged = {};
    s.client.offered = {};
    s.at = client_state<P, C>::first_step;
}
/// The warning no_renegotiation came.
template <policy P, class C> progress on_no_renegotiation(client_state<P, C>& s) {
    judgement const j = s.client.rules.on_no_renegotiation();
    if constexpr (client_renegotiation<P>::renegotiates) {
        if (j.proceeds()) { // B8: as if nothing had been asked
            s.at = client_row<flow::op::idle>;
            s.client.resumption.on_no_renegotiation();
            if (s.client.offered) { // the session is that of the ticket
                name_digest const name = s.current.server_name;
                wipe(s.current);
                s.current.server_name = name;
            }
            s.current.peer = s.established;
            s.client.offered = {};
        }
    }
    return s.obey_warning(j);
}
/// Application data with content was delivered.
template <policy P, class C> void on_progress(client_state<P, C>& s) { s.client.rules.on_progress(); }
template <policy P, class C> [[nodiscard]] judgement on_application_data(client_state<P, C>& s) {
    judgement const j = s.client.rules.on_application_data();
    if (j.proceeds() && !s.io.in().content().empty()) {
        s.client.resumption.on_application_data();
    }
    return j;
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
