// SPDX-License-Identifier: Apache-2.0
/// \file
/// Decides whether a client's session is resumed, and what a failure means for the next attempt: RFC 5077 3.1 to 3.4,
/// RFC 5246 7.4.1.3, RFC 7627 5.3. Rules without I/O and crypto.
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

/// What a ClientHello carries to resume a session (T1, I2, RFC 5077 3.2).
enum class ticket_offer : std::uint8_t {
    nothing,                ///< no extension: the client wants no ticket
    empty,                  ///< an empty extension: the client has no ticket and wants one
    ticket,                 ///< a ticket, with an empty session id
    ticket_with_session_id, ///< a ticket, with a session id of the client's own (RFC 5077 3.4)
    session_id,             ///< a session id that the server gave (RFC 5246 7.4.1.2), and no ticket
};

/// T1, T2: what a hello of this policy carries. `found`: the client has a ticket for this server.
template <policy P> [[nodiscard]] constexpr ticket_offer ticket_offer_of(bool found) {
    if (!P::offer_session_tickets) {
        return ticket_offer::nothing;
    }
    ticket_offer const ticket = P::session_id_with_ticket ? ticket_offer::ticket_with_session_id : ticket_offer::ticket;
    return found ? ticket : ticket_offer::empty;
}

/// What a ServerHello says about resumption.
struct resumption_answer {
    protocol_version version{};
    cipher_suite suite{};
    bool extended_master_secret = false; ///< the ServerHello has the extension
    bool session_ticket = false;         ///< the ServerHello has the extension
    bool session_id_echoed = false;      ///< the session id is that of the client's hello, and not empty
};

/// The outcome of a failure: the advice to the application, and whether the client forgets the tickets of the
/// connection's session and of the pending handshake.
struct failure_outcome {
    retry_advice advice = retry_advice::do_not_retry;
    bool forget_tickets = false;

    friend constexpr bool operator==(failure_outcome, failure_outcome) = default;
};

/// The resumption state of one connection, client side. The caller calls `begin` for each handshake, and reports each
/// event. Five bytes. Default constructed: a connection before its first handshake.
class client_resumption {
public:
    constexpr client_resumption() = default;
    constexpr explicit client_resumption(ticket_offer offer) { begin(offer); }

    /// Starts a handshake, the first one or a renegotiation. `offer`: what its hello carries.
    constexpr void begin(ticket_offer offer) {
        offer_ = offer;
        state_ = has_ticket(offer) ? state::undecided : state::full;
        mismatch_ = errc::unexpected_message;
        promised_ = false;
    }

    [[nodiscard]] constexpr bool decided() const { return state_ != state::undecided; }
    [[nodiscard]] constexpr bool resumed() const { return state_ == state::resumed; }
    /// True while a NewSessionTicket that the ServerHello promised has not been received.
    [[nodiscard]] constexpr bool awaits_ticket() const { return promised_; }

    /// Reports the ServerHello. `offered`: the session whose ticket or id the hello carried; null: neither.
    constexpr judgement on_server_hello(resumption_answer const& answer, session const* offered) {
        if (answer.session_ticket && offer_ == ticket_offer::nothing) { // T17, RFC 5077 3.2
            return errc::unsolicited_extension;
        }
        promised_ = answer.session_ticket;
        if (decided()) {
            return {};
        }
        mismatch_ = offered != nullptr ? compare(answer, *offered) : errc::session_mismatch;
        if (offer_ >= ticket_offer::ticket_with_session_id) { // T2, I2, RFC 5077 3.4, RFC 5246 7.4.1.3: by the echo
            return decide(answer.session_id_echoed);
        }
        return {}; // T2: the session id does not count; the next message decides
    }

    /// Reports a handshake message of the server after its ServerHello.
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
    /// Reports the beginning of such a message: its type shows a full handshake, even if the rest is bad (T2, T6).
    constexpr void on_part(handshake_type type) {
        bool const of_full = type == handshake_type::certificate || type == handshake_type::server_key_exchange ||
                             type == handshake_type::certificate_request || type == handshake_type::server_hello_done ||
                             type == handshake_type::certificate_status;
        state_ = of_full && !decided() ? state::full : state_;
    }
    /// Reports the server's ChangeCipherSpec.
    constexpr judgement on_change_cipher_spec() {
        if (promised_) { // T4
            return errc::unexpected_message;
        }
        return decided() ? judgement{} : decide(true); // T2
    }

    /// Reports that both Finished are verified. \return T6a: true where the offered ticket is to be forgotten, because
    /// the server declined it in the connection's first handshake. A decline in a renegotiation does not count: many
    /// servers resume no session there.
    constexpr bool on_finished() {
        bool const declined = state_ == state::full && has_ticket(offer_) && connection_ == connection::none;
        connection_ = state_ == state::resumed ? connection::unheard : connection::heard;
        state_ = state::idle;
        return declined;
    }
    /// B8: reports that the pending renegotiation is dropped.
    constexpr void on_no_renegotiation() { state_ = state::idle; }
    /// Reports application data with content: the server accepts the session.
    constexpr void on_application_data() {
        connection_ = connection_ == connection::unheard ? connection::heard : connection_;
    }

    /// T6, T6a, RFC 5077 3.2, RFC 5246 7.2.2: the outcome of a failed attempt, or of a failed connection. `why`: the
    /// error found here, for which a fatal alert is due; the received alert; `connection_lost`; or success, for a
    /// close_notify.
    ///
    /// In a handshake the ticket may be the cause, unless a full handshake meets the same failure. On an established
    /// connection a fatal alert ends the session. A retry is useful only where the session was resumed and the server
    /// has sent no data since: then the server may object to the session. No outcome lowers a version.
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
    enum class state : std::uint8_t { idle, full, undecided, resumed }; // of the pending handshake
    /// State of the established connection. `unheard`: its session is resumed, and no data has been received.
    enum class connection : std::uint8_t { none, unheard, heard };

    static constexpr bool has_ticket(ticket_offer offer) { return offer >= ticket_offer::ticket; }

    /// C2, C3, C5, C7: failures that a handshake without a ticket meets as well.
    static constexpr bool blames_peer(errc why) {
        return why == errc::insecure_peer || why == errc::renegotiation_info_mismatch ||
               why == errc::renegotiation_info_missing || why == errc::renegotiation_info_unexpected;
    }
    /// T16: the fault of this answer as a resumption of `s`; ok: none. (A server_name, which RFC 6066 3 forbids there,
    /// is ignored: servers send it, and nothing depends on it.)
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
    errc mismatch_ = errc::unexpected_message; // of a resumption; before the ServerHello no resumption is allowed
    bool promised_ = false;
    connection connection_ = connection::none;
};
static_assert(sizeof(client_resumption) == 5);

/// Replaces `client_resumption` where a policy offers neither tickets nor session ids: every handshake is full.
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
