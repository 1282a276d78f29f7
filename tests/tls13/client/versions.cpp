// Both versions in one hello: who decides, and that nothing makes a client ask for less (RFC 8446 4.1.2, 4.1.3, 4.2.1, D).
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

#include "flintls/server.hpp"
#include "flintls/ticket/service.hpp"

namespace {

using namespace meeting;

template <options O = options{.ticket_slots = 2}> struct both_versions : policy_of<O> {
    using crypto = pair::prompt<0>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, aes_128_ccm_8_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256,
                              psk_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt">;
};
using product = both_versions<>;
/// Its servers of TLS 1.2.
struct old_policy : policy_of<> {
    using crypto = pair::prompt<1>;
    using suites = suite_list<ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt">;
};
/// One that has a stack of TLS 1.3 elsewhere, and marks its random (RFC 8446 4.1.3).
struct marking_policy : policy_of<options{.highest_version = protocol_version::tls_1_3}, old_policy> {};

using keys_type = ticket_keys<1, aead_ticket<old_policy::crypto::aes_128_gcm>, boot_counter>;
struct old_world {
    old_world() {
        while (keys.generate(source, 1'000'000) == crypto_status::pending) {
        }
    }
    pair::server_knows<old_policy> known;
    pair::given_random<1> source;
    keys_type keys;
    ticket_service<keys_type> tickets{keys};
};

/// A client of both, and a server of TLS 1.2.
template <class P, class S> struct old_visit {
    using client_type = flintls::client<P, knows<P>>;
    using server_type = flintls::server<S, pair::server_knows<S>, ticket_service<keys_type>>;

    old_visit(world<P>& w, old_world& o)
        : client_memory{w.sizes}, server_memory{pair::room{}}, client{client_memory.all(), w.known,
                                                                      w.keeps ? &w.store : nullptr},
          server{server_memory.all(), known, &o.tickets}, now{w.now} {
        begun = client.connect(w.name);
        static_cast<void>(server.accept());
    }
    bool settle() {
        for (unsigned quiet = 0; quiet < 3;) {
            bool moved = false;
            last = client.run(now);
            progress const p = server.run(now);
            for (progress const each : {last, p})
                moved = moved || each == progress::connected || each == progress::crypto;
            connected += last == progress::connected ? 1 : 0;
            moved = pass(client, server, true) || moved;
            moved = pass(server, client, false) || moved;
            quiet = moved ? 0 : quiet + 1;
        }
        return connected != 0 && client.idle() && server.idle();
    }
    template <class A, class B> bool pass(A& from, B& to, bool up) {
        bytes sent = to_bytes(from.ready());
        from.sent(from.ready().size());
        if (up) all_sent = all_sent + sent;
        if (edit && !sent.empty()) edit(up, sent);
        auto& held = up ? to_server : to_client;
        held = held + sent;
        auto const space = to.space();
        std::size_t const size = std::min(space.size(), held.size());
        std::copy_n(held.begin(), size, space.begin());
        to.received(static_cast<std::uint32_t>(size));
        held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(size));
        return size != 0;
    }
    [[nodiscard]] oracle::client_hello hello() const {
        return oracle::parse_hello(bytes(all_sent.begin() + 5, all_sent.begin() + 5 + value_at(all_sent, 3, 2)));
    }

    pair::memories client_memory, server_memory;
    pair::server_knows<S> known;
    client_type client;
    server_type server;
    std::uint32_t now;
    bool begun = false;
    progress last = progress::receive;
    unsigned connected = 0;
    std::function<void(bool up, bytes&)> edit;
    bytes to_server, to_client, all_sent;
};
using at_old = old_visit<product, old_policy>;
using at_marking = old_visit<product, marking_policy>;

/// Was it all that a client can offer?
bool offers_both(oracle::client_hello const& h) {
    return h.get(43) == bytes{4, 3, 4, 3, 3} &&
           h.suites == std::vector<std::uint16_t>{0x1301, 0x1305, 0xc02b, 0x00a8} && h.has(51) && h.has(23) &&
           h.has(0xff01) && h.has(35) && h.has(45) && h.has(11) && h.session_id.size() == 32;
}

} // namespace

