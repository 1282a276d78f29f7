// How connections end: what is wiped, what is said, and that nothing goes on; T15, B2, RFC 5246 7.2.1.
#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

struct everything : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
};
struct both_secrets : basic {
    using suites = suite_list<suite::ecdhe_psk_with_aes_128_gcm_sha256>;
};
template <class Base> struct slow : Base {
    template <int Role> using crypto_of = hesitant<Role, static_cast<unsigned>(Role) + 1>;
};

/// What nobody may find when a connection is over: the master secret, and parts of the premaster of RFC 4279 2.
template <class End> bool is_clean(End& end, bytes const& master) {
    bytes const premaster = with_length(2, to_bytes(psk_key)); // behind zeros or a shared secret
    for (std::uint32_t const at : {0U, 32U}) {                 // a part may not be there yet
        byte_view const part = byte_view{master}.subview(at, 16);
        if (to_bytes(part) != bytes(16) && end.holds(part)) return false;
    }
    return !end.holds(premaster);
}

enum class how { closes, is_closed, fails, is_told, is_lost, goes_away };

template <class World> void check_wiped(how ends, bool abbreviated) {
    CAPTURE(static_cast<int>(ends));
    CAPTURE(abbreviated);
    World w;
    if (abbreviated) REQUIRE(w.connected());
    auto link = w.connected();
    REQUIRE(link);
    bytes const master = to_bytes(link->client.current().master_secret);
    CHECK(link->client.holds(master)); // the search finds what is there
    CHECK(link->server.holds(master));
    REQUIRE(link->between.talks());
    switch (ends) {
    case how::closes: CHECK(link->between.closes()); break;
    case how::is_closed:
        link->server.close();
        REQUIRE(link->between.settle());
        CHECK(link->client.last == progress::closed);
        break;
    case how::fails:
    case how::is_told:
        link->between.intercept = [](bool to_server, record const&, std::vector<record>& instead) {
            if (to_server) instead[0].body[9] ^= 1;
        };
        REQUIRE(link->client.say("x"));
        REQUIRE(link->between.settle());
        CHECK(link->server.alert_sent() == 20);
        CHECK(link->client.alert_received() == 20);
        break;
    case how::is_lost: link->between.cut(); break;
    case how::goes_away:
        link->client.destroy();
        link->server.destroy();
        break;
    }
    CHECK(is_clean(link->client, master));
    CHECK(is_clean(link->server, master));
}
TEST_CASE("T15, B2: however a connection ends, no secret stays in the object or its buffers") {
    for (how const each : {how::closes, how::is_closed, how::fails, how::is_lost, how::goes_away}) {
        for (bool const abbreviated : {false, true}) {
            check_wiped<world<everything, everything>>(each, abbreviated);
            check_wiped<world<both_secrets, both_secrets>>(each, abbreviated);
            check_wiped<proving<with_certificate>>(each, abbreviated);
        }
    }
}

/// After so many calls of `run`, whatever it is doing, an end comes; and what was pending is abandoned.
template <class World> void check_abandoned(bool abbreviated, how ends, unsigned step) {
    World w;
    for (unsigned turns = 0; turns < 4000; turns += step) {
        CAPTURE(turns);
        seed(9);
        w.store.clear();
        if (abbreviated) REQUIRE(w.connected());
        auto link = w.begun();
        bytes up, down;
        bool done = false;
        for (unsigned i = 0; i < turns && !done; ++i) {
            link->client.turn(down, up);
            link->server.turn(up, down);
            done = link->client.idle() && link->server.idle();
        }
        bytes const of_client = to_bytes(link->client.current().master_secret);
        bytes const of_server = to_bytes(link->server.current().master_secret);
        if (ends == how::is_lost) {
            link->client.transport_lost();
            link->server.transport_lost();
        } else if (ends == how::closes) {
            link->client.close();
            link->server.close();
        } else {
            link->client.destroy();
            link->server.destroy();
        }
        if (ends != how::goes_away) {
            for (unsigned i = 0; i < 40; ++i) {
                bytes nowhere;
                link->client.turn(down, nowhere);
                link->server.turn(up, nowhere);
            }
            CHECK(link->client.over());
            CHECK(link->server.over());
        }
        CHECK(is_clean(link->client, of_client));
        CHECK(is_clean(link->server, of_server));
        if (done) return;
    }
    CHECK(false); // it never ended
}
TEST_CASE("T15: what is abandoned in the middle of an operation leaves nothing, wherever") {
    using both = world<slow<both_secrets>, slow<both_secrets>>;
    using over_psk = world<slow<with_psk>, slow<with_psk>>;
    using certified = proving<slow<with_certificate>>;
    check_abandoned<both>(false, how::is_lost, 1);
    check_abandoned<both>(false, how::closes, 5);
    check_abandoned<over_psk>(false, how::goes_away, 3);
    check_abandoned<over_psk>(true, how::is_lost, 3);
    check_abandoned<over_psk>(true, how::closes, 5);
    check_abandoned<certified>(false, how::is_lost, 7);
    check_abandoned<certified>(false, how::closes, 13);
    check_abandoned<certified>(false, how::goes_away, 19);
}

