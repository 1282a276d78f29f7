// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server resumes sessions with: tickets (RFC 5077), or a cache of sessions by their ids (RFC 5246 7.4.1.2).
#ifndef FLINTLS_TICKET_SERVICE_HPP
#define FLINTLS_TICKET_SERVICE_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/policy.hpp"
#include "flintls/ticket/sealer.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/ticket/session_cache.hpp"

namespace flintls {
inline namespace v0 {

/// Tickets under keys of the application (`ticket_keys`, `fleet_keys`). Keys serve all connections and outlive them.
template <class Keys> struct ticket_service {
    static constexpr bool none = false;
    template <policy P> using sealer = ticket_sealer<P, Keys>;
    template <policy P> using opened = typename sealer<P>::opened_type;
    template <policy P> static constexpr std::uint32_t size = sealer<P>::size; ///< bytes of every ticket

    Keys& keys;

    /// Seconds of the clock of ticket ages, which is monotonic; 0 without a clock.
    template <policy P> [[nodiscard]] std::uint32_t now(std::uint32_t time) {
        return P::has_clock ? keys.clock().read(time) : 0;
    }
};
template <class Keys> ticket_service(Keys&) -> ticket_service<Keys>;

/// A server that gives no tickets and keeps no sessions.
struct no_tickets {
    static constexpr bool none = true;
    template <policy P> static constexpr std::uint32_t size = 0;
    template <policy P> struct sealer {
        static void reset() {}
    };
    template <policy P> struct opened {
        struct {
            session state;
        } text;
    };
};

/// Session ids without tickets. The cache serves all connections and outlives them.
template <session_cache Cache> struct session_id_service : no_tickets {
    explicit session_id_service(Cache& c) : cache{c} {}

    Cache& cache;

    template <policy P> [[nodiscard]] std::uint32_t now(std::uint32_t time) {
        return P::has_clock ? cache.now(time) : 0;
    }
};
/// Tickets for clients that ask for one, and session ids for the others.
template <class Keys, session_cache Cache> struct session_service : ticket_service<Keys> {
    session_service(Keys& k, Cache& c) : ticket_service<Keys>{k}, cache{c} {}

    Cache& cache;
};

/// A service with a cache of sessions by their ids.
template <class Tickets>
concept gives_session_ids = requires(Tickets tickets) {
    tickets.cache;
};

namespace service_detail {
template <class Tickets> struct cache { using access = void; };
template <gives_session_ids Tickets> struct cache<Tickets> {
    using access = typename std::remove_reference_t<decltype(Tickets::cache)>::access;
};
} // namespace service_detail
/// The cache's state of one connection; void without a cache.
template <class Tickets> using cache_access = typename service_detail::cache<Tickets>::access;

} // namespace v0
} // namespace flintls

#endif
