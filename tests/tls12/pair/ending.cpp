// How connections end: what is wiped, what is sent, and that nothing continues; T15, B2, RFC 5246 7.2.1.
#include <algorithm>
#include <vector>

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

/// True if the endpoint holds neither the master secret nor parts of the premaster secret of RFC 4279 2.
template <class End> bool is_clean(End& end, bytes const& master) {
    bytes const premaster = with_length(2, to_bytes(psk_key)); // follows zeros or a shared secret
    for (std::uint32_t const at : {0U, 32U}) {                 // a part may still be zeros
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
    CHECK(link->client.holds(master)); // the search finds a secret that is present
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

/// Checks that one end of a connection with an actor has wiped the verify_data of both sides and the peer's identity.
template <class End> void check_nothing_is_known(End& end, actor& peer, bool is_lost) {
    bytes const who = to_bytes(end.current().peer.digest);
    std::vector<bytes> const known{peer.client_verify_data, peer.server_verify_data, who};
    byte_view const object = end.memory();
    auto const stands_in_object = [&](bytes const& what) {
        return std::search(object.begin(), object.end(), what.begin(), what.end()) != object.end();
    };
    for (bytes const& each : known) CHECK(stands_in_object(each));
    if (is_lost) {
        end.transport_lost();
    } else {
        end.close();
    }
    peer.meet(end);
    CHECK(end.over());
    CHECK(end.current().peer == identity{});
    CHECK(end.current().suite == cipher_suite{});
    for (bytes const& each : known) CHECK_FALSE(stands_in_object(each));
}
TEST_CASE("B2, T15: however a connection ends, neither verify_data nor who the peer was stays in the object") {
    for (bool const is_lost : {false, true}) {
        CAPTURE(is_lost);
        world<with_psk, with_psk> w;
        bytes const patched = renegotiated({}) + extended_master_secret_extension();
        auto const link = w.begun();
        actor server{false};
        server.meet(link->client);
        REQUIRE(server.serves(link->client, patched));
        check_nothing_is_known(link->client, server, is_lost);
        actor client{true};
        REQUIRE(client.connects(link->server, {.extensions = patched}));
        check_nothing_is_known(link->server, client, is_lost);
    }
}

TEST_CASE("T15: what the shares agreed on is gone as soon as there is a master secret") {
    world<with_certificate, slow<with_certificate>> w;
    auto const link = w.begun();
    actor client{true};
    client.client_greets(
        {.suites = {0xc02b},
         .extensions = renegotiated({}) + extended_master_secret_extension() + extension(13, {0, 2, 4, 3})});
    client.meet(link->server);
    client.say(client.ecdhe_client_exchange_message());
    bytes const agreed = client.agreed();
    REQUIRE(agreed != bytes(32));
    unsigned with_it = 0;
    unsigned without = 0;
    for (unsigned turns = 0; turns < 1000; ++turns) {
        link->server.turn(client.out, client.in);
        bool const has_master = to_bytes(byte_view{link->server.current().master_secret}.subview(32, 16)) != bytes(16);
        bool const still = link->server.holds(agreed);
        CHECK_FALSE((has_master && still));
        with_it += still ? 1U : 0U;
        without += has_master && !link->server.over() ? 1U : 0U;
    }
    CHECK(with_it != 0); // the search finds a secret that is present
    CHECK(without != 0);
}

/// Ends a connection after every number of calls of `run`, in any state. Pending operations are abandoned.
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
    CHECK(false); // the handshake has not completed
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

/// An AEAD whose next `times` seal operations fail.
template <int Role> struct fails_to_seal : mbedtls::aes_128_gcm {
    static inline unsigned times = 0;
    crypto_status seal(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        if (times == 0) return mbedtls::aes_128_gcm::seal(k, nonce, aad, text, size);
        --times;
        return crypto_status::failed;
    }
};
struct fallible : with_psk {
    template <int Role> struct crypto_of : prompt<Role> { using aes_128_gcm = fails_to_seal<Role>; };
};
TEST_CASE("what cannot be protected does not go out, and does not stay in the buffer") {
    for (bool const closes : {false, true}) {
        CAPTURE(closes);
        world<fallible, fallible> w;
        auto const link = w.connected();
        REQUIRE(link);
        REQUIRE(link->client.say("some words, and behind them more, which nobody may read"));
        bytes const words = to_bytes("more, which nobody may read"); // a protected alert overwrites the first bytes
        CHECK(link->client.holds(words));
        if (closes) link->client.close();
        fails_to_seal<0>::times = 1;
        REQUIRE(link->between.settle());
        CHECK(link->client.last == (closes ? progress::closed : progress::failed));
        CHECK(link->client.alert_sent() == (closes ? -1 : 80));
        CHECK(link->server.last ==
              (closes ? progress::closed : progress::failed)); // the second seal, of the alert, succeeds
        CHECK(link->server.got.empty());
        CHECK_FALSE(link->client.holds(words));
    }
}
/// An AEAD that fails to import one of its keys.
template <int Role> struct fails_to_import : mbedtls::aes_128_gcm {
    static inline unsigned which = 0; ///< the number of the failing import, from 1; 0: none fails
    static crypto_status import_key(byte_view bytes, key& made) {
        bool const fails = which == 1;
        which -= which != 0 ? 1U : 0U;
        return fails ? crypto_status::failed : mbedtls::aes_128_gcm::import_key(bytes, made);
    }
};
struct keyless : with_psk {
    template <int Role> struct crypto_of : prompt<Role> { using aes_128_gcm = fails_to_import<Role>; };
};
TEST_CASE("behind its ChangeCipherSpec a side without the new key says nothing: the peer does not read the old one") {
    for (unsigned const which : {1U, 2U}) { // the client's write key, and its read key
        CAPTURE(which);
        world<keyless, with_psk> w;
        auto const link = w.begun();
        fails_to_import<0>::which = which;
        REQUIRE(link->between.settle());
        CHECK(link->client.failed());
        CHECK(link->client.why() == errc::crypto_failed);
        std::vector<record> const sent = take_records(link->client.all_sent);
        CHECK(sent.back().type == (which == 1 ? content_type::change_cipher_spec : content_type::alert));
        CHECK(link->server.alert_received() == (which == 1 ? -1 : 80));
    }
}
TEST_CASE("when a connection fails what is not protected yet does not go out before the alert") {
    world<slow<with_psk>, with_psk> w;
    auto const link = w.connected();
    REQUIRE(link);
    std::size_t const before = link->client.all_sent.size();
    REQUIRE(link->client.say("too late"));
    REQUIRE(link->client.run() == progress::crypto);
    link->client.sent(1); // nothing is ready
    REQUIRE(link->between.settle());
    CHECK(link->client.failed());
    CHECK(link->server.alert_received() == 80);
    CHECK(link->server.got.empty());
    bytes said(link->client.all_sent.begin() + static_cast<std::ptrdiff_t>(before), link->client.all_sent.end());
    CHECK(take_records(said).size() == 1);
}

TEST_CASE("no key of the back end stays behind: many connections, all of which fail somewhere") {
    world<everything, everything> w;
    for (unsigned i = 0; i < 300; ++i) { // the back end has 64 key slots
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
    REQUIRE(link->server.say("meanwhile")); // held data does not block writes
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
    CHECK(take_records(link->client.all_sent).size() == 1); // the alert alone
    auto other = w.begun();
    given_random<1>::broken = true;
    REQUIRE(other->between.settle());
    given_random<1>::broken = false;
    CHECK(other->server.alert_sent() == 80);
    CHECK(other->client.alert_received() == 80);
}

} // namespace
