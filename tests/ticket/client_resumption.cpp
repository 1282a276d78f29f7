// Rules T1 to T4, T6, T16 and T17 of a client: whether the session is resumed, and the meaning of a failure.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/client_resumption.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

constexpr session offered_session = session_with(1);
constexpr resumption_answer agrees{
    .version = protocol_version::tls_1_2, .suite = gcm_ecdsa, .extended_master_secret = true};

struct with_session_id : policy_of<options{.session_id_with_ticket = true}, test::default_policy> {};
struct without_tickets : policy_of<options{.offer_session_tickets = false}, test::default_policy> {};
constexpr bool offers() {
    return ticket_offer_of<test::default_policy>(false) == ticket_offer::empty &&
           ticket_offer_of<test::default_policy>(true) == ticket_offer::ticket &&
           ticket_offer_of<with_session_id>(false) == ticket_offer::empty &&
           ticket_offer_of<with_session_id>(true) == ticket_offer::ticket_with_session_id &&
           ticket_offer_of<without_tickets>(false) == ticket_offer::nothing &&
           ticket_offer_of<without_tickets>(true) == ticket_offer::nothing;
}
static_assert(offers());

// The state after a ServerHello and the next message: undecided, a full handshake, a resumed one, or a failure because
// of the message, because of the extension, or because the ServerHello does not agree with the session.
enum class outcome : std::uint8_t { open, full, resumed, unexpected, unsolicited, mismatch };
using enum outcome;

/// The ServerHello's extension and the echo of the session id; then the outcomes of the ServerHello alone, and of one
/// message after the ServerHello.
struct row {
    ticket_offer offer;
    bool promised;
    bool echoed;
    outcome hello;
    outcome new_session_ticket;
    outcome certificate;
    outcome change_cipher_spec;
};
/// For a ServerHello that agrees with the session.
constexpr row rows[] = {
    // offer, promised, echoed            hello        ticket       certificate  ChangeCipherSpec
    {ticket_offer::nothing, false, false, full, unexpected, full, full},
    {ticket_offer::nothing, false, true, full, unexpected, full, full},
    {ticket_offer::nothing, true, false, unsolicited, unsolicited, unsolicited, unsolicited},
    {ticket_offer::nothing, true, true, unsolicited, unsolicited, unsolicited, unsolicited},
    {ticket_offer::empty, false, false, full, unexpected, full, full},
    {ticket_offer::empty, false, true, full, unexpected, full, full},
    {ticket_offer::empty, true, false, full, full, full, unexpected},
    {ticket_offer::empty, true, true, full, full, full, unexpected},
    {ticket_offer::ticket, false, false, open, unexpected, full, resumed},
    {ticket_offer::ticket, false, true, open, unexpected, full, resumed},
    {ticket_offer::ticket, true, false, open, resumed, full, unexpected},
    {ticket_offer::ticket, true, true, open, resumed, full, unexpected},
    {ticket_offer::ticket_with_session_id, false, false, full, unexpected, full, full},
    {ticket_offer::ticket_with_session_id, false, true, resumed, unexpected, resumed, resumed},
    {ticket_offer::ticket_with_session_id, true, false, full, full, full, unexpected},
    {ticket_offer::ticket_with_session_id, true, true, resumed, resumed, resumed, unexpected},
};
constexpr bool has_ticket(ticket_offer offer) {
    return offer == ticket_offer::ticket || offer == ticket_offer::ticket_with_session_id;
}

constexpr outcome seen(client_resumption const& r, judgement j) {
    if (j == judgement{errc::unexpected_message}) return unexpected;
    if (j == judgement{errc::unsolicited_extension}) return unsolicited;
    if (!j.proceeds()) return mismatch;
    return r.resumed() ? resumed : r.decided() ? full : open;
}
enum class next : std::uint8_t { nothing, ticket, certificate, key_exchange, request, status, done, change };

