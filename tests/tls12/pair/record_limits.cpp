// record_size_limit of a client and of a server of TLS 1.2: RFC 8449 4, 5.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct limited : policy_of<options{.record_limit = 300}, with_psk> {};
struct asks_for_both
    : policy_of<options{.fragment_length = max_fragment_length_code::bytes_512, .record_limit = 300}, with_psk> {};

bytes const secure = renegotiated({}) + extended_master_secret_extension();
bytes limit(unsigned value) { return extension(28, number16(value)); }

template <class P> struct met {
    explicit met(bytes const& extensions) : link{w.begun()} {
        server.meet(link->client);
        connected = server.serves(link->client, secure + extensions);
    }
    int alert() { return connected ? -1 : link->client.alert_sent(); }

    world<P, with_psk> w;
    std::unique_ptr<typename world<P, with_psk>::link> link;
    actor server{false};
    bool connected = false;
};

/// True if `ours` takes a record of 300 bytes of the peer, and refuses one of 301 with record_overflow.
template <class Ours, class Theirs> bool takes_300_bytes_at_most(Ours& ours, Theirs& theirs) {
    theirs.say_record(content_type::application_data, bytes(300, 'x'));
    theirs.meet(ours);
    bool const takes = ours.got == bytes(300, 'x') && ours.alert_sent() == -1;
    theirs.say_record(content_type::application_data, bytes(301, 'x'));
    theirs.meet(ours);
    return takes && ours.alert_sent() == 22;
}
} // namespace

TEST_CASE("EX9: a client of TLS 1.2 says it where its policy does, and judges the answer") {
    CHECK(met<limited>{{}}.server.hello_heard()[28] == number16(300));
    CHECK_FALSE(met<with_psk>{{}}.server.hello_heard().has(28));
    CHECK(met<limited>{{}}.connected);
    CHECK(met<limited>{limit(64)}.connected);
    CHECK(met<limited>{limit(65'535)}.connected);
    CHECK(met<limited>{limit(63)}.alert() == 47);
    CHECK(met<limited>{limit(0)}.alert() == 47);
    CHECK(met<limited>{extension(28, {1})}.alert() == 50);
    CHECK(met<with_psk>{limit(512)}.alert() == 110);
    CHECK(met<asks_for_both>{extension(1, {1}) + limit(512)}.alert() == 47);
    CHECK(met<asks_for_both>{limit(512)}.connected);
    CHECK(met<asks_for_both>{extension(1, {1})}.connected);
}
TEST_CASE("EX10: in TLS 1.2 the limit is that of the content, of what is protected") {
    met<limited> m{limit(100)};
    REQUIRE(m.connected);
    CHECK(m.link->client.write_space().size() == 100);
    CHECK(takes_300_bytes_at_most(m.link->client, m.server));

    met<limited> not_agreed{{}};
    not_agreed.server.say_record(content_type::application_data, bytes(1500, 'x'));
    not_agreed.server.meet(not_agreed.link->client);
    CHECK(not_agreed.link->client.got == bytes(1500, 'x'));
}
TEST_CASE("RFC 8449 4: in a renegotiation of a client the limit changes with the keys, not with the ServerHello") {
    for (bool const before : {false, true}) { // the limit stands before the renegotiation, or after it
        met<limited> m{before ? limit(100) : bytes{}};
        REQUIRE(m.connected);
        auto& client = m.link->client;
        bytes const both = m.server.client_verify_data + m.server.server_verify_data;
        m.server.all.clear();
        REQUIRE(client.renegotiate());
        m.server.meet(client);
        m.server.server_answers(
            {.extensions = renegotiated(both) + extended_master_secret_extension() + (before ? bytes{} : limit(100))});
        m.server.say_record(content_type::application_data, bytes(before ? 300 : 1500, 'x'));
        m.server.say(message(handshake_type::server_hello_done, {}));
        m.server.meet(client);
        m.server.finish();
        m.server.meet(client);
        REQUIRE(client.idle());
        CHECK(client.got.size() == (before ? 300U : 1500U));
        CHECK((client.write_space().size() == 100) == !before);
        m.server.say_record(content_type::application_data, bytes(301, 'x'));
        m.server.meet(client);
        CHECK(client.alert_sent() == (before ? -1 : 22));
    }
}

namespace {
/// An actor as the client, and a server with a limit of 300 bytes.
struct served {
    explicit served(bytes const& extensions) : link{w.begun()} {
        connected = client.connects(link->server, {.extensions = secure + extensions});
    }
    /// Sends the hello of a renegotiation with these extensions. `end_again` completes the handshake.
    void begin_again(bytes const& extensions) {
        client.all.clear();
        client.client_greets(
            {.extensions = renegotiated(client.client_verify_data) + extended_master_secret_extension() + extensions});
        client.meet(link->server);
    }
    void end_again() {
        client.say(client.psk_key_exchange());
        client.make_psk_master(true);
        client.expand();
        client.finish();
        client.meet(link->server);
    }
    std::size_t longest() const {
        std::size_t most = 0;
        for (heard const& each : client.all) {
            most = each.type == content_type::application_data && each.body.size() > most ? each.body.size() : most;
        }
        return most;
    }
    world<with_psk, limited> w;
    std::unique_ptr<typename world<with_psk, limited>::link> link;
    actor client{true};
    bool connected = false;
};
bytes answer_to(bytes const& extensions) {
    served s{extensions};
    said_hello const answer = read_hello(s.client.body_of(handshake_type::server_hello), false);
    return s.connected && answer.has(28) ? answer[28] : bytes{};
}
} // namespace

TEST_CASE("EX9, EX11: a server of TLS 1.2 answers a limit, and judges it") {
    CHECK(answer_to({}).empty());
    CHECK(answer_to(limit(64)) == number16(300));
    CHECK(answer_to(limit(16'385)) == number16(300));
    CHECK(answer_to(limit(65'535)) == number16(300));
    CHECK(served{limit(63)}.link->server.alert_sent() == 47);
    CHECK(served{extension(28, {1})}.link->server.alert_sent() == 50);
    served both{extension(1, {1}) + limit(512)}; // max_fragment_length is ignored
    REQUIRE(both.connected);
    CHECK_FALSE(read_hello(both.client.body_of(handshake_type::server_hello), false).has(1));
}
TEST_CASE("EX10: a server of TLS 1.2 obeys the client's limit, and refuses more than its own") {
    served s{limit(100)};
    REQUIRE(s.connected);
    CHECK(s.link->server.write_space().size() == 100);
    CHECK(takes_300_bytes_at_most(s.link->server, s.client));
}
TEST_CASE("RFC 8449 4: in a renegotiation of a server the limit changes with the keys") {
    for (bool const before : {false, true}) {
        served s{before ? limit(100) : bytes{}};
        REQUIRE(s.connected);
        s.begin_again(before ? bytes{} : limit(100));
        s.client.say_record(content_type::application_data, bytes(before ? 300 : 1000, 'x'));
        s.end_again();
        REQUIRE(s.link->server.idle());
        CHECK(s.link->server.got.size() == (before ? 300U : 1000U));
        CHECK((s.link->server.write_space().size() == 100) == !before);
        s.client.say_record(content_type::application_data, bytes(301, 'x'));
        s.client.meet(s.link->server);
        CHECK(s.link->server.alert_sent() == (before ? -1 : 22));
    }
}
