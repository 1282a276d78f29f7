// SPDX-License-Identifier: Apache-2.0
/// \file
/// The state of a server of TLS 1.2, and how it is wiped.
#ifndef FLINTLS_TLS12_SERVER_STATE_HPP
#define FLINTLS_TLS12_SERVER_STATE_HPP

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/long_hello.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/renegotiation/server.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/service.hpp"
#include "flintls/tls12/agreement.hpp"
#include "flintls/tls12/client_hello_rules.hpp"
#include "flintls/tls12/flow_rules.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// State of a server besides keys and operations.
template <policy P> struct server_context {
    server_renegotiation<P> rules{};
    ticket_verdict verdict = ticket_verdict::full_handshake;
    hello_summary<P> hello{};       ///< facts of the current hello; alias it
    std::uint32_t sent = 0;         ///< bytes of this server's chain
    name_digest established_name{}; ///< the name that the client sent before this handshake (B7)
    /// The highest version that `accept` allows; only for a policy of both versions.
    [[no_unique_address]] std::conditional_t<speaks_both<P>, protocol_version, unneeded<13>> highest{};

    /// The version that RFC 7507 and RFC 8446 4.1.3 compare with.
    [[nodiscard]] protocol_version best_version() const {
        if constexpr (speaks_both<P>) {
            return highest > P::highest_version ? highest : P::highest_version;
        }
        return highest_of<P>;
    }
};

/// State of a server that may ask for client certificates, during a handshake.
template <policy P, class Credentials> struct client_certificate_state {
    received_certificate sent{};
    [[no_unique_address]] chain_judged<judges_paths<Credentials>> chain{};
    client_certificate wanted = client_certificate::unwanted;
    [[no_unique_address]] verify_operation<P> verifier{};
};

/// The use of a session id in the handshake under way.
enum class id_use : std::uint8_t {
    none,
    asked,  ///< the client offers an id
    given,  ///< the ServerHello gives an id to a new session
    resumed ///< the session is that of the client's id
};
/// State of a server that resumes sessions by their ids, of one connection.
template <class Access> struct session_id_state {
    std::array<std::uint8_t, session_id_size> id{};   ///< given, or resumed
    std::array<std::uint8_t, session_id_size> kept{}; ///< id of the connection's last session in the cache
    id_use use = id_use::none;
    bool drawn = false; ///< a new id is drawn
    bool has_kept = false;
    [[no_unique_address]] Access access{};

    void begin(bool asks) {
        use = asks ? id_use::asked : id_use::none;
        drawn = false;
    }
};
/// For a server that does not resume sessions by their ids.
template <> struct session_id_state<void> {};

template <policy P, class Credentials, class Tickets> struct server_state : agreement<P> {
    using ticket_sealer_type = typename Tickets::template sealer<P>;
    static constexpr bool takes_hello_requests = false;
    static constexpr bool gives_tickets = !Tickets::none;
    static constexpr bool gives_ids = gives_session_ids<Tickets>;
    static constexpr bool asks_clients = server_asks_clients<Credentials, P>;
    /// True if a client can send one name, and later another.
    static constexpr bool knows_names = server_renegotiation<P>::renegotiates && lists_extension<server_name, P>;

    server_state(buffers const& b, Credentials& c, Tickets* t)
        : agreement<P>{b, opened.text.state, server_flow.data(), true}, credentials{c}, tickets{t} {}

    server_context<P> server{};
    Credentials& credentials;
    Tickets* tickets;
    std::array<std::uint8_t, suites_of<P>::certificate ? 32 : 0> digest{}; ///< of the bytes that are signed
    std::uint32_t signature_size = 0;
    typename Tickets::template opened<P> opened{};
    [[no_unique_address]] sign_operation<P> signer{};
    [[no_unique_address]] std::conditional_t<asks_clients, client_certificate_state<P, Credentials>, unneeded<6>>
        client{};
    [[no_unique_address]] ticket_sealer_type sealer{};
    [[no_unique_address]] long_hello_stream<P, Tickets::template size<P>> stream{};
    [[no_unique_address]] session_id_state<cache_access<Tickets>> ids{};
};

/// Abandons what is pending in a handshake.
template <policy P, class C, class T> void reset_operations(server_state<P, C, T>& s) {
    reset_agreement(s);
    s.sealer.reset();
    s.signer.reset();
    if constexpr (server_state<P, C, T>::asks_clients) {
        if constexpr (judges_paths<C>) {
            s.credentials.reset();
        }
        s.client.verifier.reset();
    }
    if constexpr (server_state<P, C, T>::gives_ids) {
        s.ids.access.reset();
    }
}
template <policy P, class C, class T> [[gnu::noinline]] void wipe_side(server_state<P, C, T>& s) {
    reset_operations(s);
    s.server.rules.close();
    wipe_agreement(s, server_flow.data());
}
/// Resets the facts. Secrets are wiped already.
template <policy P, class C, class T> void forget_context(server_state<P, C, T>& s) {
    s.server = {};
    if constexpr (server_state<P, C, T>::gives_ids) {
        s.ids.begin(false);
        s.ids.has_kept = false;
    }
}
/// A server has nothing to abandon besides operations, which are reset.
template <policy P, class C, class T> void abandon(server_state<P, C, T>& /*s*/) {}
/// I5, RFC 5246 7.2.2: after a fatal alert, sent or received, neither the connection's session nor the session that a
/// handshake under way gives or resumes is resumed again. (The loss of the transport forgets neither.)
template <policy P, class C, class T>
void on_failure([[maybe_unused]] server_state<P, C, T>& s, [[maybe_unused]] error why) {
    if constexpr (server_state<P, C, T>::gives_ids) {
        auto const& ids = s.ids;
        bool const fatal = why.from_peer() || (why.what() != errc::ok && why.what() != errc::connection_lost);
        if (fatal && ids.has_kept) {
            s.tickets->cache.forget(fixed_view<session_id_size>{ids.kept.data()});
        }
        if (fatal && ids.use >= id_use::given) {
            s.tickets->cache.forget(fixed_view<session_id_size>{ids.id.data()});
        }
    }
}
template <policy P, class C, class T> progress on_no_renegotiation(server_state<P, C, T>& s) {
    return s.obey_warning(s.server.rules.on_no_renegotiation());
}
template <policy P, class C, class T> [[nodiscard]] judgement on_application_data(server_state<P, C, T> const& s) {
    return s.server.rules.on_application_data();
}
/// Application data with content was delivered (B6).
template <policy P, class C, class T> void on_progress(server_state<P, C, T>& s) { s.server.rules.on_progress(); }

/// Seconds of the clock that judges the age of tickets and of cached sessions.
template <policy P, class C, class T> [[nodiscard]] std::uint32_t ticket_time(server_state<P, C, T>& s) {
    if constexpr (server_state<P, C, T>::gives_tickets || server_state<P, C, T>::gives_ids) {
        return s.tickets != nullptr ? s.tickets->template now<P>(s.now) : s.now;
    }
    return s.now;
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
