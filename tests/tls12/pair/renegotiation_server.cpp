// RFC 5746 on the wire: the server against clients that implement it, do not, or lie. Rules S1 to S6, B1, B5 to B9; RFC
// 7507.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

template <mode Mode> struct in_mode : policy_of<options{.server_renegotiation = Mode}, with_psk> {};
struct speaks_tls_1_3_too
    : policy_of<options{.highest_version = protocol_version::tls_1_3}, in_mode<mode::secure_only>> {};
struct insists : policy_of<options{.require_ems = true}, in_mode<mode::secure_only>> {};
constexpr unsigned psk_suite = 0x00a8;
constexpr unsigned scsv = 0x00ff;
bytes const ems = extended_master_secret_extension();
bytes name_of(std::string const& name) {
    return extension(0, with_length(2, bytes{0} + with_length(2, to_bytes(name))));
}

enum class says { extension, suite, both, nothing };
hello greeting(says how, bytes const& data = {}) {
    hello h{.extensions = ems};
    if (how == says::extension || how == says::both) h.extensions = h.extensions + renegotiated(data);
    if (how == says::suite || how == says::both) h.suites.push_back(scsv);
    return h;
}

/// A server of this policy, and an actor as its client.
template <class Policy> struct meeting {
    meeting() : link{w.begun()} {}
    endpoint& server() { return link->server; }
    bool connects(hello const& h) {
        client.all.clear();
        return client.connects(server(), h);
    }
    bool renegotiates(says how = says::extension) { return connects(greeting(how, client.client_verify_data)); }
    /// Sends a hello. \return the alert of the server, or -1
    int alert_after(hello const& h) {
        client.all.clear();
        client.client_greets(h);
        client.meet(server());
        return client.alert();
    }
    bool lives_on() {
        server().got.clear();
        client.all.clear();
        client.say_record(content_type::application_data, {'a'});
        client.meet(server());
        if (!server().say("b")) return false;
        client.meet(server());
        return server().got == bytes{'a'} && client.has_heard(content_type::application_data) && client.good;
    }
    bytes both_verify_data() { return client.client_verify_data + client.server_verify_data; }

    world<with_psk, Policy> w;
    std::unique_ptr<typename world<with_psk, Policy>::link> link;
    actor client{true};
};

template <mode Mode> void check_initial() {
    for (says const how : {says::extension, says::suite, says::both, says::nothing}) {
        CAPTURE(static_cast<int>(how));
        meeting<in_mode<Mode>> m;
        bool const patched = how != says::nothing;
        CHECK(m.connects(greeting(how)) == (patched || Mode != mode::strict));
        if (!patched && Mode == mode::strict) {
            CHECK(m.server().alert_sent() == 40); // S2
            continue;
        }
        said_hello const answer = m.client.hello_heard();
        CHECK(answer.has(0xff01) == patched); // S1
        if (patched) CHECK(answer[0xff01] == bytes{0});
        CHECK(m.server().secure() == patched);
        CHECK(m.lives_on());
    }
    meeting<in_mode<Mode>> lying; // S1
    CHECK_FALSE(lying.connects(greeting(says::extension, {1, 2})));
    CHECK(lying.server().alert_sent() == 40);
    meeting<in_mode<Mode>> lying_twice;
    CHECK_FALSE(lying_twice.connects(greeting(says::both, {1})));
    CHECK(lying_twice.server().alert_sent() == 40);
}
TEST_CASE("S1, S2: what a server makes of an initial hello, in every mode, and how it answers") {
    check_initial<mode::strict>();
    check_initial<mode::secure_only>();
    check_initial<mode::compatible>();
    check_initial<mode::never>();
}

TEST_CASE("S1: a hello without any extensions gets a block for renegotiation_info alone, or none") {
    meeting<in_mode<mode::secure_only>> patched;
    CHECK(patched.connects({.suites = {psk_suite, scsv}, .has_block = false}));
    said_hello h = patched.client.hello_heard();
    REQUIRE(h.extensions.size() == 1);
    CHECK(h[0xff01] == bytes{0});

    meeting<in_mode<mode::secure_only>> unpatched;
    CHECK(unpatched.connects({.has_block = false}));
    h = unpatched.client.hello_heard();
    CHECK_FALSE(h.has_block);
}

