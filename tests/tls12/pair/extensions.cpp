// How extensions are judged and answered: RFC 6066 3, RFC 7301 3.1, RFC 8422 4, 5.1, 5.2, RFC 5246 7.4.1.4. The sets of
// extensions that may be offered, may be answered, are checked and are answered agree.
#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;
constexpr unsigned ecdsa_suite = 0xc02b;
constexpr unsigned ecdhe_psk_suite = 0xd001;
constexpr unsigned psk_suite = 0x00a8;

bytes list_of(std::vector<unsigned> const& values) {
    bytes made;
    for (unsigned const each : values) append(made, number16(each));
    return with_length(2, made);
}
bytes groups(std::vector<unsigned> const& values) { return extension(10, list_of(values)); }
bytes formats(bytes const& list) { return extension(11, with_length(1, list)); }
bytes const schemes = extension(13, list_of({0x0403}));
bytes one_name(bytes const& name, std::uint8_t kind = 0) { return bytes{kind} + with_length(2, name); }
bytes names(bytes const& list) { return extension(0, with_length(2, list)); }
bytes named(bytes const& name) { return names(one_name(name)); }
bytes named(char const* name) { return named(to_bytes(name)); }
bytes long_name(std::size_t size) { return bytes(size, 'a'); }
bytes const acknowledged = extension(0, {});

struct three_kinds : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_psk_with_aes_128_gcm_sha256,
                              suite::psk_with_aes_128_gcm_sha256>;
};

/// Credentials with `look`, which returns the answer that the test sets.
template <class P> struct looking : server_knows<P> {
    look_answer look(requested_server const& hello) {
        ++looked;
        seen_name = to_bytes(hello.host_name);
        return answer;
    }
    look_answer answer{};
    unsigned looked = 0;
    bytes seen_name;
};
/// Credentials whose `look` returns a bool.
template <class P> struct nodding : looking<P> {
    bool look(requested_server const& hello) { return looking<P>::look(hello).accepted; }
};

/// A server, and an actor that sends hellos.
template <class Policy = with_psk, template <class> class Knows = looking> struct server_met {
    using world_type = world<Policy, Policy, client_knows, Knows>;

    /// Sends a hello on a new connection. \return the alert that the server sends, or -1
    int greets(bytes const& extensions, std::vector<unsigned> const& suites = {psk_suite}, bytes const& id = {}) {
        link = w.begun();
        client = actor{true};
        client.client_greets({.session_id = id, .suites = suites, .extensions = extensions});
        client.meet(link->server);
        return link->server.alert_sent();
    }
    said_hello answer() { return client.hello_heard(); }
    /// A whole handshake by a pre-shared key.
    bool connects(bytes const& extensions) {
        link = w.begun();
        client = actor{true};
        return client.connects(link->server, {.extensions = extensions});
    }
    /// Sends the hello of a renegotiation on the same connection. \return the alert of the server, or -1
    int renegotiates(bytes const& extensions) {
        client.all.clear();
        client.client_greets({.extensions = renegotiated(client.client_verify_data) + ems + extensions});
        client.meet(link->server);
        return link->server.alert_sent();
    }

    world_type w;
    std::unique_ptr<typename world_type::link> link;
    actor client{true};
};

// ---- point formats

