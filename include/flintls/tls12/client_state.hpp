// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a client of TLS 1.2, and how it is wiped: RFC 5077 3.2, RFC 5246 7.2.2.
#ifndef FLINTLS_TLS12_CLIENT_STATE_HPP
#define FLINTLS_TLS12_CLIENT_STATE_HPP

#include <array>
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
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// State of a client whose hello offers a higher version, too.
struct hello_of_both {
    bool session_id = false; ///< the hello has a random one, stored in `server_random`
    std::uint32_t more = 0;  ///< bytes by which the hello is longer than one of TLS 1.2
};

/// RFC 5246 7.4.1.2: the session id of the offered session; empty: none is offered. After the ServerHello: the new
/// session id that the server has given; empty: none, or the offered id.
struct named_session {
    std::uint8_t size = 0;
    std::array<std::uint8_t, 32> bytes{};

    /// \pre `id` has at most 32 bytes, as in every hello
    void set(byte_view id) {
        size = static_cast<std::uint8_t>(id.size());
        copy(bytes.data(), id.data(), id.size());
    }
    [[nodiscard]] byte_view view() const& { return {bytes.data(), size}; }
};

/// State of a client besides keys and operations.
template <policy P> struct client_context {
    client_renegotiation<P> rules{};
    [[no_unique_address]] std::conditional_t<keeps_tls_1_2_sessions<P>, client_resumption, no_resumption> resumption{};
    ticket_handle offered{}; ///< by the handshake under way
    ticket_handle kept{};    ///< the connection's last session that was stored or resumed
    staged_ticket staged{};
    retry_advice advice = retry_advice::do_not_retry;
    bool fallback = false;     ///< RFC 7507 4
    bool resume = true;        ///< offer a ticket or a session id if there is one
    bool asks_by_name = false; ///< send server_name
    [[no_unique_address]] std::conditional_t<speaks_both<P>, hello_of_both, unneeded<11>> both{};
    [[no_unique_address]] std::conditional_t<P::offer_session_ids, named_session, unneeded<13>> id{};
    byte_view name{}; ///< of the server, as the credentials see it
    byte_view key{};  ///< of the server's tickets in the store
};

template <policy P, class Credentials> struct client_state : agreement<P> {
    static constexpr bool takes_hello_requests = true;
    static constexpr bool proves_itself = client_proves_itself<Credentials, P>;
    static constexpr bool judges_paths = handshakes_of<P>::certificates && flintls::judges_paths<Credentials>;
    /// The first row of a renegotiation. The first handshake begins earlier, at the digest of the name.
    static constexpr flow::row const* first_step = client_row<flow::op::digest_own_key>;

    client_state(buffers const& b, Credentials& c, ticket_store<P>* s)
        : agreement<P>{b, current, client_flow.data(), false}, credentials{c}, given_store{s}, store{s} {}

    client_context<P> client{};
    received_certificate server{}; ///< of the current message
    byte_view params{};            ///< of the current message: what the server signed
    flintls::session current{};
    Credentials& credentials;
    ticket_store<P>* given_store;
    ticket_store<P>* store; ///< `given_store`, or null if tickets have no key (T6b)
    [[no_unique_address]] chain_judged<judges_paths> chain{};
    [[no_unique_address]] request_reader_of<P, proves_itself> request{};
    [[no_unique_address]] verify_operation<P> verifier{};
    [[no_unique_address]] sign_operation<P, proves_itself> signer{};
    [[no_unique_address]] std::conditional_t<proves_itself, own_certificate_state, unneeded<6>> own{};
};

/// I2: the session id of the offered session; empty: a ticket is offered instead, or nothing.
template <policy P> [[nodiscard]] byte_view offered_id([[maybe_unused]] client_context<P> const& client) {
    if constexpr (P::offer_session_ids) {
        return client.id.view();
    }
    return {};
}
/// Drops a NewSessionTicket that waits for Finished.
template <policy P, class C> void abandon([[maybe_unused]] client_state<P, C>& s) {
    if constexpr (P::offer_session_tickets) {
        staged_ticket& staged = s.client.staged;
        if (s.store != nullptr) {
            s.store->forget(staged.handle());
        }
        staged = staged.handle() ? staged_ticket{} : staged;
    }
}
/// Abandons what is pending in a handshake.
template <policy P, class C> void reset_operations(client_state<P, C>& s) {
    reset_agreement(s);
    if constexpr (client_state<P, C>::judges_paths) {
        s.credentials.reset();
    }
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
/// Resets the facts. Secrets are wiped already.
template <policy P, class C> void forget_context(client_state<P, C>& s) { s.client = {}; }
/// T6, T6a: sets the advice after a failure, and forgets the tickets that must not be used again.
template <policy P, class C> void on_failure(client_state<P, C>& s, error why) {
    abandon(s);
    failure_outcome const outcome = s.client.resumption.on_failure(why);
    s.client.advice = outcome.advice;
    if constexpr (keeps_tls_1_2_sessions<P>) {
        if (s.store != nullptr && outcome.forget_tickets) {
            s.store->forget(s.client.offered);
            s.store->forget(s.client.kept);
        }
    }
}
/// Begins another handshake. Offers of the last handshake no longer count.
template <policy P, class C> void begin_again(client_state<P, C>& s, bool resume) {
    s.client.resume = resume;
    s.client.resumption.begin(ticket_offer::nothing);
    s.client.staged = {};
    s.client.offered = {};
    s.at = client_state<P, C>::first_step;
}
/// The warning no_renegotiation was received.
template <policy P, class C> progress on_no_renegotiation(client_state<P, C>& s) {
    judgement const j = s.client.rules.on_no_renegotiation();
    if constexpr (client_renegotiation<P>::renegotiates) {
        if (j.proceeds()) { // B8: as before the request
            s.at = client_row<flow::op::idle>;
            s.client.resumption.on_no_renegotiation();
            if (s.client.offered) { // `current` was replaced by the ticket's session
                wipe_all_but_name(s.current);
            }
            s.current.peer = s.established;
            s.client.offered = {};
        }
    }
    return s.obey_warning(j);
}
/// Application data with content was delivered (B6).
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
