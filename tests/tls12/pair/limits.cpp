// Limits against abuse, which normal use never reaches: K5, K7, B4, B6; and a driver without room for output.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;

template <mode Mode>
struct in_mode : policy_of<options{.client_renegotiation = Mode, .server_renegotiation = Mode}, with_psk> {};

/// A client of this mode, and an actor as its server. `server_met`: the roles are exchanged.
template <mode Mode> struct client_met {
    explicit client_met(bool patched = true) {
        peer.meet(link->client);
        good = peer.serves(link->client, patched ? secure : ems);
    }
    endpoint& end() { return link->client; }
    void ask() { peer.say(message(type::hello_request, {}), false); }

    world<in_mode<Mode>, with_psk> w;
    std::unique_ptr<typename world<in_mode<Mode>, with_psk>::link> link = w.begun();
    actor peer{false};
    bool good = false;
};
template <mode Mode> struct server_met {
    explicit server_met(bool patched = true) { good = peer.connects(link->server, greeting(patched)); }
    endpoint& end() { return link->server; }
    hello greeting(bool patched = true) const {
        bytes const info = patched ? renegotiated(peer.client_verify_data) : bytes{};
        return {.extensions = ems + info};
    }
    void ask() { peer.say(greeting_message(greeting(), peer.client_random), false); }

    world<with_psk, in_mode<Mode>> w;
    std::unique_ptr<typename world<with_psk, in_mode<Mode>>::link> link = w.begun();
    actor peer{true};
    bool good = false;
};
/// The alert that the end sends now, or -1.
template <class Met> int alert_of(Met& m) {
    m.peer.all.clear();
    m.peer.meet(m.end());
    return m.peer.alert();
}
template <class Met> bool lives_on(Met& m) {
    m.end().got.clear();
    m.peer.all.clear();
    m.peer.say_record(content_type::application_data, {'a'});
    m.peer.meet(m.end());
    return m.end().got == bytes{'a'} && m.end().say("b") && alert_of(m) == -1 &&
           m.peer.has_heard(content_type::application_data) && m.peer.good;
}
template <class Met> void warn(Met& m, unsigned count, unsigned description = 90) {
    for (unsigned i = 0; i < count; ++i) m.peer.say_alert(1, description);
}
template <class Met> void bore(Met& m, unsigned count) {
    for (unsigned i = 0; i < count; ++i) m.peer.say_record(content_type::application_data, {});
}

template <class Met> void check_counts() {
    for (unsigned const warnings : {4U, 5U}) { // warnings and empty records do not reset each other's count
        Met m;
        REQUIRE(m.good);
        for (unsigned i = 0; i < warnings; ++i) {
            bore(m, 6);
            warn(m, 1);
        }
        bore(m, 32 - 6 * 4);
        CHECK(alert_of(m) == (warnings == 4 ? -1 : 10));
    }
    Met m;
    REQUIRE(m.good);
    for (unsigned round = 0; round < 3; ++round) { // data with content resets both counts
        bore(m, 32);
        warn(m, 4);
        CHECK(alert_of(m) == -1);
        CHECK(lives_on(m));
    }
    bore(m, 32);
    warn(m, 4);
    bore(m, 1);
    CHECK(alert_of(m) == 10);
}
TEST_CASE("K5: empty records and warnings are counted apart, and neither is progress for the other") {
    check_counts<client_met<mode::secure_only>>();
    check_counts<server_met<mode::secure_only>>();
}
TEST_CASE("K5: ten thousand empty records and warnings by turns do not go through") {
    client_met<mode::secure_only> m;
    unsigned passed = 0;
    for (; passed < 10'000 && !m.end().over(); ++passed) {
        bore(m, 1);
        warn(m, 1);
        m.peer.meet(m.end());
    }
    CHECK(passed == 5);
    CHECK(m.end().alert_sent() == 10);
}
template <class Met> void check_refused_request_is_no_progress() {
    Met m;
    REQUIRE(m.good);
    for (unsigned i = 0; i < 4; ++i) {
        warn(m, 1);
        m.ask();
        CHECK(alert_of(m) == 100);
    }
    warn(m, 1);
    CHECK(alert_of(m) == 10);
}
TEST_CASE("K5: a HelloRequest and a ClientHello that is refused are no progress") {
    check_refused_request_is_no_progress<client_met<mode::never>>();
    check_refused_request_is_no_progress<server_met<mode::never>>();
}
TEST_CASE("K5: a whole message of a handshake is progress, a part of one is not") {
    for (bool const whole : {true, false}) {
        client_met<mode::secure_only> m;
        m.ask();
        m.peer.all.clear();
        m.peer.meet(m.end());
        REQUIRE(m.peer.has_heard(type::client_hello));
        warn(m, 4);
        bytes const answer =
            answer_message({.extensions = renegotiated(m.peer.client_verify_data + m.peer.server_verify_data) + ems},
                           m.peer.server_random);
        m.peer.say(whole ? answer : bytes(answer.begin(), answer.end() - 1), false);
        warn(m, 4);
        CHECK(alert_of(m) == (whole ? -1 : 10));
    }
}
TEST_CASE("K5, B8: a no_renegotiation that answers a request of ours is not counted, any other one is") {
    client_met<mode::secure_only> c;
    server_met<mode::secure_only> s;
    for (unsigned i = 0; i < 40; ++i) {
        REQUIRE(c.end().renegotiate());
        c.peer.meet(c.end());
        warn(c, 1, 100);
        CHECK(alert_of(c) == -1);
        REQUIRE(s.end().renegotiate());
        s.peer.meet(s.end());
        warn(s, 1, 100);
        CHECK(alert_of(s) == -1);
    }
    CHECK(c.end().idle());
    CHECK(s.end().idle());
    warn(c, 4, 100);
    warn(s, 4, 100);
    CHECK(alert_of(c) == -1);
    CHECK(alert_of(s) == -1);
    warn(c, 1, 100);
    warn(s, 1, 100);
    CHECK(alert_of(c) == 10);
    CHECK(alert_of(s) == 10);
}

