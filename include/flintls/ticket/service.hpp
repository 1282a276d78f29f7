// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server needs to give tickets and to take them back (RFC 5077).
#ifndef FLINTLS_TICKET_SERVICE_HPP
#define FLINTLS_TICKET_SERVICE_HPP

#include "flintls/policy.hpp"
#include "flintls/ticket/sealer.hpp"
#include "flintls/ticket/session.hpp"

namespace flintls {
inline namespace v0 {

/// Tickets under keys of the caller (`ticket_keys`, `fleet_keys`), which serve all connections and outlive them.
template <class Keys> struct ticket_service {
    static constexpr bool none = false;
    template <policy P> using sealer = ticket_sealer<P, Keys>;
    template <policy P> using opened = typename sealer<P>::opened_type;
    template <policy P> static constexpr std::uint32_t size = sealer<P>::size; ///< bytes of every ticket

    Keys& keys;

    /// Seconds on the clock that judges tickets, which does not go back; 0 without a clock.
    template <policy P> [[nodiscard]] std::uint32_t now(std::uint32_t time) {
        return P::has_clock ? keys.clock().read(time) : 0;
    }
};
template <class Keys> ticket_service(Keys&) -> ticket_service<Keys>;

/// A server that gives none.
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

} // namespace v0
} // namespace flintls

#endif
