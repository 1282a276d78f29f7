// RFC 5077 on the wire, client side: rules T1 to T8, T14, T16, T17.
#include "support/test.hpp"
#include "tls12/pair/ticket_meeting.hpp"

namespace {

using namespace pair;
using type = handshake_type;

struct strict : policy_of<options{.client_renegotiation = mode::strict}, two_suites> {};

TEST_CASE("T1: an empty extension asks for a ticket, a ticket is offered, and who keeps none asks for none") {
    meeting<two_suites> m{{}};
    CHECK(m.next().hello_heard().has(35));
    CHECK(m.offered().empty());
    REQUIRE(m.gets(first_ticket));
    m.next();
    CHECK(m.offered() == first_ticket);
    CHECK(m.server.hello_heard().session_id.empty());
    m.w.client_keeps = false;
    CHECK_FALSE(m.next().hello_heard().has(35));
    // T17: the server's promise is unsolicited.
    m.server.server_answers({.extensions = secure + promise});
    m.server.meet(m.client());
    CHECK(m.client().alert_sent() == 110);
}
TEST_CASE("T1: a ticket is for the same server name and the same pre-shared key") {
    meeting<two_suites> m;
    m.w.name = "other.example";
    CHECK(m.next().hello_heard().has(35));
    CHECK(m.offered().empty());
    m.w.name = "73454e534f522e6578616d706c65"_hex; // sENSOR.example
    m.next();
    CHECK(m.offered() == first_ticket);
    m.w.knows.identity_name = other_psk_name;
    m.w.knows.key = key_from<mbedtls::psk>(other_psk_key);
    m.next();
    CHECK(m.offered().empty());
    m.w.knows.identity_name = psk_name;
    m.next();
    CHECK(m.offered().empty()); // the ticket is dropped, not just withheld
}

TEST_CASE("T2: with an empty session id the next message tells, whatever session id the server sends") {
    for (bytes const& id : {bytes{}, bytes(32, 0x5a), bytes(1, 1)}) {
        meeting<two_suites> by_change;
        REQUIRE(by_change.got);
        CHECK(by_change.next().resumes(by_change.client(), {.session_id = id, .extensions = secure}));
        CHECK(by_change.client().resumed());
        CHECK(by_change.kept() == first_ticket);

        meeting<two_suites> by_ticket; // T3
        CHECK(by_ticket.next().resumes(by_ticket.client(), {.session_id = id, .extensions = secure + promise},
                                       second_ticket));
        CHECK(by_ticket.client().resumed());
        CHECK(by_ticket.kept() == second_ticket);

        meeting<two_suites> rejected; // T6
        rejected.next();
        rejected.server.server_answers({.session_id = id, .extensions = secure});
        rejected.server.say(message(type::server_hello_done, {}));
        rejected.server.meet(rejected.client());
        rejected.server.finish();
        rejected.server.meet(rejected.client());
        CHECK(rejected.client().idle());
        CHECK_FALSE(rejected.client().resumed());
        CHECK_FALSE(rejected.client().over());
    }
}
TEST_CASE("T2: with a session id of its own the echo tells") {
    meeting<with_id> m;
    REQUIRE(m.got);
    bytes const id = m.next().hello_heard().session_id;
    CHECK(id.size() == 32);
    CHECK(m.server.resumes(m.client(), {.session_id = id, .extensions = secure}));
    CHECK(m.client().resumed());
    for (bool const promised : {false, true}) { // no echo of the id, but the messages of an abbreviated handshake
        meeting<with_id> n;
        n.next();
        CHECK_FALSE(n.server.resumes(n.client(), {.extensions = secure + (promised ? promise : bytes{})},
                                     promised ? second_ticket : bytes{}));
        CHECK(n.client().alert_sent() == 10);
    }
    meeting<with_id> n; // an echo of the id, but the messages of a full handshake
    n.next();
    n.server.server_answers({.session_id = n.server.hello_heard().session_id, .extensions = secure});
    n.server.say(message(type::server_hello_done, {}));
    n.server.meet(n.client());
    CHECK(n.client().alert_sent() == 10);
}

TEST_CASE("T4: a NewSessionTicket comes if it was promised, and only then, in both handshakes") {
    meeting<two_suites> missing;
    CHECK_FALSE(missing.next().resumes(missing.client(), {.extensions = secure + promise}));
    CHECK(missing.client().alert_sent() == 10);

    meeting<two_suites> unpromised;
    CHECK_FALSE(unpromised.next().resumes(unpromised.client(), {.extensions = secure}, second_ticket));
    CHECK(unpromised.client().alert_sent() == 10);

    for (bool const promised : {false, true}) {
        meeting<two_suites> full{{}};
        full.next();
        full.server.server_answers({.extensions = secure + (promised ? promise : bytes{})});
        full.server.say(message(type::server_hello_done, {}));
        full.server.meet(full.client());
        if (!promised) full.server.say(ticket_message(first_ticket));
        full.server.finish();
        full.server.meet(full.client());
        CHECK(full.client().alert_sent() == 10);
    }
    meeting<two_suites> twice;
    twice.next();
    twice.server.server_answers({.extensions = secure + promise});
    twice.server.expand();
    twice.server.say(ticket_message(second_ticket));
    twice.server.say(ticket_message(second_ticket));
    twice.server.meet(twice.client());
    CHECK(twice.client().alert_sent() == 10);
}

TEST_CASE("T5: a new ticket replaces the old one only after Finished; an empty one takes it back") {
    meeting<two_suites> m;
    m.next();
    m.server.server_answers({.extensions = secure + promise});
    m.server.expand();
    m.server.say(ticket_message(second_ticket));
    m.server.meet(m.client());
    CHECK(m.w.store.size() == 1);
    m.server.finish_wrongly();
    m.server.meet(m.client());
    CHECK(m.client().alert_sent() == 51);
    CHECK(m.w.store.size() == 0); // T6: the old ticket is dropped, too
    CHECK(m.kept().empty());

    meeting<two_suites> none;
    CHECK(none.next().resumes(none.client(), {.extensions = secure + promise}, {}) == false);
    meeting<two_suites> taken;
    taken.next();
    taken.server.server_answers({.extensions = secure + promise});
    taken.server.expand();
    taken.server.say(ticket_message({}));
    taken.server.meet(taken.client());
    CHECK(taken.w.store.size() == 1);
    taken.server.finish();
    taken.server.meet(taken.client());
    CHECK(taken.client().idle());
    CHECK(taken.w.store.size() == 0);
    CHECK(taken.link->client.side->ticket() == ticket_fate::empty);
}

TEST_CASE("T6: after a ticket was offered and the handshake failed: once more without it, the same versions") {
    auto const check = [](auto const& happens, retry_advice advice, bool keeps) {
        meeting<two_suites> m;
        REQUIRE(m.got);
        m.next();
        REQUIRE(m.offered() == first_ticket);
        happens(m);
        static_cast<void>(m.server);
        CHECK(m.client().over());
        CHECK(m.advice() == advice);
        CHECK((m.kept() == first_ticket) == keeps);
        CHECK(m.next().hello_heard().version == 0x0303);
    };
    using m_type = meeting<two_suites>;
    auto const without = retry_advice::retry_without_ticket;
    auto const never = retry_advice::do_not_retry;
    // The transport ends at once; an alert; close_notify; a failure in the middle of an abbreviated handshake.
    check([](m_type& m) { m.client().transport_lost(), m.server.meet(m.client()); }, without, false);
    check([](m_type& m) { m.server.say_alert(2, 40), m.server.meet(m.client()); }, without, false);
    check([](m_type& m) { m.server.say_alert(1, 0), m.server.meet(m.client()); }, without, false);
    check(
        [](m_type& m) {
            m.server.server_answers({.extensions = secure});
            m.server.expand();
            m.server.change();
            m.server.meet(m.client());
            m.client().transport_lost();
            m.server.meet(m.client());
        },
        without, false);
    // T16
    check(
        [](m_type& m) {
            m.server.resumes(m.client(), {.suites = {0xc0a8}, .extensions = secure});
            CHECK(m.client().alert_sent() == 47);
        },
        without, false);
    check(
        [](m_type& m) {
            m.server.resumes(m.client(), {.extensions = renegotiated({})});
            CHECK(m.client().alert_sent() == 40);
        },
        without, false);
    // C2: the fault is the server's, with or without a ticket.
    check(
        [](m_type& m) {
            m.server.server_answers({.extensions = renegotiated({1}) + ems});
            m.server.meet(m.client());
            CHECK(m.client().alert_sent() == 40);
        },
        never, true);
    // The server declines the ticket, and the Finished of the full handshake is wrong.
    check(
        [](m_type& m) {
            m.server.server_answers({.extensions = secure});
            m.server.say(message(type::server_hello_done, {}));
            m.server.meet(m.client());
            m.server.change();
            bytes wrong = m.server.finished_message(false);
            wrong[5] ^= 4;
            m.server.say(wrong);
            m.server.meet(m.client());
            CHECK(m.client().alert_sent() == 51);
        },
        never, true);
}
TEST_CASE("T16: a server_name in a resumed ServerHello is ignored, as RFC 6066 3 forbids it and servers send it") {
    meeting<two_suites> m;
    REQUIRE(m.next().resumes(m.client(), {.extensions = secure + extension(0, {})}));
    CHECK(m.client().resumed());
    CHECK(m.kept() == first_ticket);
}
TEST_CASE("T6: C3 with a ticket: do_not_retry") {
    meeting<strict> m;
    REQUIRE(m.got);
    m.next();
    m.server.server_answers({.extensions = ems});
    m.server.meet(m.client());
    CHECK(m.client().alert_sent() == 40);
    CHECK(m.advice() == retry_advice::do_not_retry);
}
TEST_CASE("T6: a connection that fails without a ticket is not worth another") { // later failures: sessions.cpp
    meeting<two_suites> m{{}};
    m.next();
    m.client().transport_lost();
    CHECK(m.advice() == retry_advice::do_not_retry);
}

TEST_CASE("T7: a ticket above max_ticket is not kept, and the handshake goes on, in buffers large and small") {
    for (std::size_t const size : {256U, 640U, 641U, 1000U, 1900U, 8000U, 65535U}) {
        for (std::uint32_t const messages : {2048U, 512U}) {
            CAPTURE(size);
            CAPTURE(messages);
            meeting<two_suites> m{{}};
            m.w.client_room.messages = messages;
            m.w.client_room.receive = 1024;
            m.link = m.w.begun();
            actor& server = m.server;
            server.meet(m.client());
            server.server_answers({.extensions = secure + promise});
            server.say(message(type::server_hello_done, {}));
            server.meet(m.client());
            bytes const ticket = ticket_message(bytes(size, 9));
            append(server.transcript, ticket);
            for (std::size_t at = 0; at < ticket.size(); at += 800) {
                server.say(bytes(ticket.begin() + static_cast<std::ptrdiff_t>(at),
                                 ticket.begin() + static_cast<std::ptrdiff_t>(std::min(ticket.size(), at + 800))),
                           false);
            }
            server.finish();
            server.meet(m.client());
            CHECK(m.client().idle());
            CHECK_FALSE(m.client().over());
            CHECK(m.w.store.size() == (size <= 640 ? 1 : 0));
            CHECK(m.link->client.side->ticket() == (size <= 640 ? ticket_fate::staged : ticket_fate::too_long));
        }
    }
}

TEST_CASE("T8: a ticket is used until its hint, the policy's maximum or seven days are over") {
    struct step {
        std::uint32_t hint, after;
        bool used;
    };
    for (step const& each :
         {step{1000, 999, true}, step{1000, 1000, false}, step{0, 604'799, true}, step{0, 604'800, false},
          step{0xffffffff, 604'799, true}, step{0xffffffff, 604'800, false}}) {
        CAPTURE(each.hint);
        CAPTURE(each.after);
        meeting<two_suites> m{first_ticket, each.hint};
        m.w.now += each.after;
        m.next();
        CHECK(m.offered() == (each.used ? first_ticket : bytes{}));
    }
}

TEST_CASE("T14: extended master secret is offered in every hello with extensions") {
    meeting<two_suites> m;
    CHECK(m.next().hello_heard().has(23));
    REQUIRE(m.server.resumes(m.client(), {.extensions = secure}));
    m.server.all.clear();
    REQUIRE(m.client().renegotiate());
    m.server.meet(m.client());
    CHECK(m.server.hello_heard().has(23));
}

TEST_CASE("a malformed NewSessionTicket is decode_error") {
    for (bytes const& body : {bytes{}, bytes{0, 0, 1, 0, 0}, bytes{0, 0, 1, 0, 0, 2, 1}, bytes{0, 0, 1, 0, 0, 0, 1}}) {
        meeting<two_suites> m{{}};
        m.next();
        m.server.server_answers({.extensions = secure + promise});
        m.server.say(message(type::server_hello_done, {}));
        m.server.meet(m.client());
        m.server.say(message(type::new_session_ticket, body));
        m.server.meet(m.client());
        CHECK(m.client().alert_sent() == 50);
    }
}

} // namespace
