// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a client finds out whether its session was resumed, and what a failure means for the next attempt: RFC 5077 3.1 to
/// 3.4, RFC 5246 7.4.1.3, RFC 7627 5.3. Rules without I/O and crypto.
#ifndef FLINTLS_TICKET_CLIENT_RESUMPTION_HPP
#define FLINTLS_TICKET_CLIENT_RESUMPTION_HPP

#include <cstdint>

#include "flintls/policy.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/renegotiation/judgement.hpp"
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

/// After a failure: what the caller is told, and what becomes of the tickets of the connection's session and of the
/// handshake that is under way.
struct failure_outcome {
    retry_advice advice = retry_advice::do_not_retry;
    bool forget_tickets = false;

    friend constexpr bool operator==(failure_outcome, failure_outcome) = default;
};

/// A connection's resumptions, client side: `begin` each handshake, and tell what happens. Five bytes; default constructed
/// it is a connection that has not begun.
class client_resumption {
public:
    constexpr client_resumption() = default;
    constexpr explicit client_resumption(ticket_offer offer) { begin(offer); }

    /// A handshake begins, the first one or a renegotiation, whose hello carries this.
    constexpr void begin(ticket_offer offer) {
        offer_ = offer;
        state_ = has_ticket(offer) ? state::undecided : state::full;
        mismatch_ = errc::unexpected_message;
        promised_ = false;
    }

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
        if (type == handshake_type::new_session_ticket) {
            if (!promised_) { // T4; a second one as well
                return errc::unexpected_message;
            }
            promised_ = false;
            return decided() ? judgement{} : decide(true); // T2, T3
        }
        on_part(type);
        return {};
    }
    /// The beginning of such a message: a full handshake is one, whatever becomes of the rest (T2, T6).
    constexpr void on_part(handshake_type type) {
        bool const of_full = type == handshake_type::certificate || type == handshake_type::server_key_exchange ||
                             type == handshake_type::certificate_request || type == handshake_type::server_hello_done ||
                             type == handshake_type::certificate_status;
        state_ = of_full && !decided() ? state::full : state_;
    }
    /// The server's ChangeCipherSpec.
    constexpr judgement on_change_cipher_spec() {
        if (promised_) { // T4
            return errc::unexpected_message;
        }
        return decided() ? judgement{} : decide(true); // T2
    }

    /// Both Finished are verified. \return T6a: is the ticket that was offered to be forgotten? The server declined it, in
    /// the connection's first handshake. In a renegotiation that says nothing of the ticket: many servers resume none there.
    constexpr bool on_finished() {
        bool const declined = state_ == state::full && has_ticket(offer_) && connection_ == connection::none;
        connection_ = state_ == state::resumed ? connection::unheard : connection::heard;
        state_ = state::idle;
        return declined;
    }
    /// B8: the renegotiation that began is dropped.
    constexpr void on_no_renegotiation() { state_ = state::idle; }
    /// Application data came, with content: the server does not object to the session.
    constexpr void on_application_data() {
        connection_ = connection_ == connection::unheard ? connection::heard : connection_;
    }

    /// T6, T6a, RFC 5077 3.2, RFC 5246 7.2.2: an attempt failed, or an established connection did. `why`: what was found
    /// here, for which a fatal alert is due; the alert that came; `connection_lost`; or success, for a close_notify.
    ///
    /// In a handshake the ticket may be to blame, unless a full handshake would meet the same failure. On an established
    /// connection a fatal alert ends the session; it is worth another attempt only where the session was resumed and the
    /// server has not been heard since: then it may be the session that it objects to. Nothing here can lower a version.
    [[nodiscard]] constexpr failure_outcome on_failure(error why) const {
        bool const found_here = why.what() != errc::ok && why.what() != errc::connection_lost;
        bool const fatal = found_here || why.from_peer();
        bool const tries = state_ == state::undecided || state_ == state::resumed;
        bool const objected = connection_ == connection::unheard && why && !(found_here && state_ == state::full);
        bool const again = (tries || objected) && !blames_peer(why.what());
        return {again ? retry_advice::retry_without_ticket : retry_advice::do_not_retry,
                again || (fatal && connection_ != connection::none)};
    }

private:
    enum class state : std::uint8_t { idle, full, undecided, resumed }; // of the handshake that is under way
    /// What there is behind it. `unheard`: its session is a resumed one, and no application data has come.
    enum class connection : std::uint8_t { none, unheard, heard };

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
    state state_ = state::idle;
    errc mismatch_ = errc::unexpected_message; // of a resumption; before the ServerHello there is none
    bool promised_ = false;
    connection connection_ = connection::none;
};
static_assert(sizeof(client_resumption) == 5);

/// In its place where a policy offers no tickets: every handshake is a full one.
struct no_resumption {
    static constexpr void begin(ticket_offer /*offer*/) {}
    [[nodiscard]] static constexpr bool resumed() { return false; }
    static constexpr judgement on_server_hello(resumption_answer const& /*answer*/, session const* /*offered*/) {
        return {};
    }
    static constexpr judgement on_message(handshake_type /*type*/) { return {}; }
    static constexpr void on_part(handshake_type /*type*/) {}
    static constexpr judgement on_change_cipher_spec() { return {}; }
    static constexpr bool on_finished() { return false; }
    static constexpr void on_no_renegotiation() {}
    static constexpr void on_application_data() {}
    [[nodiscard]] static constexpr failure_outcome on_failure(error /*why*/) { return {}; }
};

} // namespace v0
} // namespace flintls

#endif
