// Misuse by the caller: impossible counts, and calls after the end of a connection. Another connection on the same
// object.
#include <array>

#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

struct both_kinds : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
template <class Base> struct slow : Base {
    template <int Role> using crypto_of = hesitant<Role, static_cast<unsigned>(Role) + 1>;
};
using swift = world<both_kinds, both_kinds>;
using hesitating = proving<slow<with_certificate>>;

enum class call { received, sent, write, consume };
constexpr std::array calls{call::received, call::sent, call::write, call::consume};

/// The largest count that this call accepts now.
std::uint32_t offered(endpoint& end, call which) {
    switch (which) {
    case call::received: return static_cast<std::uint32_t>(end.space().size());
    case call::sent: return end.ready().size();
    case call::write: return static_cast<std::uint32_t>(end.write_space().size());
    default: return end.application_data().size();
    }
}
void say(endpoint& end, call which, std::uint32_t count) {
    switch (which) {
    case call::received: return end.received(count);
    case call::sent: return end.sent(count);
    case call::write: return end.write(count);
    default: return end.consume(count);
    }
}
/// True if every offered view lies within the buffers of 2048 bytes.
bool is_bounded(endpoint& end) {
    bool bounded = true;
    for (call const each : calls) bounded = bounded && offered(end, each) <= 2048;
    // the copies let a sanitizer check the views
    bounded = bounded && to_bytes(end.ready()).size() + to_bytes(end.application_data()).size() <= 4096;
    return bounded;
}

/// Runs both ends for so many turns. Both write data as soon as there is room, and consume none.
template <class Link> void go_on(Link& link, bytes& up, bytes& down, unsigned turns) {
    link.client.holds_data = link.server.holds_data = true;
    bool talked = false;
    for (unsigned i = 0; i < turns; ++i) {
        link.client.turn(down, up);
        link.server.turn(up, down);
        if (!talked && link.client.idle() && link.server.idle()) {
            talked = link.client.say("hot") && link.server.say("cold");
        }
    }
}
template <class World> void check_counts(unsigned step, unsigned last) {
    for (unsigned turns = 0; turns <= last; turns += step) {
        CAPTURE(turns);
        for (call const which : calls) {
            CAPTURE(static_cast<int>(which));
            for (unsigned how = 0; how < 3; ++how) {
                CAPTURE(how);
                for (bool const at_client : {false, true}) {
                    World w;
                    auto link = w.begun();
                    bytes up, down;
                    go_on(*link, up, down, turns);
                    endpoint& end = at_client ? static_cast<endpoint&>(link->client) : link->server;
                    endpoint& peer = at_client ? static_cast<endpoint&>(link->server) : link->client;
                    REQUIRE_FALSE(end.over());
                    std::array const more{offered(end, which) + 1, 0x8000'0000U, static_cast<std::uint32_t>(-1)};
                    say(end, which, more[how]);
                    CHECK(is_bounded(end));
                    end.holds_data = peer.holds_data = false;
                    for (unsigned i = 0; i < 2000 && !(end.over() && peer.over()); ++i) {
                        end.turn(at_client ? down : up, at_client ? up : down);
                        CHECK(is_bounded(end));
                        peer.turn(at_client ? up : down, at_client ? down : up);
                    }
                    CHECK(end.failed());
                    CHECK(end.why() == errc::count_too_large);
                    CHECK(peer.failed());
                    CHECK(peer.alert_received() == 80); // internal_error
                }
            }
        }
    }
}
TEST_CASE("more than was offered, or a negative count, fails the connection and touches nothing beyond a buffer") {
    check_counts<swift>(2, 10);
}
TEST_CASE("the same while operations are pending") { check_counts<hesitating>(37, 170); }

TEST_CASE("as much as was offered is no mistake, nor is nothing") {
    swift w;
    auto link = w.connected();
    REQUIRE(link);
    for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
        for (call const which : calls) say(*each, which, 0);
    }
    CHECK(link->between.talks());
    std::uint32_t const room = offered(link->client, call::write);
    link->client.write(room);
    REQUIRE(link->between.settle());
    CHECK(link->server.got.size() >= room);
    CHECK_FALSE(link->server.over());
}