struct after {
    client_resumption rules;
    judgement last;
};
constexpr after run(row const& r, resumption_answer answer, next what) {
    client_resumption rules{r.offer};
    answer.session_ticket = r.promised;
    answer.session_id_echoed = r.echoed;
    judgement j = rules.on_server_hello(answer, has_ticket(r.offer) ? &offered_session : nullptr);
    if (j.proceeds()) {
        switch (what) {
        case next::nothing: break;
        case next::ticket: j = rules.on_message(handshake_type::new_session_ticket); break;
        case next::certificate: j = rules.on_message(handshake_type::certificate); break;
        case next::key_exchange: j = rules.on_message(handshake_type::server_key_exchange); break;
        case next::request: j = rules.on_message(handshake_type::certificate_request); break;
        case next::status: j = rules.on_message(handshake_type::certificate_status); break;
        case next::done: j = rules.on_message(handshake_type::server_hello_done); break;
        case next::change: j = rules.on_change_cipher_spec(); break;
        }
    }
    return {rules, j};
}
constexpr next of_full[] = {next::certificate, next::key_exchange, next::request, next::status, next::done};

constexpr bool same(after const& a, outcome expected) { return seen(a.rules, a.last) == expected; }
template <class Which> constexpr bool each_row(Which which) {
    for (row const& r : rows) {
        if (!which(r)) return false;
    }
    return true;
}

constexpr bool next_message_tells() {
    return each_row([](row const& r) {
        for (next const n : of_full) {
            if (!same(run(r, agrees, n), r.certificate)) return false;
        }
        return same(run(r, agrees, next::nothing), r.hello) &&
               same(run(r, agrees, next::ticket), r.new_session_ticket) &&
               same(run(r, agrees, next::change), r.change_cipher_spec);
    });
}
static_assert(next_message_tells());

/// A difference between ServerHello and session, and its alert if the session is resumed.
struct difference {
    resumption_answer answer;
    alert_description alert;
};
constexpr resumption_answer changed(auto change) {
    resumption_answer answer = agrees;
    change(answer);
    return answer;
}
constexpr difference differences[] = {
    {changed([](auto& a) { a.version = protocol_version::tls_1_1; }), alert_description::illegal_parameter},
    {changed([](auto& a) { a.version = protocol_version::tls_1_3; }), alert_description::illegal_parameter},
    {changed([](auto& a) { a.suite = gcm_rsa; }), alert_description::illegal_parameter},
    {changed([](auto& a) { a.extended_master_secret = false; }), alert_description::handshake_failure},
};
/// A resumed session must agree with the ServerHello; it is checked no message earlier.
constexpr bool resumed_answers_agree() {
    for (difference const& d : differences) {
        bool const good = each_row([&](row const& r) {
            auto const judged = [&](next n, outcome agreed) {
                after const a = run(r, d.answer, n);
                return agreed == resumed ? a.rules.resumed() && a.last.what() == judgement::action::abort &&
                                               a.last.alert() == d.alert && a.last.level() == alert_level::fatal
                                         : same(a, agreed);
            };
            // An echo decides at the ServerHello, which is then checked; nothing follows.
            bool const at_once = r.hello == resumed;
            return judged(next::nothing, r.hello) && judged(next::ticket, at_once ? resumed : r.new_session_ticket) &&
                   judged(next::certificate, at_once ? resumed : r.certificate) &&
                   judged(next::change, at_once ? resumed : r.change_cipher_spec);
        });
        if (!good) return false;
    }
    return true;
}
static_assert(resumed_answers_agree());

constexpr bool plain_sessions() {
    session plain = offered_session;
    plain.extended_master_secret = false;
    auto const judge = [&](bool extension) {
        client_resumption rules{ticket_offer::ticket};
        resumption_answer answer = agrees;
        answer.extended_master_secret = extension;
        (void)rules.on_server_hello(answer, &plain);
        return rules.on_change_cipher_spec();
    };
    return judge(false).proceeds() && judge(true) == judgement{errc::extended_master_secret_missing};
}
static_assert(plain_sessions());

/// Without a session a ticket is never resumed, whatever the server sends.
constexpr bool no_session() {
    client_resumption by_message{ticket_offer::ticket};
    client_resumption by_echo{ticket_offer::ticket_with_session_id};
    resumption_answer echo = agrees;
    echo.session_id_echoed = true;
    return by_message.on_server_hello(agrees, nullptr).proceeds() &&
           by_message.on_change_cipher_spec() == judgement{errc::session_mismatch} &&
           by_echo.on_server_hello(echo, nullptr) == judgement{errc::session_mismatch};
}
static_assert(no_session());

