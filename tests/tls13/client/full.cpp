// Handshakes of a client of TLS 1.3 that come about, and what is in its messages: RFC 8446 2, 4.1.2, 4.2, 4.6.
#include "support/test.hpp"
#include "tls13/client/meeting.hpp"

namespace {

using namespace meeting;

using psk_policy = psk_only<>;
using whole_policy = of_tls13<>;

} // namespace

TEST_CASE("A client with a pre-shared key connects, by either suite, and talks") {
    for (std::uint16_t const suite : std::to_array<std::uint16_t>({0x1301, 0x1305})) {
        world<psk_policy> w;
        visit<psk_policy> l{w};
        l.server.suite = suite;
        CHECK(l.connects());
        CHECK(l.server.psk_taken);
        CHECK(!l.side->resumed());
        CHECK(l.side->protocol() == 1);
        CHECK(l.says("hello"));
        CHECK(l.hears("world"));
        CHECK(l.server.dummies == 0);
    }
}
TEST_CASE("A client with a pin connects by a certificate, and one with a certificate of its own shows it") {
    world<whole_policy> w;
    w.known.has_key = false;
    visit<whole_policy> l{w};
    CHECK(l.connects());
    CHECK(!l.server.psk_taken);
    CHECK(w.known.seen_chain == 1);
    CHECK(view(w.known.seen_name) == w.name);
    CHECK(l.says("hello"));

    visit<whole_policy> asked{w};
    asked.server.keys.clear();
    asked.server.asks_certificate = true;
    CHECK(asked.connects());
    CHECK(asked.server.client_messages[0] == oracle::message(11, {0, 0, 0, 0}));

    world<whole_policy, proves> own;
    own.known.has_key = false;
    visit<whole_policy, proves> shows{own};
    shows.server.asks_certificate = true;
    CHECK(shows.connects());
    CHECK(shows.server.proof_good);
    CHECK(view(shows.server.client_certificate) == pair::stranger.certificate);
    CHECK(shows.says("hello"));
}
TEST_CASE("Where the transport cuts makes no difference, nor how many messages are in a record, nor padding") {
    for (std::size_t const piece : std::to_array<std::size_t>({1, 2, 3, 7, 100})) {
        for (bool const one : {false, true}) {
            world<whole_policy> w;
            w.known.has_key = false;
            visit<whole_policy> l{w};
            l.server.one_record = one;
            l.server.padding = one ? 300 : 0;
            CHECK(l.connects(piece));
            CHECK(l.says("hello"));
            CHECK(l.hears("world"));
        }
    }
}
TEST_CASE("psk_ke has no share; where both modes are offered the server chooses") {
    world<psk_ke_only> w;
    visit<psk_ke_only> l{w};
    l.server.with_share = false;
    CHECK(l.connects());
    CHECK(!l.server.hellos[0].has(51));
    CHECK(!l.server.hellos[0].has(10));
    CHECK(l.server.hellos[0].get(45) == bytes{1, 0});
    visit<psk_ke_only> again{w};
    again.server.with_share = false;
    again.server.keys = l.server.keys;
    CHECK(again.connects());
    CHECK(again.side->resumed());
    for (bool const share : {false, true}) {
        world<either_mode> both;
        visit<either_mode> chosen{both};
        chosen.server.with_share = share;
        CHECK(chosen.connects());
        CHECK(chosen.server.hellos[0].get(45) == bytes{2, 1, 0});
    }
}
TEST_CASE("VN1, VN2: a hello of TLS 1.3 alone has nothing of TLS 1.2 in it") {
    world<whole_policy> w;
    visit<whole_policy> l{w};
    CHECK(l.connects());
    oracle::client_hello const& h = l.server.hellos[0];
    CHECK(h.version == 0x0303);
    CHECK(h.compressions == bytes{0});
    CHECK(h.session_id.empty());
    CHECK(h.suites == std::vector<std::uint16_t>{0x1301, 0x1305});
    CHECK(h.get(43) == bytes{2, 3, 4});
    CHECK(h.types() == std::vector<std::uint16_t>{0, 16, 10, 13, 43, 45, 51, 41});
    CHECK(h.get(0) == vector_of(2, bytes{0} + vector_of(2, to_bytes(host))));
}
TEST_CASE("PS1 to PS5: a ticket comes first, then the external key; ages and binders are right") {
    world<psk_policy> w;
    visit<psk_policy> first{w};
    REQUIRE(first.connects());
    REQUIRE(w.store.size() == 1);
    w.now += 100;
    visit<psk_policy> second{w};
    second.server.keys = first.server.keys;
    CHECK(second.connects());
    CHECK(second.side->resumed());
    CHECK(second.server.psk_index == 0);
    bytes const offered = second.server.hellos[0].get(41);
    bytes const identity = std::prev(first.server.keys.end())->first; // "ticket …" is behind "coffee"
    bytes const list = vector_of(2, identity) + big_endian(4, 100'000 + 0x01020304) + vector_of(2, to_bytes(psk_name)) +
                       big_endian(4, 0);
    CHECK(bytes(offered.begin(), offered.begin() + static_cast<std::ptrdiff_t>(list.size() + 2)) == vector_of(2, list));
    CHECK(w.store.size() == 1); // a new one
    // NT6: each of them once.
    visit<psk_policy> third{w};
    third.server.keys = second.server.keys;
    CHECK(third.connects());
    visit<psk_policy> without{w};
    world<psk_policy> fresh;
    CHECK(third.server.hellos[0].get(41) != offered);
}
TEST_CASE("PS9, DG1, DG19: a server takes the external key, or a certificate, and not the ticket") {
    world<psk_policy> w;
    visit<psk_policy> first{w};
    REQUIRE(first.connects());
    visit<psk_policy> second{w}; // it knows no ticket
    second.server.tickets = 0;
    CHECK(second.connects());
    CHECK(!second.side->resumed());
    CHECK(second.server.psk_index == 1);
    CHECK(w.store.size() == 0);

    world<whole_policy> with;
    visit<whole_policy> before{with};
    REQUIRE(before.connects());
    visit<whole_policy> full{with};
    full.server.wants_psk = false;
    full.server.tickets = 0;
    CHECK(full.connects());
    CHECK(!full.side->resumed());
    CHECK(full.side->peer().kind == identity_kind::spki_sha256);
    CHECK(with.store.size() == 0);
}
TEST_CASE("HR6, HR8, KS5: a retry with a cookie alone repeats the same share; one with a group brings a fresh one") {
    world<whole_policy> w;
    visit<whole_policy> l{w};
    l.server.cookie = oracle::text("a cookie");
    CHECK(l.connects());
    REQUIRE(l.server.hellos.size() == 2);
    auto const& [a, b] = std::pair{l.server.hellos[0], l.server.hellos[1]};
    CHECK(a.get(51) == b.get(51));
    CHECK(b.get(44) == vector_of(2, oracle::text("a cookie")));
    CHECK(a.random == b.random);
    CHECK(a.suites == b.suites);
    for (std::uint16_t const same : std::to_array<std::uint16_t>({0, 10, 13, 16, 43, 45}))
        CHECK(a.get(same) == b.get(same));
    CHECK(b.types() == std::vector<std::uint16_t>{0, 16, 10, 13, 43, 45, 51, 44, 41});

    world<psk_only<empty_list>> empty;
    visit<psk_only<empty_list>> asks{empty};
    asks.server.asks_group = true;
    CHECK(asks.connects());
    CHECK(asks.server.hellos[0].get(51) == bytes{0, 0});
    CHECK(asks.server.hellos[1].get(51).size() == 2 + 4 + 65);
    CHECK(!asks.server.hellos[1].has(44));
    visit<psk_only<empty_list>> both{empty}; // resumed, with a group and a cookie
    both.server.keys = asks.server.keys;
    both.server.asks_group = true;
    both.server.cookie = bytes(256, 5);
    CHECK(both.connects());
    CHECK(both.side->resumed());
}
TEST_CASE("CC5: middlebox compatibility sends a session id, and one dummy where it belongs") {
    using policy = of_tls13<compatible_options>;
    world<policy> w;
    visit<policy> l{w};
    CHECK(l.connects());
    CHECK(l.server.hellos[0].session_id.size() == 32);
    CHECK(l.server.hellos[0].session_id != l.server.hellos[0].random);
    CHECK(l.server.dummies == 1);
    visit<policy> retried{w};
    unsigned before_second = 0;
    retried.server.cookie = oracle::text("x");
    retried.server.edit = [&](std::string const& name, bytes&) {
        before_second = name == "server_hello" ? retried.server.dummies : before_second;
    };
    CHECK(retried.connects());
    CHECK(before_second == 1);
    CHECK(retried.server.dummies == 1);
    CHECK(retried.server.hellos[0].session_id == retried.server.hellos[1].session_id);
}