TEST_CASE("RFC 8422 5.1.2, 5.2: a server judges point formats and answers them, with suites of elliptic curves") {
    server_met<three_kinds, server_knows> m;
    bytes const can = secure + schemes;
    struct row {
        bytes extensions;
        int alert;
        bool answered;
    };
    for (unsigned const suite : {ecdsa_suite, ecdhe_psk_suite}) {
        for (row const& each : std::vector<row>{{groups({23}) + formats({0}), -1, true},
                                                {groups({23}) + formats({1, 2, 0}), -1, true},
                                                {formats({0}) + groups({23}), -1, true},
                                                {groups({23}), -1, false},
                                                {{}, -1, false},
                                                {formats({0}), -1, true},
                                                {formats({1}), -1, true}, // no groups: formats not judged
                                                {groups({23}) + formats({1}), 47, false},
                                                {formats({1, 2}) + groups({23}), 47, false},
                                                {groups({23}) + formats({7}), 47, false},
                                                {groups({23, 0x0a0a}) + formats({1}), 47, false},
                                                {groups({23}) + formats({}), 50, false},
                                                {groups({23}) + extension(11, {}), 50, false},
                                                {groups({23}) + extension(11, {2, 0}), 50, false},
                                                {groups({23}) + extension(11, {1, 0, 0}), 50, false}}) {
            CHECK(m.greets(can + each.extensions, {suite}) == each.alert);
            if (each.alert != -1) continue;
            CHECK(m.answer().suites.at(0) == suite);
            CHECK(m.answer().has(11) == each.answered);
            if (each.answered) CHECK(m.answer()[11] == bytes{1, 0});
        }
    }
}
TEST_CASE(
    "RFC 8422 5.1.2: each of the five curves needs the uncompressed form, whichever suite is chosen; others do not") {
    server_met<three_kinds, server_knows> m;
    for (unsigned const group : {23U, 24U, 25U, 29U, 30U}) {
        CAPTURE(group);
        CHECK(m.greets(secure + groups({0x1a1a, group}) + formats({1}), {psk_suite}) == 47);
        CHECK(m.greets(secure + groups({0x1a1a, group}) + formats({0}), {psk_suite}) == -1);
    }
    for (unsigned const group : {22U, 26U, 28U, 31U, 256U, 0x0a0aU}) {
        CAPTURE(group);
        CHECK(m.greets(secure + groups({group}) + formats({1}), {psk_suite}) == -1);
        CHECK_FALSE(m.answer().has(11)); // a suite without elliptic curves
    }
}
TEST_CASE("RFC 8422 4: a server without suites of elliptic curves does not look at point formats") {
    server_met<with_psk, server_knows> m;
    CHECK(m.greets(secure + groups({23}) + formats({1})) == -1);
    CHECK_FALSE(m.answer().has(11));
    CHECK(m.greets(secure + groups({23}) + formats({0})) == -1);
    CHECK_FALSE(m.answer().has(11));
}

/// A client on its first connection, and an actor as its server.
template <class Policy> struct client_met {
    explicit client_met(byte_view name = host) {
        w.client_room = {4096, 4096, 4096};
        w.name = name;
        link = w.begun();
        server.meet(link->client);
    }
    endpoint& client() { return link->client; }
    /// Sends a ServerHello. \return the client's alert, or -1
    int answers(bytes const& extensions, unsigned suite) {
        server.server_answers({.suites = {suite}, .extensions = extensions});
        server.meet(client());
        return client().alert_sent();
    }

    world<Policy, three_kinds> w;
    std::unique_ptr<typename world<Policy, three_kinds>::link> link;
    actor server{false};
};
template <class Policy> int after(bytes const& extensions, unsigned suite) {
    client_met<Policy> m;
    return m.answers(secure + extensions, suite);
}

TEST_CASE(
    "RFC 8422 5.1, 5.2: a client that offers suites of elliptic curves sends point formats, and judges the answer") {
    CHECK(client_met<three_kinds>{}.server.hello_heard()[11] == bytes{1, 0});
    CHECK(client_met<with_certificate>{}.server.hello_heard()[11] == bytes{1, 0});
    for (unsigned const suite : {ecdsa_suite, ecdhe_psk_suite, psk_suite}) {
        CHECK(after<three_kinds>(formats({0}), suite) == -1);
        CHECK(after<three_kinds>(formats({2, 1, 0}), suite) == -1);
        CHECK(after<three_kinds>({}, suite) == -1);
        CHECK(after<three_kinds>(formats({1}), suite) == 47);
        CHECK(after<three_kinds>(formats({1, 2}), suite) == 47);
        CHECK(after<three_kinds>(formats({}), suite) == 50);
        CHECK(after<three_kinds>(extension(11, {}), suite) == 50);
        CHECK(after<three_kinds>(extension(11, {1, 0, 0}), suite) == 50);
    }
}

// ---- supported_groups in a ServerHello, which deployed servers send

TEST_CASE("supported_groups in a ServerHello is ignored where it was offered, if it is well-formed") {
    CHECK(after<three_kinds>(groups({23}), ecdsa_suite) == -1);
    CHECK(after<three_kinds>(groups({29, 24}), ecdsa_suite) == -1);
    CHECK(after<three_kinds>(extension(10, {}), ecdsa_suite) == 50);
    CHECK(after<three_kinds>(extension(10, {0, 0}), ecdsa_suite) == 50);
    CHECK(after<three_kinds>(extension(10, {0, 1, 23}), ecdsa_suite) == 50);
    CHECK(after<three_kinds>(extension(10, {0, 2, 0, 23, 0}), ecdsa_suite) == 50);
}

