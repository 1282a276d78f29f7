// RFC 5746 on the wire: the client against servers that implement it, do not, or lie. Rules C1 to C8, B1, B3 to B9.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

template <mode Mode, signal Signal = signal::extension>
struct in_mode
    : policy_of<options{.client_renegotiation = Mode, .server_renegotiation = Mode, .signal = Signal}, with_psk> {};
constexpr unsigned scsv = 0x00ff;
bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;

/// A client of this policy, and an actor as its server.
template <class Policy> struct meeting {
    explicit meeting(bool with_store = false) {
        w.client_keeps = with_store;
        link = w.begun();
        server.meet(link->client);
    }
    endpoint& client() { return link->client; }
    bool connects(bytes const& extensions) { return server.serves(client(), extensions); }
    /// True if the client begins a renegotiation and the server receives its hello.
    bool renegotiates() {
        server.all.clear();
        bool const may = link->client.renegotiate();
        server.meet(client());
        return may && server.has_heard(type::client_hello);
    }
    bool is_asked() {
        server.all.clear();
        server.say(message(type::hello_request, {}), false);
        server.meet(client());
        return server.has_heard(type::client_hello);
    }
    bool lives_on() {
        client().got.clear();
        server.all.clear();
        server.say_record(content_type::application_data, {'a'});
        server.meet(client());
        if (!client().say("b")) return false;
        server.meet(client());
        return client().got == bytes{'a'} && server.has_heard(content_type::application_data) && server.good;
    }
    bytes both_verify_data() { return server.client_verify_data + server.server_verify_data; }

    world<Policy, with_psk> w;
    std::unique_ptr<typename world<Policy, with_psk>::link> link;
    actor server{false};
};

template <mode Mode> void check_signals() {
    meeting<in_mode<Mode>> by_extension;
    said_hello h = by_extension.server.hello_heard();
    CHECK(h.has(0xff01));
    CHECK(h[0xff01] == bytes{0});
    CHECK_FALSE(h.has_suite(scsv));

    meeting<in_mode<Mode, signal::scsv>> by_suite;
    h = by_suite.server.hello_heard();
    CHECK_FALSE(h.has(0xff01));
    CHECK(h.has_suite(scsv));
}
TEST_CASE(
    "C1: an initial hello has an empty renegotiation_info or the SCSV, never both, never neither, in every mode") {
    check_signals<mode::strict>();
    check_signals<mode::secure_only>();
    check_signals<mode::compatible>();
    check_signals<mode::never>();
}

template <mode Mode, signal Signal> void check_initial() {
    using policy = in_mode<Mode, Signal>;
    meeting<policy> patched;
    CHECK(patched.connects(secure)); // C2; the server answers the SCSV by the extension, too
    CHECK(patched.client().secure());

    meeting<policy> lying; // C2
    CHECK_FALSE(lying.connects(renegotiated({1}) + ems));
    CHECK(lying.client().alert_sent() == 40);

    meeting<policy> unpatched; // C3
    CHECK(unpatched.connects(ems) == (Mode != mode::strict));
    if (Mode == mode::strict) {
        CHECK(unpatched.client().alert_sent() == 40);
        CHECK(unpatched.client().why() == errc::insecure_peer);
        CHECK(unpatched.link->client.side->retry() == retry_advice::do_not_retry); // T6
    } else {
        CHECK_FALSE(unpatched.client().secure());
        CHECK(unpatched.lives_on());
    }
    meeting<policy> ancient; // no extension block
    CHECK(ancient.connects({}) == (Mode != mode::strict));
}
TEST_CASE("C2, C3: what a client makes of an initial ServerHello, in every mode and with every signal") {
    check_initial<mode::strict, signal::extension>();
    check_initial<mode::strict, signal::scsv>();
    check_initial<mode::secure_only, signal::extension>();
    check_initial<mode::secure_only, signal::scsv>();
    check_initial<mode::compatible, signal::extension>();
    check_initial<mode::compatible, signal::scsv>();
    check_initial<mode::never, signal::extension>();
    check_initial<mode::never, signal::scsv>();
}

