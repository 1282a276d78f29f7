// The server name of a client, and the key of its tickets (extension/host_name.hpp, rule T6b). The result of ALPN,
// which is no part of a session.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/ticket_meeting.hpp"

namespace {

using namespace pair;
using type = handshake_type;

/// The body of a server_name extension with this host name; empty for an empty name.
bytes asks_for(std::string const& name) {
    return name.empty() ? bytes{} : with_length(2, bytes{0} + with_length(2, to_bytes(byte_view{name})));
}

TEST_CASE("RFC 6066 3: a host name is asked for, an address never is, and the judge gets either without its last dot") {
    struct row {
        std::string name, asked, judged;
    };
    for (row const& each : {row{"sensor.example", "sensor.example", "sensor.example"},
                            row{"sensor.example.", "sensor.example", "sensor.example"},
                            row{"Sensor_1.Example", "Sensor_1.Example", "Sensor_1.Example"},
                            row{"10.0.0.1", "", "10.0.0.1"}, row{"10.0.0.1.", "", "10.0.0.1"}, row{"::1", "", "::1"},
                            row{"fe80::0a:b", "", "fe80::0a:b"}, row{"::ffff:10.0.0.1", "", "::ffff:10.0.0.1"},
                            row{"10.0.0.256", "10.0.0.256", "10.0.0.256"}, row{"", "", ""}}) {
        CAPTURE(each.name);
        world<with_certificate, with_certificate> w;
        w.name = each.name;
        auto const heard = w.begun();
        REQUIRE(heard->begun);
        actor server{false};
        server.meet(heard->client);
        CHECK(server.hello_heard().has(0) == !each.asked.empty());
        CHECK(server.hello_heard()[0] == asks_for(each.asked));
        w.knows.seen_name = {1};
        REQUIRE(w.connected());
        CHECK(w.knows.seen_name == to_bytes(byte_view{each.judged}));
    }
}
TEST_CASE("text that names no server is refused, and nothing is sent") {
    for (std::string const& name :
         {std::string{"."}, std::string{"a..b"}, std::string{".a"}, std::string{"a.."}, std::string{"[::1]"},
          std::string{"fe80::1%eth0"}, std::string{"a b"}, std::string{"a:443"}, std::string{"a\0b", 3},
          std::string{"\xe4"}, std::string(64, 'a'), std::string(300, '1')}) {
        CAPTURE(name);
        for (bool const has_key : {false, true}) {
            world<with_psk, with_psk> w;
            w.name = name;
            if (has_key) w.key = "a key";
            auto const link = w.begun();
            CHECK_FALSE(link->begun);
            CHECK(link->client.side->refusal() == errc::bad_name);
            REQUIRE(link->between.settle());
            CHECK(link->client.all_sent.empty());
        }
    }
}
struct short_names : policy_of<options{.max_server_name = 8}, with_psk> {};
struct no_names : policy_of<options{.offer_server_name = false}, with_psk> {};
TEST_CASE("a policy limits host names, and not addresses, which no hello carries") {
    world<short_names, with_psk> w;
    for (auto const& [name, good] :
         {std::pair{"12345678", true}, std::pair{"12345678.", true}, std::pair{"123456789", false},
          std::pair{"100.100.100.100", true}, std::pair{"2001:db8::1:2:3", true}}) {
        w.name = byte_view{std::string_view{name}};
        CHECK(w.begun()->begun == good);
    }
    world<no_names, with_psk> v;
    auto const link = v.begun();
    actor server{false};
    server.meet(link->client);
    CHECK_FALSE(server.hello_heard().has(0));
}
TEST_CASE("RFC 6066 3: a server_name in the answer to an address is unsolicited: unsupported_extension") {
    for (std::string const& name : {std::string{"10.0.0.1"}, std::string{"::1"}, std::string{}, std::string{"a.b"}}) {
        world<with_psk, with_psk> w;
        w.name = name;
        auto const link = w.begun();
        actor server{false};
        server.meet(link->client);
        CHECK(server.serves(link->client, secure + extension(0, {})) == (name == "a.b"));
        CHECK(link->client.alert_sent() == (name == "a.b" ? -1 : 110));
    }
}
template <class P> struct knows_better : client_knows<P> {
    static byte_view judged_name() { return "the name in the contract"; }
};
TEST_CASE("credentials may know better whom they judge than who connects") {
    world<with_certificate, with_certificate, knows_better> w;
    w.name = "10.0.0.1";
    REQUIRE(w.connected());
    CHECK(w.knows.seen_name == to_bytes(byte_view{"the name in the contract"}));
}

// ---- T6b

/// The ticket that a client offers under this server name and ticket key.
template <class Policy> bytes offers(meeting<Policy>& m, byte_view name, std::optional<byte_view> key) {
    m.w.name = name;
    m.w.key = key;
    return m.kept();
}
TEST_CASE("T6b: tickets are kept under a key of any 0 to 255 bytes, and shared by who has the very same") {
    bytes longest(255, 0);
    longest.back() = 1;
    bytes nearly = longest;
    nearly.back() = 2;
    bytes const zero(1, 0), two_zeros(2, 0);
    std::vector<byte_view> const keys{"a", "A", zero, two_zeros, "a.", longest, nearly, "sensor.example:443"};
    for (byte_view const key : keys) {
        meeting<two_suites> m{{}};
        m.w.key = key;
        REQUIRE(m.gets(first_ticket));
        CHECK(offers(m, "some.other.name", key) == first_ticket);
        CHECK(offers(m, "10.0.0.1", key) == first_ticket);
        CHECK(offers(m, {}, key) == first_ticket);
        CHECK(offers(m, host, std::nullopt).empty());
        for (byte_view const other : keys) CHECK(offers(m, host, other) == (other == key ? first_ticket : bytes{}));
    }
    world<two_suites, with_psk> w;
    bytes const too_long(256, 'a');
    w.key = too_long;
    auto const link = w.begun();
    CHECK_FALSE(link->begun);
    CHECK(link->client.side->refusal() == errc::bad_name);
}
TEST_CASE("T6b: without a key no ticket is asked for, offered or kept; a server without a name has none") {
    for (bool const nameless : {false, true}) {
        meeting<two_suites> m; // the ticket is kept under the server name
        m.w.name = nameless ? byte_view{} : byte_view{host};
        if (!nameless) m.w.key = byte_view{};
        CHECK_FALSE(m.next().hello_heard().has(35));
        m.server.server_answers({.extensions = secure + promise});
        m.server.meet(m.client());
        CHECK(m.client().alert_sent() == 110); // T17
        CHECK(m.w.store.size() == 1);

        auto const served = m.w.begun();
        actor server{false};
        server.meet(served->client);
        REQUIRE(server.serves(served->client, secure));
        server.say_alert(2, 40);
        server.meet(served->client);
        CHECK(m.w.store.size() == 1); // the ticket stays
    }
}
TEST_CASE("T6b: where the name is the key neither its case nor its last dot matters, and addresses are names, too") {
    meeting<two_suites> m{{}};
    m.w.name = "Sensor.Example.";
    REQUIRE(m.gets(first_ticket));
    CHECK(offers(m, "sensor.example", {}) == first_ticket);
    CHECK(offers(m, "SENSOR.example.", {}) == first_ticket);
    CHECK(offers(m, "sensor.example.org", {}).empty());
    meeting<two_suites> n{{}};
    n.w.name = "fe80::A";
    REQUIRE(n.gets(first_ticket));
    CHECK(offers(n, "FE80::a", {}) == first_ticket);
    CHECK(offers(n, "fe80::b", {}).empty());
    CHECK(offers(n, "10.0.0.1", {}).empty());
}

TEST_CASE("T6b: a client that connects again has the store for each connection that has a key") {
    world<two_suites, with_psk> w;
    auto const link = w.begun(); // the name is the key
    auto const asks_for_tickets = [&] {
        actor server{false};
        server.meet(link->client);
        bool const asks = server.hello_heard().has(35);
        link->client.transport_lost();
        return asks;
    };
    CHECK(asks_for_tickets());
    REQUIRE(link->client.side->connect({}));
    CHECK_FALSE(asks_for_tickets());
    REQUIRE(link->client.side->connect(host, {}));
    CHECK_FALSE(asks_for_tickets());
    REQUIRE(link->client.side->connect({}, "a key"));
    CHECK(asks_for_tickets());
    REQUIRE(link->client.side->connect(host));
    CHECK(asks_for_tickets());
}

// ---- B7, B8

/// Trusts the certificates of `sensor` and `stranger`.
template <class P> struct trusts_both : client_knows<P> {
    crypto_status trust(certificate_chain const& /*chain*/, identity const& leaf, byte_view /*name*/) {
        return accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& leaf) const {
        return leaf.kind == identity_kind::spki_sha256 && (leaf.digest == sensor.pin || leaf.digest == stranger.pin);
    }
};
TEST_CASE("B7: a ticket of somebody else, under the same key, is not offered in a renegotiation, and stays") {
    world<with_certificate, with_certificate, trusts_both> w;
    auto const link = w.connected();
    REQUIRE(link);
    w.store.clear();
    w.server.chain = {stranger.certificate};
    w.server.signing = key_from<mbedtls::ecdsa_secp256r1>(stranger.private_key);
    auto const other = w.connected();
    REQUIRE(other);
    REQUIRE(w.store.size() == 1);
    w.server.chain = {sensor.certificate};
    w.server.signing = key_from<mbedtls::ecdsa_secp256r1>(sensor.private_key);
    w.server_gives = false;
    w.knows.sent_messages.clear();
    REQUIRE(link->client.side->renegotiate(true));
    REQUIRE(link->between.connects());
    CHECK_FALSE(link->client.resumed());
    CHECK(link->client.side->peer().digest == sensor.pin);
    std::vector<bytes> const sent = messages_of(w.knows.sent_messages);
    REQUIRE_FALSE(sent.empty());
    said_hello const hello = read_hello(bytes(sent[0].begin() + 4, sent[0].end()), true);
    CHECK(hello.has(35));
    CHECK(hello[35].empty());
}
TEST_CASE(
    "B8: refused again and again, a renegotiation with a ticket offers it each time, and at last it is accepted") {
    meeting<two_suites> m;
    session const before = m.client().current();
    auto const extensions = [&] {
        return renegotiated(m.server.client_verify_data + m.server.server_verify_data) + ems;
    };
    for (unsigned i = 0; i < 3; ++i) {
        m.server.all.clear();
        REQUIRE(m.link->client.side->renegotiate(true));
        m.server.meet(m.client());
        REQUIRE(m.offered() == first_ticket);
        m.server.say_alert(1, 100);
        m.server.meet(m.client());
        REQUIRE(m.client().idle());
        CHECK(m.client().current().peer == before.peer);
        CHECK(m.client().current().server_name == before.server_name);
        CHECK(m.w.store.size() == 1);
        m.server.say_record(content_type::application_data, {'a'});
        m.server.meet(m.client());
    }
    CHECK(m.client().got == bytes{'a', 'a', 'a'});
    m.server.all.clear();
    REQUIRE(m.link->client.side->renegotiate(true));
    m.server.meet(m.client());
    CHECK(m.server.resumes(m.client(), {.extensions = extensions()}));
    CHECK(m.client().resumed());
    CHECK(m.client().current() == before);
}

// ---- RFC 7301 3.1: the result belongs to the connection, not to the session

struct two_protocols : with_psk {
    using protocols = protocol_list<"mqtt", "coap">;
};
bytes chooses(byte_view protocol) {
    return protocol.empty() ? bytes{} : extension(16, with_length(2, with_length(1, to_bytes(protocol))));
}
TEST_CASE("RFC 7301: after a renegotiation the protocol is what the server chose in it, and one that is refused "
          "changes nothing") {
    world<two_protocols, with_psk> w;
    auto const link = w.begun();
    actor server{false};
    server.meet(link->client);
    REQUIRE(server.serves(link->client, secure + chooses("mqtt")));
    CHECK(link->client.side->protocol() == 1);
    struct row {
        byte_view protocol;
        std::uint8_t chosen;
    };
    for (row const& each : {row{"coap", 2}, row{"mqtt", 1}, row{"", 0}, row{"coap", 2}}) {
        std::uint8_t const before = link->client.side->protocol();
        REQUIRE(link->client.renegotiate());
        server.all.clear();
        server.meet(link->client);
        server.say_alert(1, 100); // B8
        server.meet(link->client);
        REQUIRE(link->client.idle());
        CHECK(link->client.side->protocol() == before);
        REQUIRE(link->client.renegotiate());
        server.all.clear();
        server.meet(link->client);
        REQUIRE(server.serves(link->client, renegotiated(server.client_verify_data + server.server_verify_data) + ems +
                                                chooses(each.protocol)));
        CHECK(link->client.side->protocol() == each.chosen);
    }
    // The client refuses a protocol that it did not offer in a renegotiation as well.
    REQUIRE(link->client.renegotiate());
    server.all.clear();
    server.meet(link->client);
    CHECK_FALSE(server.serves(link->client, renegotiated(server.client_verify_data + server.server_verify_data) + ems +
                                                chooses("http/1.1")));
    CHECK(link->client.alert_sent() == 47);
}
TEST_CASE("RFC 7301: both sides have a protocol after renegotiations, full and abbreviated") {
    world<two_protocols, two_protocols> w;
    auto const link = w.connected();
    REQUIRE(link);
    for (bool const with_ticket : {false, true}) {
        REQUIRE(link->client.side->renegotiate(with_ticket));
        REQUIRE(link->between.connects());
        CHECK(link->client.resumed() == with_ticket);
        CHECK(link->client.side->protocol() == 1);
        CHECK(link->server.side->protocol() == 1);
    }
}

} // namespace