// ---- protocols

struct two_protocols : three_kinds {
    using protocols = protocol_list<"mqtt", "coap">;
};
bytes protocols(std::vector<bytes> const& list) {
    bytes made;
    for (bytes const& each : list) append(made, with_length(1, each));
    return extension(16, with_length(2, made));
}
TEST_CASE("RFC 7301 3.1: the answer names exactly one protocol, and one that was offered") {
    bytes const mqtt = to_bytes("mqtt"), coap = to_bytes("coap"), http = to_bytes("http/1.1");
    CHECK(after<two_protocols>(protocols({mqtt}), psk_suite) == -1);
    CHECK(after<two_protocols>(protocols({coap}), psk_suite) == -1);
    CHECK(after<two_protocols>(protocols({mqtt, coap}), psk_suite) == 50);
    CHECK(after<two_protocols>(protocols({mqtt, mqtt}), psk_suite) == 50);
    CHECK(after<two_protocols>(protocols({http, mqtt}), psk_suite) == 50); // the form is checked first
    CHECK(after<two_protocols>(protocols({}), psk_suite) == 50);
    CHECK(after<two_protocols>(protocols({bytes{}}), psk_suite) == 50);
    CHECK(after<two_protocols>(extension(16, {}), psk_suite) == 50);
    CHECK(after<two_protocols>(protocols({http}), psk_suite) == 47);
    CHECK(after<two_protocols>(protocols({to_bytes("mqt")}), psk_suite) == 47);
    CHECK(after<three_kinds>(protocols({mqtt}), psk_suite) == 110);
}

// ---- names

TEST_CASE(
    "RFC 6066 3: two names of one type are an illegal_parameter; of another type the length is read, and no more") {
    server_met<> m;
    bytes const a = one_name({'a'}), b = one_name({'b'});
    CHECK(m.greets(secure + names(a)) == -1);
    CHECK(m.greets(secure + names(a + b)) == 47);
    CHECK(m.greets(secure + names(a + a)) == 47);
    CHECK(m.greets(secure + names(one_name({1}, 7) + a + one_name({2}, 9))) == -1);
    CHECK(m.w.server.seen_name == bytes{'a'});
    CHECK(m.greets(secure + names(one_name({1}, 7) + a + one_name({2}, 7))) == 47);
    CHECK(m.greets(secure + names(a + one_name({1}, 7) + b)) == 47);
    CHECK(m.greets(secure + names(one_name({}, 7) + a)) == -1);
    CHECK(m.greets(secure + names(one_name({0, 0xff, ' '}, 255))) == -1);
    CHECK(m.w.server.seen_name.empty());
    CHECK_FALSE(m.answer().has(0)); // the hello has no host name
    CHECK(m.greets(secure + names(one_name({}))) == 50);
    CHECK(m.greets(secure + names({})) == 50);
    CHECK(m.greets(secure + names({7, 0, 1})) == 50);
    CHECK(m.greets(secure + extension(0, {})) == 50);
}
TEST_CASE("RFC 6066 3: bytes that no name has are an illegal_parameter, and nobody is shown them") {
    server_met<> m;
    for (unsigned value = 0; value < 256; ++value) {
        CAPTURE(value);
        bool const good = value > 0x20 && value < 0x7f;
        unsigned const before = m.w.server.looked;
        CHECK(m.greets(secure + named(bytes{'a', static_cast<std::uint8_t>(value), 'b'})) == (good ? -1 : 47));
        CHECK(m.w.server.looked - before == (good ? 1U : 0U));
    }
    bytes late = long_name(300);
    late[299] = 0;
    CHECK(m.greets(secure + named(late)) == 47);
    server_met<with_psk, server_knows> plain; // without `look`
    CHECK(plain.greets(secure + named(bytes{'a', 0})) == 47);
    CHECK(plain.greets(secure + named("a")) == -1);
}