constexpr bool one_promised_ticket() {
    resumption_answer promises = agrees;
    promises.session_ticket = true;
    client_resumption abbreviated{ticket_offer::ticket};
    (void)abbreviated.on_server_hello(promises, &offered_session);
    bool const awaited = abbreviated.awaits_ticket();
    bool const came = abbreviated.on_message(handshake_type::new_session_ticket).proceeds() &&
                      !abbreviated.awaits_ticket() && abbreviated.resumed();
    bool const second = client_resumption{abbreviated}.on_message(handshake_type::new_session_ticket) ==
                        judgement{errc::unexpected_message};
    bool const over = abbreviated.on_change_cipher_spec().proceeds();

    client_resumption whole{ticket_offer::ticket};
    (void)whole.on_server_hello(promises, &offered_session);
    bool const certificate = whole.on_message(handshake_type::certificate).proceeds() &&
                             whole.on_message(handshake_type::server_hello_done).proceeds() && whole.awaits_ticket();
    bool const missing = client_resumption{whole}.on_change_cipher_spec() == judgement{errc::unexpected_message};
    bool const came_late = whole.on_message(handshake_type::new_session_ticket).proceeds() && !whole.resumed() &&
                           whole.on_change_cipher_spec().proceeds();
    return awaited && came && second && over && certificate && missing && came_late;
}
static_assert(one_promised_ticket());

/// RFC 5246 7.4.1.1: a HelloRequest is not part of the handshake.
constexpr bool hello_request_says_nothing() {
    client_resumption rules{ticket_offer::ticket};
    (void)rules.on_server_hello(agrees, &offered_session);
    return rules.on_message(handshake_type::hello_request).proceeds() && !rules.decided() &&
           rules.on_change_cipher_spec().proceeds() && rules.resumed();
}
static_assert(hello_request_says_nothing());

// Failures.
constexpr failure_outcome give_up{retry_advice::do_not_retry, false};
constexpr failure_outcome once_more{retry_advice::retry_without_ticket, true};

constexpr error closed{};                               // close_notify during a handshake
constexpr error lost{errc::connection_lost, 0};         // the transport ends without close_notify
constexpr error access_denied = error::received(49, 0); // RFC 5246 7.2.2
constexpr error found(errc what) { return {what, 7}; }  // found by the client, at byte 7
/// C2, C3, C5, C7.
constexpr error peer_faults[] = {found(errc::insecure_peer), found(errc::renegotiation_info_mismatch),
                                 found(errc::renegotiation_info_missing), found(errc::renegotiation_info_unexpected)};
/// The transport ends or an alert is received: the ticket may be the cause.
constexpr error other_faults[] = {closed,
                                  lost,
                                  access_denied,
                                  error::received(0, 0),
                                  found(errc::truncated),
                                  found(errc::unexpected_message),
                                  found(errc::unsupported_version),
                                  found(errc::session_mismatch),
                                  found(errc::extended_master_secret_missing),
                                  found(errc::misplaced_extension),
                                  found(errc::no_room),
                                  found(errc::crypto_failed)};

/// `open` and `resumed` blame the ticket, unless the peer is refused; `full` does not.
constexpr bool failures() {
    constexpr next all[] = {next::nothing, next::ticket, next::certificate, next::done, next::change};
    return each_row([&](row const& r) {
        for (next const n : all) {
            client_resumption const rules = run(r, agrees, n).rules;
            bool const may_be_ticket = rules.resumed() || !rules.decided();
            for (error const e : peer_faults) {
                if (!(rules.on_failure(e) == give_up)) return false;
            }
            for (error const e : other_faults) {
                if (!(rules.on_failure(e) == (may_be_ticket ? once_more : give_up))) return false;
            }
        }
        // Before any ServerHello.
        return client_resumption{r.offer}.on_failure(lost) == (has_ticket(r.offer) ? once_more : give_up);
    });
}
static_assert(failures());