template <mode Mode, signal Signal> void check_secure() {
    using policy = in_mode<Mode, Signal>;
    meeting<policy> m;
    REQUIRE(m.connects(secure));
    for (unsigned round = 0; round < 3; ++round) { // B1: the verify_data of the last handshake
        bytes const own = m.server.client_verify_data;
        bytes const both = m.both_verify_data();
        REQUIRE(m.renegotiates());
        said_hello const h = m.server.hello_heard();
        CHECK(h[0xff01] == with_length(1, own)); // C4
        CHECK_FALSE(h.has_suite(scsv));
        CHECK(m.connects(renegotiated(both) + ems)); // C5
        CHECK(m.lives_on());
    }
    bytes const both = m.both_verify_data();
    bytes swapped(both.begin() + 12, both.end());
    append(swapped, bytes(both.begin(), both.begin() + 12));
    bytes changed = both;
    changed[23] ^= 1;
    for (bytes const& extensions :
         {ems, secure, renegotiated(bytes(both.begin(), both.begin() + 12)) + ems, renegotiated(swapped) + ems,
          renegotiated(changed) + ems, renegotiated(both + bytes{0}) + ems}) {
        meeting<policy> liar;
        REQUIRE(liar.connects(secure));
        REQUIRE(liar.renegotiates());
        CHECK_FALSE(liar.connects(extensions));
        CHECK(liar.client().alert_sent() == 40);
        CHECK(liar.link->client.side->retry() == retry_advice::do_not_retry);
    }
}
TEST_CASE("C4, C5, B1: a secure renegotiation carries and demands the verify_data of the handshake before") {
    check_secure<mode::strict, signal::extension>();
    check_secure<mode::secure_only, signal::scsv>();
    check_secure<mode::compatible, signal::extension>();
    check_secure<mode::compatible, signal::scsv>();
}

TEST_CASE("C6, C7: renegotiating with an unpatched server, compatible") {
    meeting<in_mode<mode::compatible>> m;
    REQUIRE(m.connects(ems));
    bytes const own = m.server.client_verify_data;
    REQUIRE(m.renegotiates());
    said_hello h = m.server.hello_heard();
    CHECK(h[0xff01] == with_length(1, own)); // an upgraded server detects the splice
    CHECK_FALSE(h.has_suite(scsv));
    CHECK(m.connects(ems));
    CHECK(m.lives_on());
    REQUIRE(m.renegotiates());
    CHECK_FALSE(m.connects(secure)); // C7
    CHECK(m.client().alert_sent() == 40);

    meeting<in_mode<mode::compatible, signal::scsv>> n;
    REQUIRE(n.connects(ems));
    REQUIRE(n.renegotiates());
    h = n.server.hello_heard();
    CHECK_FALSE(h.has(0xff01));
    CHECK(h.has_suite(scsv));
    CHECK(n.connects(ems));
    REQUIRE(n.renegotiates());
    CHECK_FALSE(n.connects(renegotiated(n.both_verify_data()) + ems)); // C7
    CHECK(n.client().alert_sent() == 40);
}

template <class Policy> void check_refuses(bytes const& initial) {
    meeting<Policy> m;
    REQUIRE(m.connects(initial));
    CHECK_FALSE(m.client().renegotiate());
    CHECK_FALSE(m.is_asked()); // B4
    CHECK(m.server.alert() == 100);
    CHECK(m.lives_on());
}
TEST_CASE(
    "B4: a renegotiation that the mode does not allow is answered with no_renegotiation; the connection lives on") {
    check_refuses<in_mode<mode::secure_only>>(ems);
    check_refuses<in_mode<mode::never>>(ems);
    check_refuses<in_mode<mode::never>>(secure);
    check_refuses<in_mode<mode::never, signal::scsv>>(secure);
}

TEST_CASE("C8: suites, compression and versions that were not offered") {
    auto const alert_after = [](hello const& h) {
        meeting<in_mode<mode::secure_only, signal::scsv>> m;
        m.server.server_answers(h);
        m.server.meet(m.client());
        CHECK(m.server.alert() == m.client().alert_sent());
        return m.client().alert_sent();
    };
    hello good{.extensions = secure};
    CHECK(alert_after(good) == -1);
    for (unsigned const one : {0x00ffU, 0x5600U, 0x0a0aU, 0xfafaU, 0xc02bU, 0x00a9U, 0x0000U, 0x1301U}) {
        hello h = good;
        h.suites = {one};
        CHECK(alert_after(h) == 47);
    }
    hello compressed = good;
    compressed.compression = {1};
    CHECK(alert_after(compressed) == 47);
    for (unsigned const version : {0x0300U, 0x0301U, 0x0302U, 0x0304U, 0xfefdU}) { // RFC 5246 E.1
        hello h = good;
        h.version = version;
        CHECK(alert_after(h) == 70);
    }
    hello tls13 = good;
    tls13.extensions = tls13.extensions + extension(43, {3, 4});
    CHECK(alert_after(tls13) == 70);
    hello unasked = good; // RFC 5246 7.4.1.4
    unasked.extensions = unasked.extensions + extension(16, {0, 3, 2, 'h', '2'});
    CHECK(alert_after(unasked) == 110);
    hello twice = good;
    twice.extensions = twice.extensions + ems;
    CHECK(alert_after(twice) == 47);
    hello unknown = good;
    unknown.extensions = unknown.extensions + extension(0x1234, {});
    CHECK(alert_after(unknown) == 110);
    hello ticket = good; // T17: a client without a store asks for no ticket
    ticket.extensions = ticket.extensions + extension(35, {});
    CHECK(alert_after(ticket) == 110);
}

