// Every sequence of five events, sensible or not; and servers that cannot bear tickets.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/client_resumption.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

constexpr session offered_session = session_with(1);
constexpr resumption_answer agrees{
    .version = protocol_version::tls_1_2, .suite = gcm_ecdsa, .extended_master_secret = true};

constexpr unsigned events = 9;
enum event : unsigned { hello, promising, echoing, other_suite, ticket, certificate, done, change, hello_request };
constexpr bool is_hello(unsigned e) { return e <= other_suite; }

constexpr judgement happen(client_resumption& rules, unsigned e, ticket_offer offer) {
    resumption_answer answer = agrees;
    answer.session_ticket = e == promising;
    answer.session_id_echoed = e == echoing;
    if (e == other_suite) answer.suite = gcm_rsa;
    switch (e) {
    case ticket: return rules.on_message(handshake_type::new_session_ticket);
    case certificate: return rules.on_message(handshake_type::certificate);
    case done: return rules.on_message(handshake_type::server_hello_done);
    case change: return rules.on_change_cipher_spec();
    case hello_request: return rules.on_message(handshake_type::hello_request);
    default: return rules.on_server_hello(answer, offer >= ticket_offer::ticket ? &offered_session : nullptr);
    }
}

/// What one event may not do. `agreed`: the last ServerHello so far, this one included, agrees with the session.
bool allowed(client_resumption const& before, client_resumption const& after, unsigned e, judgement j, bool agreed,
             ticket_offer offer) {
    bool const now_resumed = after.resumed() && !before.resumed();
    if (now_resumed && offer < ticket_offer::ticket) return false; // nothing was offered
    if (now_resumed && j.proceeds() && !agreed) return false;      // T16
    if (before.decided() && (!after.decided() || before.resumed() != after.resumed())) return false; // for good
    if (e == ticket && j.proceeds() != before.awaits_ticket()) return false;                         // T4
    if (e == ticket && j.proceeds() && after.awaits_ticket()) return false;
    if (e == change && before.awaits_ticket() && j.proceeds()) return false;
    if (!is_hello(e) && after.awaits_ticket() && !before.awaits_ticket()) return false;
    if (e == hello_request && (after.decided() != before.decided() || !j.proceeds())) return false;
    if (!j.proceeds() && j.what() != judgement::action::abort) return false;
    // T6: advice is one of two, and to try again always goes with losing the ticket.
    for (unsigned what = 0; what < 128; ++what) {
        failure_outcome const f = after.on_failure(static_cast<errc>(what));
        if (f.advice != retry_advice::do_not_retry && f.advice != retry_advice::retry_without_ticket) return false;
        if ((f.advice == retry_advice::retry_without_ticket) != f.forget_ticket) return false;
        if (f.forget_ticket && (offer < ticket_offer::ticket || (after.decided() && !after.resumed()))) return false;
    }
    return true;
}

bool walk(client_resumption const& before, bool agreed, ticket_offer offer, unsigned depth) {
    for (unsigned e = 0; e < events; ++e) {
        client_resumption rules = before;
        judgement const j = happen(rules, e, offer);
        bool const agrees_now = is_hello(e) ? e != other_suite : agreed;
        if (!allowed(before, rules, e, j, agrees_now, offer)) return false;
        if (j.proceeds() && depth > 1 && !walk(rules, agrees_now, offer, depth - 1)) return false;
    }
    return true;
}

// The advisory on MS10-049 (KB 980436) has servers that close the connection when a hello carries a ticket, and others
// that close whenever. A client with a ticket meets them: how often does it connect, and does it get through?
struct server {
    bool bears_tickets;
    bool bears_clients;
    bool breaks_resumption; ///< it accepts the ticket, and then the handshake fails
};
struct experience {
    int attempts;
    bool connected;
    bool has_ticket; ///< afterwards
};
constexpr experience connect_to(server const& s) {
    ticket_store<small<>> store;
    keep(store, 1, ticket_a, 10);
    experience e{0, false, false};
    for (bool again = true; again && e.attempts < 5;) {
        ++e.attempts;
        ticket_handle const taken = store.take(peer(1), 20);
        client_resumption rules{ticket_offer_of<small<>>(static_cast<bool>(taken))};
        auto const* const slot = store.find(taken);
        bool closes = !s.bears_clients || (taken && !s.bears_tickets);
        if (!closes) {
            (void)rules.on_server_hello(agrees, slot != nullptr ? &slot->state : nullptr);
            (void)(taken ? rules.on_change_cipher_spec() : rules.on_message(handshake_type::certificate));
            closes = taken && s.breaks_resumption;
        }
        failure_outcome const f = rules.on_failure(errc::ok);
        if (closes && f.forget_ticket) store.forget(taken);
        e.connected = !closes;
        again = closes && f.advice == retry_advice::retry_without_ticket;
    }
    e.has_ticket = store.size() != 0;
    return e;
}
constexpr bool is(experience const& e, int attempts, bool connected, bool has_ticket) {
    return e.attempts == attempts && e.connected == connected && e.has_ticket == has_ticket;
}
constexpr bool intolerant_servers() {
    return is(connect_to({true, true, false}), 1, true, true) &&     // a good one
           is(connect_to({false, true, false}), 2, true, false) &&   // the advisory's
           is(connect_to({true, true, true}), 2, true, false) &&     // the ticket is accepted, and breaks
           is(connect_to({false, false, false}), 2, false, false) && // one that closes on everything
           is(connect_to({true, false, false}), 2, false, false);
}
static_assert(intolerant_servers());

} // namespace

TEST_CASE("T2, T4, T6, T16: no sequence of five events resumes what it must not, or takes a decision back") {
    for (auto const offer :
         {ticket_offer::nothing, ticket_offer::empty, ticket_offer::ticket, ticket_offer::ticket_with_session_id}) {
        CAPTURE(static_cast<int>(offer));
        CHECK(walk(client_resumption{offer}, false, offer, 5));
    }
    CHECK(walk(client_resumption{}, false, ticket_offer::nothing, 5));
}
TEST_CASE("T6: a server that closes on hellos with a ticket is tried once more without one, and not a third time") {
    CHECK(at_run_time(intolerant_servers));
}