/// The same in single cases.
constexpr bool spelt_out() {
    auto const state_after = [](next n) {
        return run({ticket_offer::ticket, false, false, {}, {}, {}, {}}, agrees, n).rules;
    };
    return state_after(next::nothing).on_failure(lost) == once_more && // lost during resumption
           state_after(next::change).on_failure(lost) == once_more &&  // lost after acceptance
           state_after(next::change).on_failure(found(errc::session_mismatch)) == once_more &&
           state_after(next::nothing).on_failure(found(errc::insecure_peer)) == give_up &&              // C3
           state_after(next::change).on_failure(found(errc::renegotiation_info_mismatch)) == give_up && // C2, C5
           state_after(next::certificate).on_failure(lost) == give_up && // after certificate or Finished
           client_resumption{ticket_offer::empty}.on_failure(lost) == give_up &&
           client_resumption{}.on_failure(lost) == give_up;
}
static_assert(spelt_out());

/// T2: a message that does not continue a full handshake decides nothing; the ticket may still be the cause.
constexpr bool others_decide_nothing() {
    for (unsigned number = 0; number <= 0xff; ++number) {
        auto const type = static_cast<handshake_type>(number);
        bool const decides = number == 11 || number == 12 || number == 13 || number == 14 || number == 22;
        client_resumption whole{ticket_offer::ticket};
        (void)whole.on_server_hello(agrees, &offered_session);
        client_resumption part = whole;
        bool const may = whole.on_message(type).proceeds();
        part.on_part(type);
        if (may != (number != 4) || whole.decided() != decides || part.decided() != decides) return false;
        if (whole.resumed() || part.resumed()) return false;
        if (!(part.on_failure(lost) == (decides ? give_up : once_more))) return false;
        // A decision is final.
        client_resumption resumed =
            run({ticket_offer::ticket, false, false, {}, {}, {}, {}}, agrees, next::change).rules;
        resumed.on_part(type);
        if (!resumed.resumed()) return false;
    }
    return true;
}
static_assert(others_decide_nothing());

// Established connections (T6a). Each step starts where the previous step ended.
constexpr client_resumption& greets(client_resumption& rules, ticket_offer offer) {
    rules.begin(offer);
    return rules;
}
constexpr bool finishes(client_resumption& rules, ticket_offer offer, bool abbreviated) {
    rules.begin(offer);
    (void)rules.on_server_hello(agrees, &offered_session);
    (void)(abbreviated ? rules.on_change_cipher_spec() : rules.on_message(handshake_type::server_hello_done));
    return rules.on_finished();
}
constexpr client_resumption established(ticket_offer offer, bool abbreviated) {
    client_resumption rules;
    (void)finishes(rules, offer, abbreviated);
    return rules;
}
constexpr failure_outcome session_over{retry_advice::do_not_retry, true};

constexpr bool on_established() {
    client_resumption const full = established(ticket_offer::empty, false);
    client_resumption const declined = established(ticket_offer::ticket, false);
    client_resumption const abbreviated = established(ticket_offer::ticket, true);
    client_resumption heard = abbreviated;
    heard.on_application_data();
    for (client_resumption const& rules : {full, declined, heard}) {
        for (error const e : other_faults) {
            bool const fatal = !(e == closed) && !(e == lost);
            if (!(rules.on_failure(e) == (fatal ? session_over : give_up))) return false;
        }
        for (error const e : peer_faults) {
            if (!(rules.on_failure(e) == session_over)) return false;
        }
    }
    for (error const e : other_faults) { // the server may object to the session
        if (!(abbreviated.on_failure(e) == (e == closed ? give_up : once_more))) return false;
    }
    return abbreviated.on_failure(peer_faults[1]) == session_over;
}
static_assert(on_established());

/// T6a: whether a declined ticket is forgotten when the handshake completes.
constexpr bool declined_tickets() {
    client_resumption rules;
    bool const initial = finishes(rules, ticket_offer::ticket, false);
    bool const again = finishes(rules, ticket_offer::ticket, false);
    client_resumption by_echo;
    bool const without_echo = finishes(by_echo, ticket_offer::ticket_with_session_id, false);
    client_resumption accepted;
    bool const good = finishes(accepted, ticket_offer::ticket, true);
    bool const later = finishes(accepted, ticket_offer::ticket, false);
    client_resumption none;
    return initial && !again && without_echo && !good && !later && !finishes(none, ticket_offer::empty, false) &&
           !finishes(none, ticket_offer::nothing, false);
}
static_assert(declined_tickets());

