// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.2 remembers, and how it forgets.
#ifndef FLINTLS_TLS12_SERVER_STATE_HPP
#define FLINTLS_TLS12_SERVER_STATE_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/hello/stream.hpp"
#include "flintls/renegotiation/server.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/service.hpp"
#include "flintls/tls12/agreement.hpp"
#include "flintls/tls12/client_hello_rules.hpp"
#include "flintls/tls12/flow_rules.hpp"
#include "flintls/tls12/long_hello.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What a server remembers beside keys and operations.
template <policy P> struct server_facts {
    server_renegotiation<P> rules{};
    ticket_verdict verdict = ticket_verdict::full_handshake;
    hello_facts<P> hello{};         ///< of the hello that is dealt with; aliases it
    std::uint32_t sent = 0;         ///< bytes of the own certificates
    name_digest established_name{}; ///< which server the client asked for before this handshake (B7)
};

/// What a server that may ask for certificates remembers of a client's, in a handshake.
template <policy P> struct client_certificate_state {
    received_certificate sent{};
    client_certificate wanted = client_certificate::unwanted;
    [[no_unique_address]] verify_operation<P> verifier{};
};

struct no_stream {};

template <policy P, class Credentials, class Tickets> struct server_state : agreement<P> {
    using ticket_sealer_type = typename Tickets::template sealer<P>;
    static constexpr bool takes_hello_requests = false;
    static constexpr bool gives_tickets = !Tickets::none;
    static constexpr bool asks_clients = server_asks_clients<Credentials, P>;
    /// Can a client ask for one server, and later for another?
    static constexpr bool knows_names =
        server_renegotiation<P>::renegotiates && hello_facts<P>::template reads<server_name>;
    static_assert(!P::stream_client_hello || P::hello_buffer <= P::max_message,
                  "flintls: a server's hello_buffer is larger than the largest hello that max_message lets in");
    using stream_type = client_hello_stream<long_hello_policy<P, Tickets::template size<P>>>;

    server_state(buffers const& b, Credentials& c, Tickets* t)
        : agreement<P>{b, opened.text.state, server_flow.data(), true}, credentials{c}, tickets{t} {}

    server_facts<P> server{};
    Credentials& credentials;
    Tickets* tickets;
    std::array<std::uint8_t, suites_of<P>::certificate ? 32 : 0> digest{}; ///< of what is signed
    std::uint32_t signature_size = 0;
    typename Tickets::template opened<P> opened{};
    [[no_unique_address]] sign_operation<P> signer{};
    [[no_unique_address]] std::conditional_t<asks_clients, client_certificate_state<P>, unneeded<6>> client{};
    [[no_unique_address]] ticket_sealer_type sealer{};
    [[no_unique_address]] std::conditional_t<P::stream_client_hello, stream_type, no_stream> stream{};
};

/// Abandons what a handshake has under way.
template <policy P, class C, class T> void reset_operations(server_state<P, C, T>& s) {
    reset_agreement(s);
    s.sealer.reset();
    s.signer.reset();
    if constexpr (server_state<P, C, T>::asks_clients) {
        s.client.verifier.reset();
    }
}
template <policy P, class C, class T> [[gnu::noinline]] void wipe_side(server_state<P, C, T>& s) {
    reset_operations(s);
    s.server.rules.close();
    wipe_agreement(s, server_flow.data());
}
/// As new; what is secret is wiped already.
template <policy P, class C, class T> void forget_facts(server_state<P, C, T>& s) { s.server = {}; }
/// Nothing but operations, which are reset.
template <policy P, class C, class T> void abandon(server_state<P, C, T>& /*s*/) {}
template <policy P, class C, class T> void on_failure(server_state<P, C, T>& /*s*/, error /*why*/) {}
template <policy P, class C, class T> progress on_no_renegotiation(server_state<P, C, T>& s) {
    return s.obey_warning(s.server.rules.on_no_renegotiation());
}
template <policy P, class C, class T> [[nodiscard]] judgement on_application_data(server_state<P, C, T> const& s) {
    return s.server.rules.on_application_data();
}
/// Application data with content was delivered.
template <policy P, class C, class T> void on_progress(server_state<P, C, T>& s) { s.server.rules.on_progress(); }

/// Seconds on the clock that judges tickets.
template <policy P, class C, class T> [[nodiscard]] std::uint32_t ticket_time(server_state<P, C, T>& s) {
    if constexpr (server_state<P, C, T>::gives_tickets) {
        return s.tickets != nullptr ? s.tickets->template now<P>(s.now) : s.now;
    }
    return s.now;
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