TEST_CASE("B3: HelloRequests in a handshake are ignored, four of them, and are not in the transcript") {
    for (unsigned const count : {1U, 4U, 5U}) {
        meeting<in_mode<mode::secure_only>> m;
        for (unsigned i = 0; i < count; ++i) m.server.say(message(type::hello_request, {}), false);
        bool const connected = m.connects(secure);
        CHECK(connected == (count <= 4));
        if (!connected) CHECK(m.client().alert_sent() == 10);
    }
    // HelloRequests at another point, and again in the next handshake: the limit is per handshake.
    meeting<in_mode<mode::secure_only>> m;
    m.server.server_answers({.extensions = secure});
    for (unsigned i = 0; i < 4; ++i) m.server.say(message(type::hello_request, {}), false);
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
    m.server.finish();
    m.server.meet(m.client());
    REQUIRE(m.client().idle());
    REQUIRE(m.renegotiates());
    for (unsigned i = 0; i < 4; ++i) m.server.say(message(type::hello_request, {}), false);
    CHECK(m.connects(renegotiated(m.both_verify_data()) + ems));
}

TEST_CASE("a HelloRequest with a body is malformed: decode_error") {
    meeting<in_mode<mode::secure_only>> m;
    m.server.say(message(type::hello_request, {0}), false);
    m.server.meet(m.client());
    CHECK(m.client().alert_sent() == 50);
}

TEST_CASE("B5: data in a renegotiation is delivered and marked until the server's ChangeCipherSpec") {
    for (unsigned place = 0; place < 6; ++place) {
        CAPTURE(place);
        meeting<in_mode<mode::secure_only>> m;
        REQUIRE(m.connects(secure));
        bytes const both = m.both_verify_data();
        REQUIRE(m.renegotiates());
        auto const data = [&] { m.server.say_record(content_type::application_data, {'x'}); };
        if (place == 0) data();
        bytes const answer = answer_message({.extensions = renegotiated(both) + ems}, m.server.server_random);
        append(m.server.transcript, answer);
        m.server.say(bytes(answer.begin(), answer.begin() + 9), false); // K4: between fragments
        if (place == 1) data();
        m.server.say(bytes(answer.begin() + 9, answer.end()), false);
        if (place == 2) data();
        m.server.say(message(type::server_hello_done, {}));
        if (place == 3) data();
        m.server.meet(m.client());
        if (place == 4) data();
        m.server.change();
        if (place == 5) data();
        m.server.say(m.server.finished_message(false));
        m.server.meet(m.client());
        if (place < 5) {
            CHECK(m.client().got == bytes{'x'});
            CHECK(m.client().got_in_renegotiation == bytes{'x'});
            CHECK(m.client().idle());
            CHECK(m.lives_on());
            CHECK(m.client().got_in_renegotiation == bytes{'x'});
        } else {
            CHECK(m.client().got.empty());
            CHECK(m.client().alert_sent() == 10);
        }
    }
}
struct strict_data : policy_of<options{.refuse_data_in_renegotiation = true}, in_mode<mode::secure_only>> {};
TEST_CASE("B5: a policy may refuse data once the server's hello is here") {
    for (bool const answered : {false, true}) {
        meeting<strict_data> m;
        REQUIRE(m.connects(secure));
        REQUIRE(m.renegotiates());
        if (answered) m.server.server_answers({.extensions = renegotiated(m.both_verify_data()) + ems});
        m.server.say_record(content_type::application_data, {'x'});
        m.server.meet(m.client());
        CHECK(m.client().failed() == answered);
        CHECK(m.client().got.empty() == answered);
        if (answered) CHECK(m.client().alert_sent() == 10);
    }
}

TEST_CASE("B6: three renegotiations that the server asks for, eight refusals, then handshake_failure; own ones do not "
          "count") {
    meeting<in_mode<mode::secure_only>> m;
    REQUIRE(m.connects(secure));
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(m.renegotiates());
        REQUIRE(m.connects(renegotiated(m.both_verify_data()) + ems));
    }
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(m.is_asked());
        REQUIRE(m.connects(renegotiated(m.both_verify_data()) + ems));
    }
    for (unsigned i = 0; i < 28; ++i) {
        CHECK_FALSE(m.is_asked());
        CHECK(m.server.alert() == 100);
        if (i < 20) CHECK(m.lives_on()); // any number, if data separates the requests
    }
    CHECK_FALSE(m.is_asked());
    CHECK(m.client().alert_sent() == 40);
    CHECK(m.client().why() == errc::too_many_renegotiations);
}

