// Every sequence of five events, valid or not; and servers that fail on tickets.
#include <array>

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
/// The endings: every errc, an alert, the end of the transport, and close_notify.
constexpr unsigned endings = 130;
constexpr error ending(unsigned number) {
    return number < 128 ? error{static_cast<errc>(number), 0} : number == 128 ? error::received(40, 0) : error{};
}
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

/// What one event must not do. `agreed`: the last ServerHello so far, this one included, agrees with the session.
bool allowed(client_resumption const& before, client_resumption const& after, unsigned e, judgement j, bool agreed,
             ticket_offer offer) {
    bool const now_resumed = after.resumed() && !before.resumed();
    if (now_resumed && offer < ticket_offer::ticket) return false; // no ticket was offered
    if (now_resumed && j.proceeds() && !agreed) return false;      // T16
    if (before.decided() && (!after.decided() || before.resumed() != after.resumed())) return false; // final
    if (e == ticket && j.proceeds() != before.awaits_ticket()) return false;                         // T4
    if (e == ticket && j.proceeds() && after.awaits_ticket()) return false;
    if (e == change && before.awaits_ticket() && j.proceeds()) return false;
    if (!is_hello(e) && after.awaits_ticket() && !before.awaits_ticket()) return false;
    if (e == hello_request && (after.decided() != before.decided() || !j.proceeds())) return false;
    if (!j.proceeds() && j.what() != judgement::action::abort) return false;
    // T6: advice is one of two values; a retry always comes with the loss of the ticket.
    for (unsigned what = 0; what < endings; ++what) {
        failure_outcome const f = after.on_failure(ending(what));
        if (f.advice != retry_advice::do_not_retry && f.advice != retry_advice::retry_without_ticket) return false;
        if ((f.advice == retry_advice::retry_without_ticket) != f.forget_tickets) return false;
        if (f.forget_tickets && (offer < ticket_offer::ticket || (after.decided() && !after.resumed()))) return false;
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

// T6a: every connection of up to ten events against a second computation from its history. Handshake steps come in a
// valid order; application data and a refusal come whenever they are valid.
enum step : unsigned { asks, offers, answer, full_goes_on, abbreviated_goes_on, finished, refused, data, steps };
struct history {
    std::array<step, 10> all{};
    unsigned size = 0;

    /// The last event of these two kinds before `end`; `size` if there is none.
    [[nodiscard]] unsigned last(step a, step b, unsigned end) const {
        for (unsigned i = end; i-- > 0;) {
            if (all[i] == a || all[i] == b) return i;
        }
        return size;
    }
    [[nodiscard]] bool has(step what, unsigned begin) const {
        for (unsigned i = begin; i < size; ++i) {
            if (all[i] == what) return true;
        }
        return false;
    }
    /// Start of the running handshake, or `size`.
    [[nodiscard]] unsigned under_way() const {
        unsigned const begin = last(asks, offers, size);
        return begin != size && (has(finished, begin) || has(refused, begin)) ? size : begin;
    }
    [[nodiscard]] bool established() const { return has(finished, 0); }
    /// True if the last completed handshake was abbreviated and no data was received since.
    [[nodiscard]] bool unheard() const {
        unsigned const end = last(finished, finished, size);
        if (end == size) return false;
        unsigned const begin = last(asks, offers, end);
        bool abbreviated = false;
        for (unsigned i = begin; i < end; ++i) abbreviated = abbreviated || all[i] == abbreviated_goes_on;
        return abbreviated && !has(data, end);
    }
    [[nodiscard]] bool may_come(step s) const {
        unsigned const begin = under_way();
        bool const going = begin != size;
        bool const answered = going && has(answer, begin);
        bool const decided = answered && (has(full_goes_on, begin) || has(abbreviated_goes_on, begin));
        switch (s) {
        case asks:
        case offers: return !going;
        case answer: return going && !answered;
        case full_goes_on: return answered && !decided;
        case abbreviated_goes_on: return answered && !decided && all[begin] == offers;
        case finished: return decided;
        case refused: return established() && going && !answered;
        default: return established();
        }
    }
    /// RFC 5246 7.2.2, RFC 5077 3.2
    [[nodiscard]] failure_outcome after(error why) const {
        bool const fatal = why && why.what() != errc::connection_lost;
        bool const found = fatal && !why.from_peer();
        unsigned const begin = under_way();
        bool const going = begin != size;
        bool const full = going && (all[begin] == asks || has(full_goes_on, begin));
        failure_outcome f;
        if (fatal && established()) f.forget_tickets = true; // the session must not be resumed
        if (why.what() == errc::renegotiation_info_mismatch) return f;
        bool const ticket_to_blame = going && !full;
        bool const session_to_blame = unheard() && why && !(found && full);
        if (ticket_to_blame || session_to_blame) f = {retry_advice::retry_without_ticket, true};
        return f;
    }
};
bool walk_connections(client_resumption const& rules, history const& before, unsigned& seen) {
    ++seen;
    for (error const why : {error{}, error{errc::connection_lost, 0}, error::received(49, 0),
                            error{errc::bad_record_mac, 3}, error{errc::renegotiation_info_mismatch, 0}}) {
        if (!(rules.on_failure(why) == before.after(why))) return false;
    }
    for (unsigned number = 0; number < steps && before.size < before.all.size(); ++number) {
        auto const s = static_cast<step>(number);
        if (!before.may_come(s)) continue;
        client_resumption next = rules;
        history then = before;
        then.all[then.size++] = s;
        switch (s) {
        case asks: next.begin(ticket_offer::empty); break;
        case offers: next.begin(ticket_offer::ticket); break;
        case answer: (void)next.on_server_hello(agrees, &offered_session); break;
        case full_goes_on: (void)next.on_message(handshake_type::server_hello_done); break;
        case abbreviated_goes_on: (void)next.on_change_cipher_spec(); break;
        case finished: {
            bool const declined =
                before.all[before.under_way()] == offers && before.has(full_goes_on, before.under_way());
            if (next.on_finished() != (declined && !before.established())) return false;
            break;
        }
        case refused: next.on_no_renegotiation(); break;
        default: next.on_application_data();
        }
        if (!walk_connections(next, then, seen)) return false;
    }
    return true;
}

// By the advisory on MS10-049 (KB 980436) some servers close the connection when a hello carries a ticket; others close
// at any time. The test counts the connections of a client with a ticket, and whether the client succeeds.
struct server {
    bool bears_tickets;
    bool bears_clients;
    bool breaks_resumption; ///< accepts the ticket, then fails the handshake
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
        failure_outcome const f = rules.on_failure(error{});
        if (closes && f.forget_tickets) store.forget(taken);
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
    return is(connect_to({true, true, false}), 1, true, true) &&     // a good server
           is(connect_to({false, true, false}), 2, true, false) &&   // the advisory's server
           is(connect_to({true, true, true}), 2, true, false) &&     // accepts the ticket and fails
           is(connect_to({false, false, false}), 2, false, false) && // closes on everything
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
TEST_CASE("T6, T6a: every connection of ten events, and how it may end after each") {
    unsigned seen = 0;
    CHECK(walk_connections({}, {}, seen));
    CHECK(seen > 1000);
}
TEST_CASE("T6: a server that closes on hellos with a ticket is tried once more without one, and not a third time") {
    CHECK(at_run_time(intolerant_servers));
}