template <mode Mode> void check_secure() {
    for (says const first : {says::extension, says::suite}) {
        meeting<in_mode<Mode>> m;
        REQUIRE(m.connects(greeting(first)));
        for (unsigned round = 0; round < 3; ++round) {
            bytes const both = m.both_verify_data();
            REQUIRE(m.renegotiates());
            CHECK(m.client.hello_heard()[0xff01] == with_length(1, both)); // S4
            CHECK(m.lives_on());
        }
    }
    meeting<in_mode<Mode>> any;
    REQUIRE(any.connects(greeting(says::extension)));
    bytes const right = any.client.client_verify_data;
    for (unsigned wrong = 0; wrong < 6; ++wrong) { // S3
        meeting<in_mode<Mode>> m;
        REQUIRE(m.connects(greeting(says::extension)));
        bytes data = m.client.client_verify_data;
        hello h = greeting(says::extension, data);
        if (wrong == 0) h = greeting(says::nothing);
        if (wrong == 1) h = greeting(says::extension);
        if (wrong == 2) h = greeting(says::both, data);
        if (wrong == 3) h = greeting(says::suite);
        if (wrong == 4) data[11] ^= 0x80, h = greeting(says::extension, data);
        if (wrong == 5) h = greeting(says::extension, m.both_verify_data());
        CAPTURE(wrong);
        CHECK(m.alert_after(h) == 40);
        CHECK(m.server().failed());
    }
}
TEST_CASE("S3, S4, B1: a secure renegotiation demands and carries the verify_data of the handshake before") {
    check_secure<mode::strict>();
    check_secure<mode::secure_only>();
    check_secure<mode::compatible>();
}

TEST_CASE("S5: renegotiating with an unpatched client, compatible") {
    meeting<in_mode<mode::compatible>> m;
    REQUIRE(m.connects(greeting(says::nothing)));
    REQUIRE(m.connects(greeting(says::nothing)));
    CHECK_FALSE(m.client.hello_heard().has(0xff01));
    CHECK(m.lives_on());
    for (says const how : {says::extension, says::suite, says::both}) {
        meeting<in_mode<mode::compatible>> other;
        REQUIRE(other.connects(greeting(says::nothing)));
        CHECK(other.alert_after(greeting(how)) == 40);
        CHECK(other.server().failed());
    }
}

template <class Policy> void check_refuses(says first) {
    meeting<Policy> m;
    REQUIRE(m.connects(greeting(first)));
    // B8: the refusal precedes the checks of S3 and S5.
    bytes const data = m.client.client_verify_data;
    for (hello const& h : {greeting(says::extension, data), greeting(says::nothing), greeting(says::both, {9})}) {
        CHECK(m.alert_after(h) == 100);
        CHECK(m.lives_on());
    }
    CHECK_FALSE(m.server().renegotiate()); // the server does not request one either
}
TEST_CASE("B8: a renegotiation that the mode does not allow is refused with a warning before anything is checked") {
    check_refuses<in_mode<mode::secure_only>>(says::nothing);
    check_refuses<in_mode<mode::never>>(says::nothing);
    check_refuses<in_mode<mode::never>>(says::extension);
    check_refuses<in_mode<mode::never>>(says::suite);
}

TEST_CASE(
    "S6: a server takes hellos of higher versions, with unknown suites and extensions, and never selects a signal") {
    meeting<in_mode<mode::secure_only>> m;
    CHECK(m.connects({.version = 0x03ff,
                      .suites = {0x0a0a, scsv, 0x1301, 0xffff, psk_suite, 0xdada},
                      .extensions = ems + extension(0x1a1a, {}) + extension(0xfffe, bytes(100))}));
    CHECK(m.client.hello_heard().version == 0x0303);
    CHECK(m.client.hello_heard().suites[0] == psk_suite);
    CHECK_FALSE(m.client.hello_heard().has(0xfffe));
    for (std::vector<unsigned> const& suites :
         {std::vector<unsigned>{scsv}, std::vector<unsigned>{0x1301, 0x0a0a}, std::vector<unsigned>{scsv, 0xc02b}}) {
        meeting<in_mode<mode::secure_only>> none;
        CHECK(none.alert_after({.suites = suites, .extensions = ems}) == 40);
    }
}