TEST_CASE("B8: a renegotiation that the server refuses leaves everything as it was") {
    meeting<in_mode<mode::secure_only>> m;
    REQUIRE(m.connects(secure));
    bytes const own = m.server.client_verify_data;
    bytes const master = to_bytes(m.client().current().master_secret);
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(m.renegotiates());
        m.server.say_alert(1, 100);
        m.server.meet(m.client());
        CHECK(m.client().idle());
        CHECK(m.client().secure());
        CHECK(to_bytes(m.client().current().master_secret) == master);
        CHECK(m.lives_on());
    }
    REQUIRE(m.renegotiates());
    CHECK(m.server.hello_heard()[0xff01] == with_length(1, own));
    CHECK(m.connects(renegotiated(m.both_verify_data()) + ems));

    // A server that has answered cannot refuse any more.
    REQUIRE(m.renegotiates());
    m.server.server_answers({.extensions = renegotiated(m.both_verify_data()) + ems});
    m.server.say_alert(1, 100);
    m.server.meet(m.client());
    CHECK(m.client().alert_sent() == 10);
}

TEST_CASE("B8: a refused renegotiation that offered a ticket leaves session, identity and ticket") {
    meeting<in_mode<mode::secure_only>> m{true};
    m.server.extended = true;
    // A full handshake with a ticket.
    m.server.server_answers({.extensions = secure + extension(35, {})});
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
    m.server.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 7))));
    m.server.finish();
    m.server.meet(m.client());
    REQUIRE(m.client().idle());
    CHECK(m.w.store.size() == 1);
    session const before = m.client().current();
    bool const resumed_before = m.client().resumed();
    m.client().now += 100;
    REQUIRE(m.renegotiates());
    m.server.say_alert(1, 100);
    m.server.meet(m.client());
    CHECK(m.client().idle());
    CHECK(m.client().current() == before);
    CHECK(m.client().resumed() == resumed_before);
    CHECK(m.w.store.size() == 1);
    CHECK(m.lives_on());
}

struct resumes_anything
    : policy_of<test::with<in_mode<mode::compatible>>([](auto& o) { o.without_ems = resumption_without_ems::resume; }),
                in_mode<mode::compatible>> {};
TEST_CASE("B9: renegotiation without extended master secret follows a full handshake only") {
    meeting<in_mode<mode::secure_only>> m;
    REQUIRE(m.connects(renegotiated({})));
    REQUIRE(m.renegotiates());
    CHECK(m.connects(renegotiated(m.both_verify_data())));

    world<resumes_anything, with_psk> w;
    actor first{false};
    auto one = w.begun();
    first.meet(one->client);
    first.extended = false;
    first.server_answers({.extensions = renegotiated({}) + extension(35, {})});
    first.say(message(type::server_hello_done, {}));
    first.meet(one->client);
    first.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 7))));
    first.finish();
    first.meet(one->client);
    REQUIRE(one->client.idle());
    REQUIRE(w.store.size() == 1);

    actor second{false};
    auto two = w.begun();
    second.meet(two->client);
    CHECK(second.hello_heard()[35] == bytes(40, 7));
    second.master = first.master;
    REQUIRE(second.resumes(two->client, {.extensions = renegotiated({})}));
    CHECK(two->client.resumed());
    CHECK_FALSE(two->client.renegotiate());
    second.all.clear();
    second.say(message(type::hello_request, {}), false);
    second.meet(two->client);
    CHECK(second.alert() == 100);
    CHECK_FALSE(two->client.over());
}

TEST_CASE("B9: what began by resuming with extended master secret renegotiates with it, or fails: the hello is out") {
    for (bool const with_it : {false, true}) {
        for (bool const asked : {false, true}) {
            world<in_mode<mode::compatible>, with_psk> w;
            auto one = w.begun();
            actor server{false};
            server.meet(one->client);
            server.server_answers({.extensions = secure + extension(35, {})});
            server.say(message(type::server_hello_done, {}));
            server.meet(one->client);
            server.say(message(type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, bytes(40, 7))));
            server.finish();
            server.meet(one->client);
            bytes const master = server.master;

            auto two = w.begun();
            server = actor{false};
            server.meet(two->client);
            server.master = master;
            REQUIRE(server.resumes(two->client, {.extensions = secure}));
            server.all.clear();
            if (asked) {
                server.say(message(type::hello_request, {}), false);
            } else {
                REQUIRE(two->client.renegotiate());
            }
            server.meet(two->client);
            REQUIRE(server.has_heard(type::client_hello));
            bytes const info = renegotiated(server.client_verify_data + server.server_verify_data);
            CHECK(server.serves(two->client, with_it ? info + ems : info) == with_it);
            if (!with_it) {
                CHECK(two->client.alert_sent() == 40);
                CHECK(two->client.why() == errc::extended_master_secret_missing);
            }
        }
    }
}

} // namespace
