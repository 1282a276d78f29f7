// Handshakes of a client of TLS 1.3 that complete, and the content of the messages: RFC 8446 2, 4.1.2, 4.2, 4.6.
#include <algorithm>
#include <vector>

#include "support/test.hpp"
#include "tls13/client/meeting.hpp"

namespace {

using namespace meeting;

using psk_policy = psk_only<>;
using whole_policy = of_tls13<>;
struct all_suites : psk_only<> {
    using suites = suite_list<aes_128_gcm_sha256, aes_128_ccm_sha256, aes_128_ccm_8_sha256, chacha20_poly1305_sha256>;
};
struct chacha_alone : of_tls13<> {
    using suites = suite_list<chacha20_poly1305_sha256>;
};
struct ccm_alone : of_tls13<> {
    using suites = suite_list<aes_128_ccm_sha256>;
};

/// Credentials that keep a key log.
template <class P> struct logs : knows<P> {
    struct line {
        tls13::logged_secret which{};
        bytes random, secret;
    };
    void on_secret(tls13::logged_secret which, byte_view random, byte_view secret) {
        lines.push_back({which, to_bytes(random), to_bytes(secret)});
    }
    std::vector<line> lines;
};

} // namespace

TEST_CASE("A client with a pre-shared key connects, by any suite, and talks") {
    for (std::uint16_t const suite : std::to_array<std::uint16_t>({0x1301, 0x1303, 0x1304, 0x1305})) {
        world<all_suites> w;
        visit<all_suites> l{w};
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
/// Full and resumed handshakes and key updates with the single suite of the policy.
template <class P> static void check_alone(std::uint16_t number) {
    for (bool const has_key : {true, false}) {
        world<P> w;
        w.known.has_key = has_key;
        visit<P> l{w};
        l.server.suite = number;
        CHECK(l.connects());
        CHECK(l.server.hellos[0].suites == std::vector<std::uint16_t>{number});
        CHECK(l.side->current().suite == cipher_suite{number});
        CHECK(l.side->update_keys(true));
        l.settle();
        CHECK(l.says("hello"));
        l.server.update(false);
        CHECK(l.hears("world"));
        visit<P> again{w};
        again.server.suite = number;
        again.server.keys = l.server.keys;
        CHECK(again.connects(1));
        CHECK(again.side->resumed());
        CHECK(again.hears("world"));
    }
}
TEST_CASE("AES_128_CCM_SHA256 alone, and CHACHA20_POLY1305_SHA256 alone") {
    check_alone<ccm_alone>(0x1304);
    check_alone<chacha_alone>(0x1303);
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
TEST_CASE("The least room for messages holds a CertificateVerify that comes in pieces, behind the key that it is "
          "checked by") {
    using least = visit<whole_policy>::client_type;
    CHECK(least::min_messages == 145);
    world<whole_policy> w;
    w.known.has_key = false;
    w.sizes.messages = least::min_messages;
    visit<whole_policy> l{w};
    l.server.after = [&](std::string const& name) {
        if (name == "certificate") l.server.fragment = 16;
    };
    CHECK(l.connects());
    CHECK(l.says("hello"));
}
TEST_CASE("A key log is told each of the four secrets of a connection once, which are those of the server") {
    world<whole_policy, logs> w;
    visit<whole_policy, logs> l{w};
    REQUIRE(l.connects());
    REQUIRE(w.known.lines.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        auto const& line = w.known.lines[i];
        CHECK(line.which == static_cast<tls13::logged_secret>(i));
        CHECK(line.random == l.server.hellos[0].random);
        CHECK(std::count(l.server.secrets.begin(), l.server.secrets.end(), line.secret) != 0);
        for (std::size_t k = 0; k < i; ++k) CHECK(line.secret != w.known.lines[k].secret);
    }
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
    CHECK(h.types() == std::vector<std::uint16_t>{0, 16, 10, 13, 28, 43, 45, 51, 41});
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
    bytes const identity = std::prev(first.server.keys.end())->first; // "ticket …" sorts after "coffee"
    bytes const list = vector_of(2, identity) + big_endian(4, 100'000 + 0x01020304) + vector_of(2, to_bytes(psk_name)) +
                       big_endian(4, 0);
    CHECK(bytes(offered.begin(), offered.begin() + static_cast<std::ptrdiff_t>(list.size() + 2)) == vector_of(2, list));
    CHECK(w.store.size() == 1); // a new ticket
    // NT6: each ticket is offered once.
    visit<psk_policy> third{w};
    third.server.keys = second.server.keys;
    CHECK(third.connects());
    bytes const again = third.server.hellos[0].get(41);
    CHECK(third.side->resumed());
    CHECK(std::search(again.begin(), again.end(), identity.begin(), identity.end()) == again.end());
}
TEST_CASE("PS9, DG1, DG19: a server takes the external key, or a certificate, and not the ticket") {
    world<psk_policy> w;
    visit<psk_policy> first{w};
    REQUIRE(first.connects());
    visit<psk_policy> second{w}; // its server knows no ticket
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
    for (std::uint16_t const same : std::to_array<std::uint16_t>({0, 10, 13, 16, 28, 43, 45}))
        CHECK(a.get(same) == b.get(same));
    CHECK(b.types() == std::vector<std::uint16_t>{0, 16, 10, 13, 28, 43, 45, 51, 44, 41});

    world<psk_only<empty_list>> empty;
    visit<psk_only<empty_list>> asks{empty};
    asks.server.asks_group = true;
    CHECK(asks.connects());
    CHECK(asks.server.hellos[0].get(51) == bytes{0, 0});
    CHECK(asks.server.hellos[1].get(51).size() == 2 + 4 + 65);
    CHECK(!asks.server.hellos[1].has(44));
    visit<psk_only<empty_list>> both{empty}; // a resumption, with a group and a cookie
    both.server.keys = asks.server.keys;
    both.server.asks_group = true;
    both.server.cookie = bytes(256, 5);
    CHECK(both.connects());
    CHECK(both.side->resumed());
}
TEST_CASE("ZR1, AU11: no hello asks for early data, or for authentication behind the handshake") {
    for (bool const has_key : {true, false}) {
        world<whole_policy> w;
        w.known.has_key = has_key;
        for (unsigned i = 0; i < 2; ++i) {
            visit<whole_policy> l{w};
            l.server.ticket_extensions = extension(42, big_endian(4, 1000));
            l.server.cookie = bytes(20, 1);
            CHECK(l.connects());
            for (oracle::client_hello const& h : l.server.hellos) {
                CHECK(!h.has(42));
                CHECK(!h.has(49));
            }
        }
    }
}
TEST_CASE("FI3: the client's flight is under handshake keys, and what follows under the next ones") {
    world<whole_policy, proves> w;
    w.known.has_key = false;
    visit<whole_policy, proves> l{w};
    l.server.asks_certificate = true;
    CHECK(l.connects()); // the server opens the flight with these keys only, from record 0 on
    std::vector<std::uint8_t> types;
    for (bytes const& each : l.server.client_messages) types.push_back(each[0]);
    CHECK(types == std::vector<std::uint8_t>{11, 15, 20});
    CHECK(l.server.read.sequence == 0);
    CHECK(l.says("hello"));
    CHECK(l.server.read.sequence == 1);
}
TEST_CASE("XP3: without exporters in the policy there is none, and no room for its secret") {
    using with = psk_only<options{.exporters = true}>;
    using without = psk_only<>;
    auto const has = []<class P>(P*) {
        return requires(flintls::client<P, knows<P>> & c, byte_view b, std::span<std::uint8_t> s) {
            c.export_material(b, b, s);
        };
    };
    static with* const exporting = nullptr;
    static without* const plain = nullptr;
    CHECK(has(exporting));
    CHECK(!has(plain));
    CHECK(sizeof(flintls::client<with, knows<with>>) >= 32 + sizeof(flintls::client<without, knows<without>>));
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
TEST_CASE("RFC 8446 5.1: no record of a client has more content than its policy says") {
    using policy = of_tls13<options{.max_send_fragment = 64}>;
    world<policy> w;
    visit<policy> l{w};
    CHECK(l.connects());
    CHECK(l.side->write_space().size() == 64);
    CHECK(l.says(std::string(64, 'x')));
    CHECK(l.server.longest_record == 64 + 1); // plus the type byte
    unsigned clear = 0;
    for (std::size_t at = 0; at + 5 <= l.all_sent.size(); at += 5 + load<2>(l.all_sent.data() + at + 3)) {
        bool const handshake = l.all_sent[at] == 22;
        clear += handshake ? 1U : 0U;
        CHECK((!handshake || load<2>(l.all_sent.data() + at + 3) <= 64));
    }
    CHECK(clear > 3); // the hello needs several records
}
TEST_CASE("RFC 8446 6.1: a client that has said goodbye reads on, and answers no KeyUpdate") {
    using policy = of_tls13<options{.half_close = true}>;
    world<policy> w;
    visit<policy> l{w};
    REQUIRE(l.connects());
    REQUIRE(l.side->end_writing());
    l.settle();
    CHECK(l.server.alert == std::uint8_t{0});
    CHECK(l.server.alert_protected);
    CHECK(l.last == progress::receive);
    CHECK(l.side->write_space().empty());
    CHECK(l.hears("still here"));
    CHECK(!l.side->update_keys(false));
    CHECK(l.side->refusal() == errc::not_permitted);
    std::size_t const sent = l.all_sent.size();
    l.server.update(true);
    CHECK(l.hears("and here"));
    CHECK(l.all_sent.size() == sent);
    l.server.send_alert(1, 0);
    l.settle();
    CHECK(l.last == progress::closed);
    CHECK(l.all_sent.size() == sent);
}