TEST_CASE("RFC 6066 3: a server that looked at a name acknowledges it in every full handshake, and in no other") {
    server_met<> m;
    CHECK(m.greets(secure + named("sensor.example")) == -1);
    CHECK(m.answer().has(0));
    CHECK(m.answer()[0].empty());
    CHECK(m.greets(secure) == -1); // the hello has no name
    CHECK_FALSE(m.answer().has(0));
    for (std::size_t const size : {1U, 253U, 255U}) {
        CHECK(m.greets(secure + named(long_name(size))) == -1);
        CHECK(m.answer().has(0));
    }
    // A renegotiation behaves alike.
    REQUIRE(m.connects(secure + named("sensor.example")));
    CHECK(m.answer().has(0));
    CHECK(m.renegotiates(named("sensor.example")) == -1);
    CHECK(m.answer().has(0));
    m.w.server.answer = {.name_used = false};
    CHECK(m.greets(secure + named("sensor.example")) == -1);
    CHECK_FALSE(m.answer().has(0));

    server_met<with_psk, server_knows> blind;
    CHECK(blind.greets(secure + named("sensor.example")) == -1);
    CHECK_FALSE(blind.answer().has(0));
    server_met<with_psk, nodding> nods;
    CHECK(nods.greets(secure + named("sensor.example")) == -1);
    CHECK(nods.answer().has(0));
    nods.w.server.answer.accepted = false;
    CHECK(nods.greets(secure + named("sensor.example")) == 112);
}
TEST_CASE("RFC 6066 3: who is not accepted is told why, by the alert that the server's owner chooses") {
    server_met<> m;
    m.w.server.answer = {.accepted = false};
    CHECK(m.greets(secure + named("sensor.example")) == 112);
    CHECK(m.link->server.why() == errc::unrecognized_name);
    for (auto const alert : {alert_description::access_denied, alert_description::handshake_failure,
                             alert_description::internal_error, alert_description::insufficient_security}) {
        m.w.server.answer.alert = alert;
        CHECK(m.greets(secure + named("sensor.example")) == static_cast<int>(alert));
        CHECK(m.client.alert() == static_cast<int>(alert));
        CHECK(m.link->server.why() == errc::hello_refused);
    }
}
TEST_CASE("a real client takes the acknowledgement, in the first handshake and in another one") {
    world<three_kinds, three_kinds, client_knows, looking> w;
    auto const link = w.connected();
    REQUIRE(link);
    CHECK(w.server.seen_name == to_bytes(byte_view{host}));
    w.store.clear();
    REQUIRE(link->client.renegotiate());
    CHECK(link->between.connects());
    CHECK(w.server.looked == 2);
    CHECK(link->between.talks());
}