TEST_CASE("no key of the back end stays behind: many connections, all of which fail somewhere") {
    world<everything, everything> w;
    for (unsigned i = 0; i < 300; ++i) { // more than there are key slots, 64
        auto link = w.begun();
        bytes up, down;
        for (unsigned turn = 0; turn < i % 30; ++turn) {
            link->client.turn(down, up);
            link->server.turn(up, down);
        }
        if (i % 3 == 0) link->between.cut();
        if (i % 3 == 1) link->client.transport_lost();
        if (i % 50 == 49) {
            auto const good = w.connected();
            REQUIRE(good);
            CHECK(good->between.talks());
        }
    }
}

TEST_CASE("the end is final: nothing is sent, received, written or renegotiated after it") {
    for (bool const failed : {false, true}) {
        world<with_psk, with_psk> w;
        auto link = w.connected();
        REQUIRE(link);
        if (failed) {
            link->between.cut();
        } else {
            REQUIRE(link->between.closes());
        }
        for (endpoint* each : {static_cast<endpoint*>(&link->client), static_cast<endpoint*>(&link->server)}) {
            CHECK(each->write_space().empty());
            CHECK_FALSE(each->renegotiate());
            CHECK(each->application_data().empty());
            progress const last = each->last;
            each->close();
            each->transport_lost();
            bytes in{23, 3, 3, 0, 1, 0};
            bytes out;
            for (unsigned i = 0; i < 3; ++i) each->turn(in, out);
            CHECK(each->last == last);
            CHECK(out.empty());
            CHECK_FALSE(each->secure());
        }
    }
}

TEST_CASE("close_notify is answered, and what was written before it still arrives (RFC 5246 7.2.1)") {
    world<with_psk, with_psk> w;
    auto link = w.connected();
    REQUIRE(link);
    REQUIRE(link->client.say("the last words"));
    link->client.close();
    REQUIRE(link->between.settle());
    CHECK(link->server.got == to_bytes("the last words"));
    CHECK(link->client.last == progress::closed);
    CHECK(link->server.last == progress::closed);

    actor server{false};
    auto other = w.begun();
    server.meet(other->client);
    REQUIRE(server.serves(other->client, renegotiated({}) + extended_master_secret_extension()));
    server.say_alert(1, 0);
    server.meet(other->client);
    CHECK(server.alert() == 0);
    CHECK(other->client.last == progress::closed);
}

TEST_CASE("data that waits for its reader holds everything else back, and is not lost") {
    world<with_psk, with_psk> w;
    auto link = w.connected();
    REQUIRE(link);
    link->server.holds_data = true;
    REQUIRE(link->client.say("one"));
    REQUIRE(link->between.settle());
    REQUIRE(link->client.say("two"));
    REQUIRE(link->between.settle());
    CHECK(link->server.last == progress::data);
    CHECK(to_bytes(link->server.application_data()) == to_bytes("one"));
    link->server.consume(1);
    CHECK(to_bytes(link->server.application_data()) == to_bytes("ne"));
    REQUIRE(link->server.say("meanwhile")); // writing is not held back
    link->server.holds_data = false;
    REQUIRE(link->between.settle());
    CHECK(link->server.got == to_bytes("netwo"));
    CHECK(link->client.got == to_bytes("meanwhile"));
    CHECK(link->client.renegotiate());
    CHECK(link->between.settle());
    CHECK(link->server.connected == 2);
}

TEST_CASE("a random source that fails ends the attempt before anything is sent of it: internal_error") {
    world<with_psk, with_psk> w;
    auto link = w.begun();
    given_random<0>::broken = true;
    REQUIRE(link->between.settle());
    given_random<0>::broken = false;
    CHECK(link->client.alert_sent() == 80);
    CHECK(link->client.why() == errc::crypto_failed);
    CHECK(take_records(link->client.all_sent).size() == 1); // the alert
    auto other = w.begun();
    given_random<1>::broken = true;
    REQUIRE(other->between.settle());
    given_random<1>::broken = false;
    CHECK(other->server.alert_sent() == 80);
    CHECK(other->client.alert_received() == 80);
}

} // namespace