template <class Met> void check_refusals(Met&& m) {
    REQUIRE(m.good);
    for (unsigned i = 0; i < 30; ++i) { // each is answered; any number, if data separates them
        m.ask();
        CHECK(alert_of(m) == 100);
        CHECK(lives_on(m));
    }
    for (unsigned i = 0; i < 8; ++i) {
        m.ask();
        CHECK(alert_of(m) == 100);
    }
    m.ask();
    CHECK(alert_of(m) == 40);
    CHECK(m.end().why() == errc::too_many_renegotiations);
}
TEST_CASE("B4, B6: every refusal is sent, by mode and on an insecure connection, eight in a row and no more") {
    check_refusals(client_met<mode::never>{});
    check_refusals(client_met<mode::never>{false});
    check_refusals(client_met<mode::secure_only>{false});
    check_refusals(server_met<mode::never>{});
    check_refusals(server_met<mode::never>{false});
    check_refusals(server_met<mode::secure_only>{false});
}

/// Delivers the peer's bytes to the end, and leaves the end's answer unsent.
template <class Met> progress feed(Met& m) {
    std::span<std::uint8_t> const free = m.end().space();
    REQUIRE(free.size() >= m.peer.out.size());
    std::copy(m.peer.out.begin(), m.peer.out.end(), free.begin());
    m.end().received(static_cast<std::uint32_t>(m.peer.out.size()));
    m.peer.out.clear();
    return m.end().run();
}
/// The end receives `requests` renegotiation requests while it has no room for an answer.
template <class Met> void check_no_room(unsigned requests) {
    CAPTURE(requests);
    Met m;
    REQUIRE(m.good);
    std::uint32_t const room = static_cast<std::uint32_t>(m.end().write_space().size());
    m.end().write(room - 20); // an alert needs 31 bytes
    REQUIRE(m.end().run() == progress::receive);
    std::uint32_t const ready = m.end().ready().size();
    for (unsigned i = 0; i < requests; ++i) {
        m.ask();
        CHECK(feed(m) == progress::send);
    }
    CHECK(m.end().ready().size() == ready);
    m.peer.all.clear();
    m.peer.meet(m.end());
    unsigned answers = 0;
    for (heard const& each : m.peer.all) answers += each.type == content_type::alert ? 1 : 0;
    CHECK(answers == 1);
    CHECK(m.peer.alert() == 100);
    CHECK(m.peer.good);
    for (unsigned i = requests; i < 8; ++i) { // each request counts
        m.ask();
        CHECK(alert_of(m) == 100);
    }
    m.ask();
    CHECK(alert_of(m) == 40);
}
TEST_CASE("B4: a refusal without room waits for it, is never lost, and answers all requests that came meanwhile") {
    for (unsigned const requests : {1U, 3U, 8U}) {
        check_no_room<client_met<mode::never>>(requests);
        check_no_room<server_met<mode::never>>(requests);
    }
}
TEST_CASE("B4: a refusal that waits for room comes before what a caller writes meanwhile") {
    client_met<mode::never> m;
    m.end().write(static_cast<std::uint32_t>(m.end().write_space().size()) - 20);
    REQUIRE(m.end().run() == progress::receive);
    m.ask();
    REQUIRE(feed(m) == progress::send);
    m.end().sent(m.end().ready().size());
    CHECK(m.end().write_space().empty());
    static_cast<void>(m.end().run());
    CHECK(m.end().ready().size() == 31); // the alert
    CHECK_FALSE(m.end().write_space().empty());
}
TEST_CASE("B6: a ninth request while a refusal waits for room ends the connection") {
    client_met<mode::never> m;
    m.end().write(static_cast<std::uint32_t>(m.end().write_space().size()) - 20);
    REQUIRE(m.end().run() == progress::receive);
    for (unsigned i = 0; i < 9; ++i) {
        m.ask();
        static_cast<void>(feed(m));
    }
    CHECK(alert_of(m) == 40);
}

