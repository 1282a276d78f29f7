// A side that sends close_notify and continues to read: RFC 5246 7.2.1, RFC 8446 6.1.
#include <memory>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

struct half : policy_of<options{.half_close = true}, with_psk> {};
using pair_of = world<half, half>;
bytes const secure = renegotiated({}) + extended_master_secret_extension();

/// A client, and an actor as its server.
struct meeting {
    explicit meeting() {
        link = w.begun();
        server.meet(link->client);
        REQUIRE(server.serves(link->client, secure));
        server.all.clear();
    }
    endpoint& client() { return link->client; }
    auto& side() { return *link->client.side; }
    /// The descriptions of the received alerts.
    bytes alerts() {
        bytes all;
        for (heard const& each : server.all) {
            if (each.type == content_type::alert) all.push_back(each.body.at(1));
        }
        return all;
    }
    void ends() {
        REQUIRE(side().end_writing());
        server.meet(client());
        REQUIRE(alerts() == bytes{0});
        CHECK_FALSE(client().over());
    }

    pair_of w;
    std::unique_ptr<pair_of::link> link;
    actor server{false};
};

TEST_CASE("who has said goodbye reads what was on its way, which who closes does not") {
    for (bool const waits : {true, false}) {
        for (bool const of_client : {true, false}) {
            pair_of w;
            auto const link = w.connected();
            REQUIRE(link);
            endpoint& one = of_client ? static_cast<endpoint&>(link->client) : link->server;
            endpoint& other = of_client ? static_cast<endpoint&>(link->server) : link->client;
            bytes const too_late = to_bytes("more");
            REQUIRE(other.say("the last words"));
            REQUIRE(one.say("and mine"));
            if (waits) {
                bool const said = of_client ? link->client.side->end_writing() : link->server.side->end_writing();
                REQUIRE(said);
                CHECK(one.write_space().empty());
                CHECK(one.write_some(too_late) == 0);
            } else {
                one.close();
            }
            CHECK(link->between.settle());
            CHECK(one.last == progress::closed);
            CHECK(other.last == progress::closed);
            CHECK(one.got == (waits ? to_bytes("the last words") : bytes{}));
            CHECK(other.got == to_bytes("and mine"));
        }
    }
}
TEST_CASE("RFC 8446 6.1: it reads on until the peer says goodbye, and says nothing more") {
    meeting m;
    m.ends();
    for (char const each : {'a', 'b'}) {
        m.server.say_record(content_type::application_data, {static_cast<std::uint8_t>(each)});
        m.server.meet(m.client());
        CHECK(m.client().last == progress::receive);
    }
    CHECK(m.client().got == bytes{'a', 'b'});
    CHECK(m.side().end_writing()); // a second call changes nothing
    m.server.say_alert(1, 0);
    m.server.meet(m.client());
    CHECK(m.client().last == progress::closed);
    CHECK(m.alerts() == bytes{0});
    CHECK(m.server.good);
    CHECK_FALSE(m.side().end_writing());
    CHECK(m.side().refusal() == errc::not_connected);
    CHECK(m.side().connect(host)); // the next connection begins as usual
    m.server = actor{false};
    m.server.meet(m.client());
    REQUIRE(m.server.serves(m.client(), secure));
    CHECK_FALSE(m.client().write_space().empty());
}
TEST_CASE("behind a goodbye a failure sends no alert, whatever it is") {
    meeting m;
    m.ends();
    m.server.say(message(type::server_hello_done, {}));
    m.server.meet(m.client());
    CHECK(m.client().failed());
    CHECK(m.client().why() == errc::unexpected_message);
    CHECK(m.alerts() == bytes{0});
    meeting n;
    n.ends();
    n.client().sent(1000);
    n.server.meet(n.client());
    CHECK(n.client().why() == errc::count_too_large);
    CHECK(n.alerts() == bytes{0});
    meeting o;
    o.ends();
    o.server.say_alert(2, 49);
    o.server.meet(o.client());
    CHECK(o.client().alert_received() == 49);
    meeting p;
    p.ends();
    CHECK_FALSE(p.side().connect(host)); // the connection is not over
    p.client().transport_lost();
    CHECK(p.client().run() == progress::failed);
    CHECK(p.client().why() == errc::connection_lost);
    meeting q;
    q.ends();
    q.client().close(); // stops reading, too
    q.server.meet(q.client());
    CHECK(q.client().last == progress::closed);
    CHECK(q.alerts() == bytes{0});
}
TEST_CASE("who has said goodbye begins no renegotiation, and answers none") {
    meeting m;
    m.ends();
    CHECK_FALSE(m.client().renegotiate());
    CHECK(m.side().refusal() == errc::not_permitted);
    for (unsigned i = 0; i < 5; ++i) { // K5
        CHECK_FALSE(m.client().over());
        m.server.say(message(type::hello_request, {}), false);
        m.server.meet(m.client());
    }
    CHECK(m.client().why() == errc::unexpected_message);
    CHECK(m.alerts() == bytes{0});
    CHECK_FALSE(m.server.has_heard(type::client_hello));

    pair_of w;
    auto link = w.begun();
    actor client{true};
    REQUIRE(client.connects(link->server, {.extensions = secure}));
    REQUIRE(link->server.side->end_writing());
    client.meet(link->server);
    CHECK_FALSE(link->server.renegotiate());
    client.all.clear();
    client.client_greets({.extensions = renegotiated(client.client_verify_data) + extended_master_secret_extension()});
    client.meet(link->server);
    CHECK_FALSE(link->server.over());
    CHECK(client.all.empty());
    client.say_record(content_type::application_data, {'x'});
    client.meet(link->server);
    CHECK(link->server.got == bytes{'x'});
    client.say_alert(1, 0);
    client.meet(link->server);
    CHECK(link->server.last == progress::closed);
}
TEST_CASE("a goodbye waits for room, behind what was written before, and for no handshake") {
    meeting m;
    bytes const some(200, 'w');
    bytes written;
    while (!m.client().write_space().empty()) {
        std::uint32_t const taken = m.client().write_some(some);
        written.resize(written.size() + taken, 'w');
        m.client().last = m.client().run();
    }
    REQUIRE(m.side().end_writing());
    CHECK(m.client().run() == progress::send);
    m.server.meet(m.client());
    CHECK(m.alerts() == bytes{0});
    bytes data;
    for (heard const& each : m.server.all) {
        if (each.type == content_type::application_data) append(data, each.body);
    }
    CHECK(data == written);
    CHECK(m.server.all.back().type == content_type::alert);

    pair_of w;
    auto fresh = std::make_unique<endpoint_of<pair_of::client_type>>(room{}, w.knows);
    CHECK_FALSE(fresh->side->end_writing());
    CHECK(fresh->side->refusal() == errc::not_connected);
    auto begun = w.begun();
    CHECK_FALSE(begun->client.side->end_writing());
    CHECK(begun->client.side->refusal() == errc::busy);
    auto link = w.connected();
    REQUIRE(link);
    REQUIRE(link->client.renegotiate());
    CHECK_FALSE(link->client.side->end_writing());
    CHECK(link->client.side->refusal() == errc::busy);
    CHECK(link->between.connects());
    CHECK(link->between.talks());
}

} // namespace