TEST_CASE(
    "versions before TLS 1.2 are refused with protocol_version; a fallback with inappropriate_fallback (RFC 7507)") {
    for (unsigned const version : {0x0300U, 0x0301U, 0x0302U}) {
        meeting<in_mode<mode::secure_only>> m;
        hello h = greeting(says::extension);
        h.version = version;
        CHECK(m.alert_after(h) == 70);
    }
    meeting<in_mode<mode::secure_only>> m;
    hello h = greeting(says::extension);
    h.suites.push_back(0x5600);
    CHECK(m.connects(h)); // TLS 1.2 is the highest version of this policy
    meeting<speaks_tls_1_3_too> n;
    CHECK(n.alert_after(h) == 86);
    meeting<speaks_tls_1_3_too> o; // RFC 8446 4.1.3
    CHECK(o.connects(greeting(says::extension)));
    bytes const sentinel{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
    CHECK(bytes(o.client.server_random.end() - 8, o.client.server_random.end()) == sentinel);
}

TEST_CASE("null compression has to be offered (RFC 5246 7.4.1.2)") {
    for (bytes const& methods : {bytes{1}, bytes{1, 64}, bytes{1, 0}}) {
        meeting<in_mode<mode::secure_only>> m;
        hello h = greeting(says::extension);
        h.compression = methods;
        CHECK(m.alert_after(h) == (methods.back() == 0 ? -1 : 47));
    }
}

TEST_CASE("B5: data in a renegotiation is delivered and marked until the client's ChangeCipherSpec") {
    for (unsigned place = 0; place < 5; ++place) {
        CAPTURE(place);
        meeting<in_mode<mode::secure_only>> m;
        REQUIRE(m.connects(greeting(says::extension)));
        auto const data = [&] { m.client.say_record(content_type::application_data, {'x'}); };
        bytes const h =
            greeting_message(greeting(says::extension, m.client.client_verify_data), m.client.client_random);
        m.client.transcript = h;
        m.client.say(bytes(h.begin(), h.begin() + 5), false);
        if (place == 0) data(); // K4
        m.client.say(bytes(h.begin() + 5, h.end()), false);
        if (place == 1) data();
        m.client.meet(m.server());
        if (place == 2) data();
        m.client.say(m.client.psk_key_exchange());
        if (place == 3) data();
        m.client.make_psk_master(true);
        m.client.expand();
        m.client.change();
        if (place == 4) data();
        m.client.say(m.client.finished_message(true));
        m.client.meet(m.server());
        if (place < 4) {
            CHECK(m.server().got == bytes{'x'});
            CHECK(m.server().got_in_renegotiation.empty() == (place == 0)); // the hello is incomplete
            CHECK(m.server().idle());
            CHECK(m.lives_on());
        } else {
            CHECK(m.server().got.empty());
            CHECK(m.server().alert_sent() == 10);
        }
    }
}

TEST_CASE(
    "B6: three renegotiations that the client starts, eight refusals, then handshake_failure; own ones do not count") {
    meeting<in_mode<mode::secure_only>> m;
    REQUIRE(m.connects(greeting(says::extension)));
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(m.server().renegotiate());
        m.client.all.clear();
        m.client.meet(m.server());
        CHECK(m.client.has_heard(type::hello_request));
        REQUIRE(m.renegotiates());
    }
    for (unsigned i = 0; i < 3; ++i) REQUIRE(m.renegotiates());
    for (unsigned i = 0; i < 28; ++i) {
        CHECK(m.alert_after(greeting(says::extension, m.client.client_verify_data)) == 100);
        if (i < 20) CHECK(m.lives_on()); // any number, if data separates the hellos
    }
    CHECK(m.alert_after(greeting(says::extension, m.client.client_verify_data)) == 40);
    CHECK(m.server().why() == errc::too_many_renegotiations);
}