TEST_CASE("K7: an alert of a level that is none is an illegal_parameter, whatever it says and whenever it comes") {
    for (unsigned const level : {0U, 3U, 255U}) {
        for (unsigned const description : {0U, 40U, 90U, 100U, 255U}) {
            client_met<mode::secure_only> c;
            server_met<mode::secure_only> s;
            c.peer.say_alert(level, description);
            s.peer.say_alert(level, description);
            CHECK(alert_of(c) == 47);
            CHECK(alert_of(s) == 47);
            world<with_psk, with_psk> w;
            auto link = w.begun();
            actor peer{false};
            peer.meet(link->client);
            peer.say_alert(level, description);
            peer.meet(link->client);
            CHECK(link->client.alert_sent() == 47);
        }
    }
}
TEST_CASE("an alert that is too short or too long is a decode_error") {
    for (bytes const& each : {bytes{1}, bytes{2}, bytes{1, 0, 0}, bytes{1, 90, 1, 90}}) {
        client_met<mode::secure_only> c;
        server_met<mode::secure_only> s;
        c.peer.say_record(content_type::alert, each);
        s.peer.say_record(content_type::alert, each);
        CHECK(alert_of(c) == 50);
        CHECK(alert_of(s) == 50);
    }
}

TEST_CASE("there is no room for data while a handshake is under way") {
    world<with_certificate, with_certificate> w;
    w.client_keeps = false;
    auto link = w.begun();
    bytes up, down;
    for (unsigned round = 0; round < 2; ++round) {
        unsigned before = 0;
        for (unsigned i = 0; i < 400 && !(link->client.idle() && link->server.idle() && up.empty() && down.empty());
             ++i) {
            for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
                CHECK(each->write_space().empty() == !each->idle());
            }
            link->client.turn(down, up, {.most_out = 50, .most_in = 50});
            link->server.turn(up, down, {.most_out = 50, .most_in = 50});
            ++before;
        }
        CHECK(before > 10);
        CHECK(link->client.connected == round + 1);
        if (round == 0) REQUIRE(link->client.renegotiate());
    }
}
TEST_CASE("what comes behind the peer's close_notify is not seen (RFC 5246 7.2.1)") {
    client_met<mode::secure_only> m;
    m.peer.say_record(content_type::application_data, {'a'});
    m.peer.say_alert(1, 0);
    m.peer.say_record(content_type::application_data, {'b'});
    m.peer.meet(m.end());
    CHECK(m.end().got == bytes{'a'});
    CHECK(m.end().application_data().empty());
    CHECK(m.end().last == progress::closed);
}
TEST_CASE("asking twice for a renegotiation sends one HelloRequest, until it is answered") {
    server_met<mode::secure_only> m;
    CHECK(m.end().renegotiate());
    CHECK_FALSE(m.end().renegotiate());
    m.peer.all.clear();
    m.peer.meet(m.end());
    CHECK_FALSE(m.end().renegotiate());
    m.peer.meet(m.end());
    unsigned requests = 0;
    for (heard const& each : m.peer.all) requests += each.type == content_type::handshake ? 1 : 0;
    CHECK(requests == 1);
    warn(m, 1, 100);
    CHECK(alert_of(m) == -1);
    CHECK(m.end().renegotiate());
}
TEST_CASE("failure() when the transport is lost: connection_lost, except behind a goodbye of this side") {
    for (bool const in_handshake : {false, true}) {
        world<with_psk, with_psk> w;
        auto link = w.begun();
        if (!in_handshake) REQUIRE(link->between.connects());
        static_cast<void>(link->client.run());
        link->client.transport_lost();
        link->server.transport_lost();
        for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
            CHECK(each->failure() == error{errc::connection_lost, 0});
            CHECK(each->run() == progress::failed);
        }
    }
    world<with_psk, with_psk> w;
    auto link = w.connected();
    REQUIRE(link);
    link->client.close();
    link->client.transport_lost();
    CHECK(link->client.run() == progress::closed);
    CHECK(link->client.failure() == error{});
}
TEST_CASE("a message that fits into no transmit buffer of this size fails the handshake: no_room, internal_error") {
    world<with_psk, with_psk> w;
    w.client_room = {541, 541, 541};
    bytes const name(600, 'n');
    w.knows.identity_name = name;
    auto link = w.begun();
    REQUIRE(link->between.settle());
    CHECK(link->client.why() == errc::no_room);
    CHECK(link->server.alert_received() == 80);
}

} // namespace