/// T6, T6a: a renegotiation fails.
constexpr bool in_renegotiations() {
    constexpr error bad_certificate = found(errc::bad_certificate);
    client_resumption full = established(ticket_offer::empty, false);
    bool good = greets(full, ticket_offer::empty).on_failure(lost) == give_up && full.on_failure(closed) == give_up &&
                full.on_failure(access_denied) == session_over && full.on_failure(bad_certificate) == session_over;
    // With a ticket, which may be the cause until it is declined.
    good = good && greets(full, ticket_offer::ticket).on_failure(lost) == once_more &&
           full.on_failure(closed) == once_more && full.on_failure(access_denied) == once_more &&
           full.on_failure(peer_faults[1]) == session_over; // C5
    (void)full.on_server_hello(agrees, &offered_session);
    full.on_part(handshake_type::certificate);
    good = good && full.on_failure(lost) == give_up && full.on_failure(access_denied) == session_over;
    // After a session that the server may object to. Failures of a full handshake are not caused by that session.
    client_resumption unheard = established(ticket_offer::ticket, true);
    good = good && greets(unheard, ticket_offer::empty).on_failure(lost) == once_more &&
           unheard.on_failure(closed) == give_up && unheard.on_failure(access_denied) == once_more &&
           unheard.on_failure(bad_certificate) == session_over;
    // B8: as without a renegotiation.
    unheard.on_no_renegotiation();
    good = good && unheard.on_failure(closed) == give_up && unheard.on_failure(access_denied) == once_more &&
           greets(unheard, ticket_offer::ticket).on_failure(closed) == once_more;
    unheard.on_no_renegotiation();
    unheard.on_application_data();
    good = good && unheard.on_failure(access_denied) == session_over && unheard.on_failure(lost) == give_up;
    // Data received before says nothing about a session that is resumed later.
    (void)finishes(unheard, ticket_offer::ticket, true);
    good = good && unheard.on_failure(access_denied) == once_more;
    (void)finishes(unheard, ticket_offer::empty, false);
    return good && unheard.on_failure(access_denied) == session_over;
}
static_assert(in_renegotiations());

} // namespace

TEST_CASE("T1: a hello carries no extension, an empty one or a ticket, by policy and by what there is (RFC 5077 3.2)") {
    CHECK(at_run_time(offers));
}
TEST_CASE("T2, T3, T4, T17: the echo or the next message tells whether the session is resumed (RFC 5077 3.4)") {
    CHECK(at_run_time(next_message_tells));
    for (row const& r : rows) {
        CAPTURE(static_cast<int>(r.offer));
        CAPTURE(r.promised);
        CAPTURE(r.echoed);
        CHECK(same(run(r, agrees, next::nothing), r.hello));
        CHECK(same(run(r, agrees, next::ticket), r.new_session_ticket));
        CHECK(same(run(r, agrees, next::certificate), r.certificate));
        CHECK(same(run(r, agrees, next::change), r.change_cipher_spec));
    }
}
TEST_CASE("T2: a HelloRequest in between tells nothing") { CHECK(at_run_time(hello_request_says_nothing)); }
TEST_CASE("T4: a promised NewSessionTicket comes once, in either handshake, and before the ChangeCipherSpec") {
    CHECK(at_run_time(one_promised_ticket));
}
TEST_CASE("T6: a failure blames the ticket where the handshake was not a full one, and advises one more attempt") {
    CHECK(at_run_time(failures));
    CHECK(at_run_time(spelt_out));
}
TEST_CASE("T2: messages that belong to no full handshake decide nothing; the beginning of one that does is enough") {
    CHECK(at_run_time(others_decide_nothing));
}
TEST_CASE(
    "T6a: a fatal alert ends the session of an established connection, whose ticket may be to blame until data comes") {
    CHECK(at_run_time(on_established));
    CHECK(at_run_time(in_renegotiations));
}
TEST_CASE("T6a: a ticket that was declined goes with the first handshake of a connection, and with no other") {
    CHECK(at_run_time(declined_tickets));
}
TEST_CASE("T16: a resumed ServerHello has the session's version, suite and extended_master_secret") {
    CHECK(at_run_time(resumed_answers_agree));
    CHECK(at_run_time(plain_sessions));
    CHECK(at_run_time(no_session));
}