struct may_change : policy_of<options{.allow_identity_change = true}, in_mode<mode::secure_only>> {};
template <class Policy> int alert_for_other_identity() {
    meeting<Policy> m;
    CHECK(m.connects(greeting(says::extension)));
    m.client.identity = to_bytes(other_psk_name);
    m.client.psk = to_bytes(other_psk_key);
    bool const connected = m.renegotiates();
    CHECK(connected == (m.client.alert() == -1));
    return m.client.alert();
}
TEST_CASE("B7: a client that becomes somebody else in a renegotiation is refused, unless the policy lets it") {
    CHECK(alert_for_other_identity<in_mode<mode::secure_only>>() == 40);
    CHECK(alert_for_other_identity<in_mode<mode::compatible>>() == 40);
    CHECK(alert_for_other_identity<may_change>() == -1);
}
TEST_CASE("B7: the server name may come, and may not change or go; it knows no case (RFC 5746 5)") {
    struct step {
        std::string first, second;
        bool good;
    };
    for (step const& each : {step{"", "a.example", true}, step{"a.example", "A.EXAMPLE", true},
                             step{"a.example", "b.example", false}, step{"a.example", "", false}}) {
        CAPTURE(each.second);
        meeting<in_mode<mode::secure_only>> m;
        hello h = greeting(says::extension);
        if (!each.first.empty()) h.extensions = h.extensions + name_of(each.first);
        REQUIRE(m.connects(h));
        h = greeting(says::extension, m.client.client_verify_data);
        if (!each.second.empty()) h.extensions = h.extensions + name_of(each.second);
        CHECK(m.connects(h) == each.good);
        CHECK(m.client.alert() == (each.good ? -1 : 40));
    }
}
TEST_CASE("B7: the version may not change in a renegotiation") {
    meeting<in_mode<mode::compatible>> m;
    REQUIRE(m.connects(greeting(says::extension)));
    hello h = greeting(says::extension, m.client.client_verify_data);
    h.version = 0x0302;
    CHECK(m.alert_after(h) == 70);
}

TEST_CASE("B8: a client that refuses a HelloRequest stays connected, and may change its mind") {
    meeting<in_mode<mode::secure_only>> m;
    REQUIRE(m.connects(greeting(says::extension)));
    REQUIRE(m.server().renegotiate());
    m.client.meet(m.server());
    m.client.say_alert(1, 100);
    m.client.meet(m.server());
    CHECK(m.lives_on());
    CHECK(m.renegotiates());
    CHECK(m.lives_on());
}
TEST_CASE("B9: renegotiation without extended master secret follows a full handshake") {
    meeting<in_mode<mode::secure_only>> m;
    hello h{.extensions = renegotiated({})};
    REQUIRE(m.connects(h));
    CHECK_FALSE(m.server().current().extended_master_secret);
    h.extensions = renegotiated(m.client.client_verify_data);
    CHECK(m.connects(h));
    CHECK(m.lives_on());
    meeting<insists> n;
    CHECK(n.alert_after({.extensions = renegotiated({})}) == 40);
}

TEST_CASE("no pre-shared key of that name: unknown_psk_identity (RFC 4279 2)") {
    meeting<in_mode<mode::secure_only>> m;
    m.client.identity = {'n', 'o'};
    CHECK_FALSE(m.connects(greeting(says::extension)));
    CHECK(m.client.alert() == 115);
}
TEST_CASE("another key under that name: the Finished cannot even be opened") {
    meeting<in_mode<mode::secure_only>> m;
    m.client.psk[0] ^= 1;
    CHECK_FALSE(m.connects(greeting(says::extension)));
    CHECK(m.server().alert_sent() == 20);
}

TEST_CASE("data that is not sent yet does not disturb a renegotiation, in the least of buffers") {
    meeting<in_mode<mode::secure_only>> m;
    m.w.server_room = {541, 541, 541};
    m.link = m.w.begun();
    std::string const long_name =
        std::string(60, 'a') + "." + std::string(60, 'b') + "." + std::string(60, 'c') + ".example";
    hello h = greeting(says::extension);
    h.extensions = h.extensions + name_of(long_name);
    REQUIRE(m.connects(h));
    REQUIRE(m.server().say(std::string(400, 'd')));
    h = greeting(says::extension, m.client.client_verify_data);
    h.extensions = h.extensions + name_of(long_name);
    m.client.all.clear();
    m.client.client_greets(h);
    for (unsigned i = 0; i < 50; ++i) { // the server's output is dropped, but the hello arrives
        bytes nowhere;
        m.server().turn(m.client.out, nowhere, {.most_out = 0});
    }
    CHECK_FALSE(m.server().over());
    m.client.meet(m.server());
    CHECK_FALSE(m.server().over());
    CHECK(m.client.has_heard(content_type::application_data));
    CHECK(m.client.has_heard(type::server_hello_done));
}

} // namespace