TEST_CASE("a name of any length is looked at as it came, and never an internal_error") {
    server_met<> m;
    m.w.server_room = {24'000, 541, 24'000};
    for (std::size_t const size : {255U, 256U, 300U, 541U, 1000U, 4096U, 16'000U, 20'000U}) {
        CAPTURE(size);
        bytes const name = long_name(size);
        CHECK(m.greets(secure + named(name) + extension(35, {})) == -1);
        CHECK(m.w.server.seen_name == name);
        CHECK(m.client.has_heard(type::server_hello));
        CHECK(m.answer().has(0) == (size <= 255));
        CHECK(m.answer().has(35) == (size <= 255)); // a long name gets no ticket
    }
    REQUIRE(m.connects(secure + named(long_name(20'000))));
    CHECK(m.link->server.current().server_name != name_digest{}); // a long name differs from no name
}
TEST_CASE("B7: in a renegotiation a name that is too long to be known is a changed name, whatever was there before") {
    struct {
        std::size_t before, then;
        int alert;
    } constexpr rows[]{{255, 255, -1}, {255, 256, 40}, {256, 255, 40}, {256, 256, 40},
                       {0, 256, 40},   {256, 0, 40},   {0, 255, -1},   {255, 254, 40}};
    for (auto const& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.then);
        server_met<> m;
        bytes const before = row.before == 0 ? bytes{} : named(long_name(row.before));
        bytes const then = row.then == 0 ? bytes{} : named(long_name(row.then));
        REQUIRE(m.connects(secure + before));
        CHECK(m.renegotiates(then) == row.alert);
        if (row.alert == 40) CHECK(m.link->server.why() == errc::identity_changed);
    }
}
TEST_CASE("B7: case and one dot at the end do not make another name, and two dots do") {
    struct {
        char const* before;
        char const* then;
        int alert;
    } constexpr rows[]{{"A.example", "a.EXAMPLE.", -1},
                       {"a.example.", "a.example", -1},
                       {"a.example.", "a.example.", -1},
                       {"a.example", "a.example..", 40},
                       {"a.example", "b.example", 40},
                       {".", ".", -1},
                       {"a", ".", 40},
                       {".", "..", -1}}; // ".." without the last dot is "."
    for (auto const& row : rows) {
        CAPTURE(row.before);
        CAPTURE(row.then);
        server_met<> m;
        REQUIRE(m.connects(secure + named(row.before)));
        CHECK(m.link->server.current().server_name != name_digest{});
        CHECK(m.renegotiates(named(row.then)) == row.alert);
    }
}

// ---- extensions that a resumption ignores

/// A server that issued a ticket to a client of the library, and an actor that offers the ticket.
template <class Policy> struct ticket_holder {
    ticket_holder() {
        auto const link = met.w.connected();
        REQUIRE(link);
        suite = static_cast<unsigned>(link->client.current().suite);
        auto const handle = met.w.store.take(link->client.current().server_name, met.w.now);
        REQUIRE(met.w.store.find(handle) != nullptr);
        ticket = to_bytes(met.w.store.find(handle)->ticket());
    }
    /// \return true if the server accepts the ticket, and so echoes the session id (T9)
    bool resumes(bytes const& extensions) {
        bytes const id(32, 0x77);
        alert = met.greets(secure + extension(35, ticket) + extensions, {suite}, id);
        return alert == -1 && met.answer().session_id == id && !met.client.has_heard(type::certificate) &&
               !met.client.has_heard(type::server_key_exchange);
    }
    server_met<Policy> met;
    unsigned suite = 0;
    bytes ticket;
    int alert = -1;
};
struct only_ecdhe_psk : basic {
    using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>;
};
template <class Policy> void resumes_whatever_is_listed() {
    ticket_holder<Policy> h;
    bytes const name = named("sensor.example");
    CHECK(h.resumes(name + groups({23}) + formats({0}) + schemes));
    CHECK_FALSE(h.met.answer().has(11)); // not answered either
    CHECK_FALSE(h.met.answer().has(0));
    CHECK(h.resumes(name + groups({29, 24}) + schemes));
    CHECK(h.resumes(name + groups({0x0a0a}) + schemes));
    CHECK(h.resumes(name + groups({23})));
    CHECK(h.resumes(name + groups({23}) + extension(13, list_of({0x0804, 0x0201}))));
    CHECK(h.resumes(name + groups({23}) + formats({1}) + schemes));
    CHECK(h.resumes(name + groups({24}) + formats({1, 2})));
    CHECK(h.resumes(name));
    // Malformed extensions are refused nevertheless.
    CHECK_FALSE(h.resumes(name + extension(10, {0, 0})));
    CHECK(h.alert == 50);
    CHECK_FALSE(h.resumes(name + extension(11, {0})));
    CHECK(h.alert == 50);
    CHECK_FALSE(h.resumes(name + extension(13, {0, 0})));
    CHECK(h.alert == 50);
    // A full handshake checks these extensions.
    CHECK(h.met.greets(secure + name + groups({24}) + schemes, {h.suite}) == 40);
    CHECK(h.met.greets(secure + name + groups({23}) + formats({1}) + schemes, {h.suite}) == 47);
}
TEST_CASE("RFC 8422 4, RFC 5246 7.4.1.4.1: a session is resumed whatever groups, formats and schemes the hello lists") {
    resumes_whatever_is_listed<with_certificate>();
    resumes_whatever_is_listed<only_ecdhe_psk>();
}
TEST_CASE(
    "T10: a ticket is good for its name whatever the case and a dot at its end, and for no other, nor for a long one") {
    ticket_holder<with_psk> h;
    CHECK(h.resumes(named("sensor.example")));
    CHECK(h.resumes(named("SENSOR.example.")));
    CHECK_FALSE(h.resumes(named("sensor.example..")));
    CHECK_FALSE(h.resumes(named("ensor.example")));
    CHECK_FALSE(h.resumes(named(long_name(256))));
    CHECK_FALSE(h.met.answer().has(35));
    CHECK_FALSE(h.resumes({}));
    CHECK(h.alert == -1); // a full handshake, no alert
    // A ticket without a name fits neither the name "." nor a long name.
    h.met.w.name = {};
    h.met.w.key = byte_view{host};
    h.met.w.store.clear();
    auto const link = h.met.w.connected();
    REQUIRE(link);
    h.ticket =
        to_bytes(h.met.w.store.find(h.met.w.store.take(link->client.current().server_name, h.met.w.now))->ticket());
    CHECK(h.resumes({}));
    CHECK_FALSE(h.resumes(named(".")));
    CHECK_FALSE(h.resumes(named(long_name(256))));
}
TEST_CASE("T16: a client ignores server_name in a resumed ServerHello, where it asked for one") {
    for (bool const asked : {true, false}) {
        world<with_psk, with_psk> w;
        w.name = asked ? byte_view{host} : byte_view{};
        auto first = w.begun();
        actor server{false};
        server.meet(first->client);
        REQUIRE(server.serves(first->client, secure) == true);
        // Resumption by a ticket of a server of the library.
        world<with_psk, with_psk> again;
        again.name = w.name;
        again.key = byte_view{host};
        auto const link = again.connected();
        REQUIRE(link);
        bytes const master = to_bytes(byte_view{link->client.current().master_secret});
        auto next = again.begun();
        actor resuming{false};
        resuming.master = master;
        resuming.meet(next->client);
        REQUIRE_FALSE(resuming.hello_heard()[35].empty());
        CHECK(resuming.resumes(next->client, {.extensions = secure + acknowledged}) == asked);
        CHECK(next->client.alert_sent() == (asked ? -1 : 110));
        CHECK(next->client.resumed() == asked);
    }
}

// ---- the four sets of extensions

/// A policy whose client offers every extension.
struct asks_all : policy_of<options{.fragment_length = max_fragment_length_code::bytes_2048}, three_kinds> {
    using protocols = protocol_list<"mqtt", "coap">;
};

/// The expected treatment of an extension, written by hand from the RFCs. An extension without a row is neither
/// offered, answered nor checked. Alert -1: accepted.
struct rule {
    unsigned number;
    bool offered;      ///< by a client of `asks_all`
    int answer;        ///< the client's alert for `good_answer`
    bytes good_answer; ///< a good body in a ServerHello
    std::map<bytes, int> bad_answers;
    bool answered; ///< by a server with every extension
    bytes good_offer;
    std::map<bytes, int> bad_offers;
};
bytes body_of(bytes const& whole) { return {whole.begin() + 4, whole.end()}; }
std::vector<rule> const rules{
    {0,
     true,
     -1,
     {},
     {{{0}, 50}, {{0, 0}, 50}},
     true,
     body_of(named("sensor.example")),
     {{{}, 50},
      {body_of(named(bytes{})), 50},
      {body_of(named(bytes{0})), 47},
      {body_of(names(one_name({'a'}) + one_name({'b'}))), 47}}},
    {1,
     true,
     -1,
     {3},
     {{{}, 50}, {{3, 0}, 50}, {{2}, 47}, {{4}, 47}, {{0}, 47}, {{5}, 47}},
     true,
     {3},
     {{{}, 50}, {{3, 0}, 50}, {{0}, 47}, {{5}, 47}}},
    {10,
     true,
     -1,
     list_of({23}),
     {{{}, 50}, {{0, 0}, 50}, {{0, 1, 1}, 50}},
     false,
     list_of({23}),
     {{{}, 50}, {{0, 0}, 50}, {{0, 1, 1}, 50}}},
    {11, true, -1, {1, 0}, {{{}, 50}, {{0}, 50}, {{1, 1}, 47}}, true, {1, 0}, {{{}, 50}, {{0}, 50}, {{1, 1}, 47}}},
    {13, true, 47, list_of({0x0403}), {}, false, list_of({0x0403}), {{{}, 50}, {{0, 0}, 50}, {{0, 1, 4}, 50}}},
    {16,
     true,
     -1,
     body_of(protocols({to_bytes("coap")})),
     {{{}, 50},
      {{0, 0}, 50},
      {body_of(protocols({to_bytes("mqtt"), to_bytes("coap")})), 50},
      {body_of(protocols({to_bytes("x")})), 47}},
     true,
     body_of(protocols({to_bytes("coap")})),
     {{{}, 50}, {{0, 0}, 50}, {{0, 2, 0, 0}, 50}, {body_of(protocols({to_bytes("x")})), 120}}},
    {23, true, -1, {}, {{{0}, 50}}, true, {}, {{{0}, 50}}},
    {35, true, -1, {}, {{{0}, 50}}, true, {}, {}}, // RFC 5077 3.2: a ticket is opaque
    {0xff01, true, -1, {0}, {{{}, 50}, {{1}, 50}, {{1, 0}, 40}}, true, {0}, {{{}, 50}, {{1}, 50}, {{1, 0}, 40}}},
};
rule const* rule_of(unsigned number) {
    for (rule const& each : rules) {
        if (each.number == number) return &each;
    }
    return nullptr;
}
/// All types below 70, some registered and unregistered types above, and GREASE.
std::vector<unsigned> every_type() {
    std::vector<unsigned> all;
    for (unsigned number = 0; number < 70; ++number) all.push_back(number);
    for (unsigned const number :
         {0x0a0aU, 0x1a1aU, 0xfafaU, 13172U, 17513U, 17613U, 30032U, 0xfe0dU, 0xff00U, 0xff01U, 0xff02U, 0xffffU}) {
        all.push_back(number);
    }
    return all;
}

/// \return the alert of a client of `asks_all` for an answer with this extension beside the usual ones
int client_says(unsigned number, bytes const& body) {
    client_met<asks_all> m;
    bytes const others = (number == 23 ? bytes{} : ems) + (number == 0xff01 ? bytes{} : renegotiated({}));
    return m.answers(others + extension(number, body), ecdsa_suite);
}
/// A hello with every extension of `rules`; the body of extension `number` is replaced.
bytes whole_hello(unsigned number, bytes const& body) {
    bytes made;
    for (rule const& each : rules) append(made, extension(each.number, each.number == number ? body : each.good_offer));
    return made + (rule_of(number) == nullptr && number != 0xffff'ffff ? extension(number, body) : bytes{});
}

TEST_CASE("what a client offers, and what it takes for an answer: every type, well-formed or not") {
    std::set<unsigned> offered;
    client_met<asks_all> asking;
    for (auto const& [number, body] : asking.server.hello_heard().extensions) offered.insert(number);
    for (unsigned const number : every_type()) {
        CAPTURE(number);
        rule const* const r = rule_of(number);
        CHECK(offered.count(number) == (r != nullptr && r->offered ? 1U : 0U));
        if (r == nullptr) {
            // 110 for every type, wherever it belongs; 43 selects the version.
            CHECK(client_says(number, {}) == (number == 43 ? 50 : 110));
            continue;
        }
        CHECK(client_says(number, r->good_answer) == r->answer);
        for (auto const& [body, alert] : r->bad_answers) {
            std::size_t const size = body.size();
            CAPTURE(size);
            CHECK(client_says(number, body) == alert);
        }
    }
}
TEST_CASE("a server answers what it has, and judges what it knows: every type, well-formed or not") {
    server_met<two_protocols, looking> m;
    REQUIRE(m.greets(whole_hello(0xffff'ffff, {}), {ecdsa_suite}) == -1);
    std::set<unsigned> answered;
    for (auto const& [number, body] : m.answer().extensions) {
        answered.insert(number);
        CHECK(rule_of(number) != nullptr);
        if (rule const* const r = rule_of(number)) CHECK(client_says(number, body) == -1); // the client accepts it
    }
    for (unsigned const number : every_type()) {
        CAPTURE(number);
        rule const* const r = rule_of(number);
        CHECK(answered.count(number) == (r != nullptr && r->answered ? 1U : 0U));
        if (r == nullptr) {
            // Ignored and not answered. RFC 8446 4.2: 48 has no place in a hello; 43 lists versions.
            int const alert = number == 48 ? 47 : number == 43 ? 50 : -1;
            CHECK(m.greets(whole_hello(number, {1, 2, 3}), {ecdsa_suite}) == alert);
            if (alert == -1) CHECK_FALSE(m.answer().has(number));
            continue;
        }
        for (auto const& [body, alert] : r->bad_offers) {
            std::size_t const size = body.size();
            CAPTURE(size);
            CHECK(m.greets(whole_hello(number, body), {ecdsa_suite}) == alert);
        }
    }
}
TEST_CASE("the four sets agree: offered, answerable, checked, answered") {
    for (rule const& each : rules) {
        CAPTURE(each.number);
        bool const answerable = each.answer == -1;
        if (each.answered) CHECK((answerable && each.offered)); // a server answers offered extensions only
        if (answerable) CHECK((each.offered && !each.bad_answers.empty()));
        if (each.answered && each.number != 35) CHECK_FALSE(each.bad_offers.empty());
        if (each.offered && !answerable) CHECK(each.answer == 47); // the extension has no place in a ServerHello
    }
}

} // namespace