TEST_CASE("a count that cannot be fails also a connection that is about to close") {
    for (call const which : {call::received, call::sent}) {
        swift w;
        auto link = w.connected();
        REQUIRE(link);
        link->client.close();
        say(link->client, which, 0xffff'ffff);
        REQUIRE(link->between.settle());
        CHECK(link->client.why() == errc::count_too_large);
        CHECK(link->server.alert_received() == 80);
    }
}

enum class how { closed, failed, lost };
/// Ends both connections in any state.
template <class Link> void end(Link& link, how ends, bytes& up, bytes& down) {
    link.client.holds_data = link.server.holds_data = false;
    if (ends == how::closed) {
        link.client.close();
        link.server.close();
    } else if (ends == how::failed) {
        link.client.sent(0xffff'ffff);
        link.server.sent(0xffff'ffff);
    }
    for (unsigned i = 0; i < 40 && ends != how::lost; ++i) {
        link.client.turn(down, up);
        link.server.turn(up, down);
    }
    if (ends == how::lost) link.between.cut();
}

TEST_CASE("after the end every call is harmless, whatever is said in it") {
    for (how const ends : {how::closed, how::failed, how::lost}) {
        swift w;
        auto link = w.connected();
        REQUIRE(link);
        bytes up, down;
        end(*link, ends, up, down);
        for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
            progress const last = each->run();
            REQUIRE((last == progress::closed || last == progress::failed));
            error const why = each->failure();
            for (call const which : calls) {
                for (std::uint32_t const count : {0U, 1U, 5U, 2048U, 2049U, 0x8000'0000U, 0xffff'ffffU}) {
                    say(*each, which, count);
                    CHECK(is_bounded(*each));
                    CHECK(each->run() == last);
                }
            }
            each->close();
            each->transport_lost();
            CHECK_FALSE(each->renegotiate());
            CHECK(each->write_space().empty());
            CHECK(each->application_data().empty());
            CHECK(each->run() == last);
            CHECK(each->failure() == why);
        }
    }
}

/// All bytes that a connection sends, and whether the connection behaves correctly.
struct account {
    bytes up, down;
    bool good = false;
};
template <class World, class Link> account begin(World& w, Link& link) {
    seed(5);
    w.store.clear();
    std::size_t const client_sent = link.client.all_sent.size();
    std::size_t const server_sent = link.server.all_sent.size();
    link.between.to_client.clear();
    link.between.to_server.clear();
    account a;
    bool const begun = link.client.side->connect(w.name) && link.server.side->accept();
    a.good = begun && link.between.connects() && link.agree() && link.between.talks() && link.client.renegotiate() &&
             link.between.connects() && link.between.talks() && link.client.failure() == error{} &&
             link.server.failure() == error{} && !link.client.resumed() && link.between.closes();
    a.up.assign(link.client.all_sent.begin() + static_cast<std::ptrdiff_t>(client_sent), link.client.all_sent.end());
    a.down.assign(link.server.all_sent.begin() + static_cast<std::ptrdiff_t>(server_sent), link.server.all_sent.end());
    return a;
}
template <class World> void check_reuse(unsigned step, unsigned last) {
    for (how const ends : {how::closed, how::failed, how::lost}) {
        CAPTURE(static_cast<int>(ends));
        for (unsigned turns = 0; turns <= last; turns += step) {
            CAPTURE(turns);
            seed(4);
            World w;
            auto const before = w.connected(); // the next connection offers the ticket of this one
            REQUIRE(before);
            auto link = w.begun();
            bytes up, down;
            go_on(*link, up, down, turns);
            CHECK_FALSE(link->client.side->connect(w.name)); // a handshake is in progress
            CHECK_FALSE(link->server.side->accept());
            end(*link, ends, up, down);

            seed(4);
            World other; // the same history, with new objects
            auto const before_too = other.connected();
            auto const link_too = other.begun();
            go_on(*link_too, up, down, turns);
            auto unused = other.begun();
            unused->client.transport_lost();
            unused->server.transport_lost();
            account const of_new = begin(other, *unused);
            CHECK(of_new.good);
            account const of_old = begin(w, *link);
            CHECK(of_old.good);
            CHECK(of_old.up == of_new.up);
            CHECK(of_old.down == of_new.down);
        }
    }
}
TEST_CASE(
    "behind an end another connection begins on the same object, as on a new one, and nothing of the old is left") {
    check_reuse<swift>(2, 10);
    check_reuse<hesitating>(47, 170);
}
TEST_CASE("B7: a server that was asked for one name may be asked for another one in the next connection") {
    swift w;
    auto link = w.connected();
    REQUIRE(link);
    REQUIRE(link->between.closes());
    link->between.to_client.clear();
    link->between.to_server.clear();
    constexpr std::array<std::uint8_t, 5> other{'o', 't', 'h', 'e', 'r'};
    REQUIRE(link->client.side->connect(other));
    REQUIRE(link->server.side->accept());
    CHECK(link->between.connects());
    CHECK(link->between.talks());
}
TEST_CASE("a server may be given bytes before it accepts: they wait for that") {
    swift w;
    auto link = w.begun();
    bytes hello, nothing;
    REQUIRE(link->client.turn(nothing, hello));
    REQUIRE_FALSE(hello.empty());
    endpoint_of<swift::server_type> late{w.server_room, w.server, &w.tickets};
    bytes answer;
    late.now = w.now;
    static_cast<void>(late.turn(hello, answer));
    CHECK(answer.empty());
    CHECK_FALSE(late.over());
    REQUIRE(late.side->accept());
    bool moves = true;
    for (int i = 0; i < 100 && moves; ++i) moves = late.turn(hello, answer);
    CHECK_FALSE(late.over());
    CHECK_FALSE(answer.empty()); // the answer begins with a ServerHello
}
TEST_CASE("while a connection is closing or failing no other one begins") {
    for (bool const closes : {false, true}) {
        swift w;
        auto link = w.connected();
        REQUIRE(link);
        for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
            if (closes) each->close();
            if (!closes) each->sent(0xffff'ffff);
        }
        CHECK_FALSE(link->client.side->connect(w.name));
        CHECK_FALSE(link->server.side->accept());
    }
}
TEST_CASE("the alert of a connection that failed is not sent in the next one") {
    swift w;
    auto link = w.connected();
    REQUIRE(link);
    link->client.sent(0xffff'ffff);
    REQUIRE(link->client.run() == progress::failed);
    CHECK_FALSE(link->client.ready().empty()); // the alert
    REQUIRE(link->client.side->connect(w.name));
    CHECK(link->client.ready().empty());
    CHECK(link->client.failure() == error{});
}

} // namespace