TEST_CASE("VN2: one hello serves servers of both versions") {
    world<product> w;
    visit<product> l{w};
    CHECK(l.connects());
    CHECK(offers_both(l.server.hellos[0]));
    CHECK(l.server.dummies == 1);
    CHECK(l.says("hello"));
    old_world o;
    at_old old{w, o};
    CHECK(old.settle());
    CHECK(offers_both(old.hello()));
    CHECK(old.client.current().version == protocol_version::tls_1_2);
    CHECK(old.client.secure_renegotiation());
    CHECK(old.client.protocol() == 1);
}
TEST_CASE("VN18: a renegotiation offers TLS 1.2 alone, and a connection of TLS 1.3 has none") {
    world<product> w;
    old_world o;
    at_old l{w, o};
    REQUIRE(l.settle());
    CHECK(l.client.renegotiate());
    CHECK(l.settle());
    CHECK(l.connected == 2);
    visit<product> modern{w};
    REQUIRE(modern.connects());
    CHECK(!modern.side->renegotiate());
    CHECK(modern.side->refusal() == errc::not_permitted);
}
TEST_CASE("KU4: a connection of TLS 1.2 has no KeyUpdate, and asking for one changes nothing") {
    world<product> w;
    old_world o;
    at_old l{w, o};
    REQUIRE(l.settle());
    CHECK(!l.client.update_keys(true));
    CHECK(l.client.refusal() == errc::not_permitted);
    CHECK(!l.client.write_space().empty());
    CHECK(l.settle());
    CHECK(l.client.renegotiate());
    CHECK(l.settle());
    CHECK(l.connected == 2);
}
TEST_CASE("VN21: a connection that is limited to TLS 1.2 offers nothing else, and is not told off for it (VN7)") {
    world<product> w;
    old_world o;
    at_marking l{w, o};
    l.client.transport_lost();
    CHECK(l.client.run(w.now) == progress::failed);
    CHECK(l.client.connect(w.name, w.name, protocol_version::tls_1_2));
    CHECK(l.settle());
    oracle::client_hello const h = l.hello();
    CHECK(!h.has(43));
    CHECK(!h.has(51));
    CHECK(h.suites == std::vector<std::uint16_t>{0xc02b, 0x00a8});
}
TEST_CASE("VN6, DG2, DG3: a marked random in answer to both versions; tickets of TLS 1.2 are kept") {
    world<product> w;
    old_world o;
    at_old first{w, o};
    REQUIRE(first.settle());
    REQUIRE(w.store.size() == 1);
    at_marking l{w, o};
    CHECK(!l.settle());
    CHECK(l.client.failure().what() == errc::downgrade_detected);
    CHECK(l.client.retry() == retry_advice::do_not_retry);
    CHECK(w.store.size() == 1);
    visit<product> modern{w};
    REQUIRE(modern.connects());
    CHECK(w.store.size() == 2);
    at_marking again{w, o};
    CHECK(!again.settle());
    CHECK(again.client.retry() == retry_advice::do_not_retry);
    CHECK(w.store.size() == 1); // that of TLS 1.3 was used up
}
TEST_CASE("DG4, DG6, DG7, DG17, NT15: tickets of both versions live side by side, and each resumes in its own") {
    world<product> w;
    old_world o;
    at_old a{w, o};
    REQUIRE(a.settle());
    CHECK(!a.client.resumed());
    visit<product> b{w}; // DG6
    REQUIRE(b.connects());
    CHECK(b.server.hellos[0].has(35));
    CHECK(!b.side->resumed());
    CHECK(w.store.size() == 2);
    visit<product> c{w}; // both are offered
    c.server.keys = b.server.keys;
    REQUIRE(c.connects());
    CHECK(c.side->resumed());
    CHECK(!c.server.hellos[0].get(35).empty());
    CHECK(w.store.size() == 2);
    at_old d{w, o}; // DG7, DG17
    REQUIRE(d.settle());
    CHECK(d.client.resumed());
    CHECK(d.client.current().version == protocol_version::tls_1_2);
    CHECK(d.hello().has(41));
    CHECK(w.store.size() == 1);
    visit<product> e{w};
    REQUIRE(e.connects());
    CHECK(!e.side->resumed());
    w.store.drop(e.side->current().server_name); // that of TLS 1.2
    at_old f{w, o};                              // DG4: a ticket of TLS 1.3 resumes nothing there
    REQUIRE(f.settle());
    CHECK(!f.client.resumed());
    CHECK(w.store.size() == 1);
}
TEST_CASE("DG8 to DG10, DG14: an alert in answer to the hello") {
    struct row {
        bool modern, old;
        std::uint8_t alert;
        retry_advice advice;
        std::size_t left;
    };
    using enum retry_advice;
    for (row const& r : {row{false, false, 70, do_not_retry, 0}, row{false, false, 40, do_not_retry, 0},
                         row{true, false, 70, retry_without_ticket, 0}, row{false, true, 40, retry_without_ticket, 0},
                         row{true, true, 40, retry_without_ticket, 0}, row{true, true, 51, retry_without_ticket, 1},
                         row{true, false, 115, retry_without_ticket, 0}, row{false, false, 51, do_not_retry, 0},
                         row{true, false, 86, do_not_retry, 0}, row{false, true, 86, do_not_retry, 0},
                         row{true, true, 86, do_not_retry, 0}}) {
        world<product> w;
        old_world o;
        if (r.old) {
            at_old l{w, o};
            REQUIRE(l.settle());
        }
        if (r.modern) {
            visit<product> l{w};
            REQUIRE(l.connects());
        }
        visit<product> l{w};
        l.server.edit = [&](std::string const&, bytes& m) {
            if (l.server.out.empty()) l.server.send_plain(21, {2, r.alert});
            m.clear();
        };
        l.settle();
        CHECK(l.last == progress::failed);
        CHECK(l.side->retry() == r.advice);
        CHECK(w.store.size() == r.left);
        // DG15
        visit<product> again{w};
        again.settle();
        CHECK(offers_both(again.server.hellos[0]));
    }
}
TEST_CASE("AL2: a warning of a server of TLS 1.2 before its ServerHello is no end") {
    world<product> w;
    old_world o;
    at_old l{w, o};
    bool done = false;
    l.edit = [&](bool up, bytes& sent) {
        if (!up && !done) {
            sent = bytes{21, 3, 3, 0, 2, 1, 112} + sent;
            done = true;
        }
    };
    CHECK(l.settle());
    CHECK(done);
}
TEST_CASE("VN4, VN10, VN11, VN19, CC7: what no server of TLS 1.2 answers to a hello of both versions") {
    auto const ends_so = [](std::function<void(bytes&)> change, errc what) {
        world<product> w;
        old_world o;
        at_old l{w, o};
        bool done = false;
        l.edit = [&](bool up, bytes& sent) {
            if (!up && !done) {
                done = true;
                change(sent);
            }
        };
        return !l.settle() && l.client.failure().what() == what && !l.client.failure().from_peer();
    };
    // The ServerHello is the first record of the flight.
    auto const in_block = [](bytes const& more) {
        return [=](bytes& flight) {
            std::size_t const size = value_at(flight, 3, 2);
            bytes m(flight.begin() + 5, flight.begin() + 5 + static_cast<std::ptrdiff_t>(size));
            bytes const rest(flight.begin() + 5 + static_cast<std::ptrdiff_t>(size), flight.end());
            std::size_t const block = block_in_hello(m);
            bytes const length = big_endian(2, value_at(m, block, 2) + more.size());
            std::copy(length.begin(), length.end(), m.begin() + static_cast<std::ptrdiff_t>(block));
            replace(m, m.size(), 0, more);
            flight = bytes{22, 3, 3} + vector_of(2, m) + rest;
        };
    };
    CHECK(ends_so(in_block(extension(43, {3, 3})), errc::not_offered));
    CHECK(ends_so(in_block(extension(43, {3, 5})), errc::not_offered));
    CHECK(ends_so(in_block(extension(51, {0, 23, 0, 1, 4})), errc::unsolicited_extension));
    CHECK(ends_so([](bytes& flight) { flight = bytes{20, 3, 3, 0, 1, 1} + flight; }, errc::unexpected_message));
    auto const suite = [](std::uint16_t value) {
        return [=](bytes& flight) {
            std::size_t const at = 5 + 38 + 1 + flight[5 + 38];
            flight[at] = static_cast<std::uint8_t>(value >> 8U);
            flight[at + 1] = static_cast<std::uint8_t>(value);
        };
    };
    CHECK(ends_so(suite(0x1301), errc::not_offered));
    CHECK(ends_so([](bytes& flight) { flight[5 + 5] = 1; }, errc::unsupported_version));
    world<product> w;
    visit<product> l{w}; // TLS 1.3 with a suite of TLS 1.2
    in("server_hello", [](bytes& m) {
        m[block_in_hello(m) - 3] = 0xc0;
        m[block_in_hello(m) - 2] = 0x2b;
    })(l.server);
    CHECK(l.fails_with(by::illegal_parameter, false));
    visit<product> retried{w}; // a retry of TLS 1.3, and then TLS 1.2
    retried.server.cookie = {1};
    in_hello(43, {})(retried.server);
    retried.server.cookie = {1};
    CHECK(retried.fails_with(by::illegal_parameter, false));
    // VN10: its session id comes back, and nothing can be resumed.
    world<product> fresh;
    old_world o;
    at_old echoes{fresh, o};
    echoes.edit = [&](bool up, bytes& sent) {
        if (up || sent.size() < 100 || sent[5] != 2) return;
        std::size_t const size = value_at(sent, 3, 2);
        bytes m(sent.begin() + 5, sent.begin() + 5 + static_cast<std::ptrdiff_t>(size));
        bytes const rest(sent.begin() + 5 + static_cast<std::ptrdiff_t>(size), sent.end());
        replace(m, 38, 1 + m[38], vector_of(1, echoes.hello().session_id));
        sent = bytes{22, 3, 3} + vector_of(2, m) + rest;
    };
    CHECK(!echoes.settle());
    CHECK(echoes.client.failure().what() == errc::not_offered);
}
TEST_CASE("T2, RFC 5077 3.4: with a ticket of TLS 1.2 the echo of the session id says that it is resumed") {
    world<product> w;
    old_world o;
    at_old a{w, o};
    REQUIRE(a.settle());
    at_old b{w, o};
    REQUIRE(b.settle());
    CHECK(b.client.resumed());
    o.keys.clear();
    while (o.keys.generate(o.source, w.now) == crypto_status::pending) {
    }
    at_old c{w, o};
    REQUIRE(c.settle());
    CHECK(!c.client.resumed());
}
TEST_CASE("DG: whatever a man in the middle does, no second hello offers less than the first") {
    std::uint32_t random = 1;
    auto const next = [&](std::uint32_t below) {
        random = random * 1664525U + 1013904223U;
        return (random >> 8U) % below;
    };
    world<product> w;
    old_world o;
    unsigned failed = 0;
#ifdef FLINTLS_LONG_TESTS
    constexpr unsigned faults = 10'000;
#else
    constexpr unsigned faults = 300;
#endif
    for (unsigned i = 0; i < faults; ++i) {
        at_old l{w, o};
        std::uint32_t const what = next(6);
        std::uint32_t const at = next(600);
        std::uint32_t count = 0;
        l.edit = [&](bool up, bytes& sent) {
            if (count++ > 3) return;
            switch (what) {
            case 0: // supported_versions is something else
            case 1: // or key_share
                for (std::size_t k = 0; up && k + 4 < sent.size(); ++k) {
                    if (sent[k] == 0 && sent[k + 1] == (what == 0 ? 43 : 51) && sent[k + 2] == 0) sent[k + 1] ^= 0x40;
                }
                break;
            case 2: sent[at % sent.size()] ^= static_cast<std::uint8_t>(1 + next(255)); break;
            case 3:
                if (!up) sent = {21, 3, 3, 0, 2, 2, static_cast<std::uint8_t>(next(121))};
                break;
            case 4: sent.resize(at % sent.size()); break;
            default: sent.clear(); break;
            }
        };
        bool const connected = l.settle();
        if (!connected && l.last != progress::failed) l.client.transport_lost();
        failed += connected ? 0 : 1;
        CHECK(offers_both(l.hello()));
        l.edit = {};
        l.client.transport_lost();
        static_cast<void>(l.client.run(w.now));
        l.all_sent.clear();
        CHECK(l.client.connect(w.name));
        static_cast<void>(l.client.run(w.now));
        for (int k = 0; k < 9 && l.client.ready().empty(); ++k) static_cast<void>(l.client.run(w.now));
        l.all_sent = to_bytes(l.client.ready());
        CHECK(offers_both(l.hello()));
    }
    CHECK(failed > faults / 2);
}
