// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a client finds out whether its session was resumed, and what a failure means for the next attempt: RFC 5077 3.1 to
/// 3.4, RFC 5246 7.4.1.3, RFC 7627 5.3. Rules without I/O and crypto.
#ifndef FLINTLS_TICKET_CLIENT_RESUMPTION_HPP
#define FLINTLS_TICKET_CLIENT_RESUMPTION_HPP

#include <cstdint>

#include "flintls/judgement.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// What a ClientHello carries for tickets (T1, RFC 5077 3.2).
enum class ticket_offer : std::uint8_t {
    nothing,                ///< no extension: none is wanted
    empty,                  ///< none is there, one is wanted
    ticket,                 ///< a ticket, with an empty session id
    ticket_with_session_id, ///< a ticket, with a session id of the client's own (RFC 5077 3.4)
};

/// T1, T2: what a hello of this policy carries. `found`: there is a ticket for this server.
template <policy P> [[nodiscard]] constexpr ticket_offer ticket_offer_of(bool found) {
    if (!P::offer_session_tickets) {
        return ticket_offer::nothing;
    }
    ticket_offer const ticket = P::session_id_with_ticket ? ticket_offer::ticket_with_session_id : ticket_offer::ticket;
    return found ? ticket : ticket_offer::empty;
}

/// What a ServerHello says, as far as resumption goes.
struct resumption_answer {
    protocol_version version{};
    cipher_suite suite{};
    bool extended_master_secret = false; ///< the extension is there
    bool session_ticket = false;         ///< the extension is there
    bool session_id_echoed = false;      ///< it is not empty and the client's own
};

/// After a failure: what the caller is told, and what becomes of the ticket that was offered.
struct failure_outcome {
    retry_advice advice = retry_advice::do_not_retry;
    bool forget_ticket = false;

    friend constexpr bool operator==(failure_outcome, failure_outcome) = default;
};

/// One handshake's resumption, client side. Four bytes; default constructed it has offered nothing.
class client_resumption {
public:
    constexpr client_resumption() = default;
    constexpr explicit client_resumption(ticket_offer offer)
        : offer_{offer}, state_{has_ticket(offer) ? state::undecided : state::full} {}

    [[nodiscard]] constexpr bool decided() const { return state_ != state::undecided; }
    [[nodiscard]] constexpr bool resumed() const { return state_ == state::resumed; }
    /// The ServerHello promised a NewSessionTicket, and it has not come.
    [[nodiscard]] constexpr bool awaits_ticket() const { return promised_; }

    /// The ServerHello came. `offered`: the session whose ticket the hello carried; null where it carried none.
    constexpr judgement on_server_hello(resumption_answer const& answer, session const* offered) {
        if (answer.session_ticket && offer_ == ticket_offer::nothing) { // T17, RFC 5077 3.2
            return errc::unsolicited_extension;
        }
        promised_ = answer.session_ticket;
        if (decided()) {
            return {};
        }
        mismatch_ = offered != nullptr ? compare(answer, *offered) : errc::session_mismatch;
        if (offer_ == ticket_offer::ticket_with_session_id) { // T2, RFC 5077 3.4: the echo tells
            return decide(answer.session_id_echoed);
        }
        return {}; // T2: whatever its session id, the next message tells
    }

    /// A handshake message of the server after its ServerHello.
    constexpr judgement on_message(handshake_type type) {
        if (type == handshake_type::hello_request) { // may come at any time, and says nothing (RFC 5246 7.4.1.1)
            return {};
        }
        if (type == handshake_type::new_session_ticket) {
            if (!promised_) { // T4; a second one as well
                return errc::unexpected_message;
            }
            promised_ = false;
            return decided() ? judgement{} : decide(true); // T2, T3
        }
        return decided() ? judgement{} : decide(false); // T2, T6
    }
    /// The server's ChangeCipherSpec.
    constexpr judgement on_change_cipher_spec() {
        if (promised_) { // T4
            return errc::unexpected_message;
        }
        return decided() ? judgement{} : decide(true); // T2
    }

    /// T6, RFC 5077 3.2: the handshake failed, or the connection died before it was over. `why`: ok where the connection
    /// died or the peer sent an alert. A failure that a full handshake would meet as well is not worth another attempt;
    /// every other one may be the ticket's fault. Nothing here can lower a version.
    [[nodiscard]] constexpr failure_outcome on_failure(errc why) const {
        bool const to_blame = state_ != state::full && !blames_peer(why);
        return {to_blame ? retry_advice::retry_without_ticket : retry_advice::do_not_retry, to_blame};
    }

private:
    enum class state : std::uint8_t { full, undecided, resumed };

    static constexpr bool has_ticket(ticket_offer offer) { return offer >= ticket_offer::ticket; }

    /// C2, C3, C5, C7: the peer is not who or what it should be, with a ticket or without.
    static constexpr bool blames_peer(errc why) {
        return why == errc::insecure_peer || why == errc::renegotiation_info_mismatch ||
               why == errc::renegotiation_info_missing || why == errc::renegotiation_info_unexpected;
    }
    /// T16: what is wrong with this answer if it is to resume `s`. (A server_name, which RFC 6066 3 forbids there, is
    /// ignored: servers send it, and nothing depends on it.)
    static constexpr errc compare(resumption_answer const& answer, session const& s) {
        if (answer.version != s.version || answer.suite != s.suite) { // RFC 5246 7.4.1.3
            return errc::session_mismatch;
        }
        if (answer.extended_master_secret != s.extended_master_secret) { // RFC 7627 5.3
            return errc::extended_master_secret_missing;
        }
        return errc::ok;
    }
    constexpr judgement decide(bool resumed) {
        state_ = resumed ? state::resumed : state::full;
        return resumed ? mismatch_ : errc::ok;
    }

    ticket_offer offer_ = ticket_offer::nothing;
    state state_ = state::full;
    errc mismatch_ = errc::unexpected_message; // of a resumption; before the ServerHello there is none
    bool promised_ = false;
};
static_assert(sizeof(client_resumption) == 4);

} // namespace v0
} // namespace flintls

#endif
