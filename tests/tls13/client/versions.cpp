// Both versions in one hello: the server decides, and no event makes a client offer less (RFC 8446 4.1.2, 4.1.3, 4.2.1,
// D).
#include <map>

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
struct remembering : both_versions<options{.ticket_slots = 2, .remembered_version = version_memory::refuse}> {};
struct limited : both_versions<options{.ticket_slots = 3, .lowest_version_at_run_time = true}> {
    using suites = suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
/// The servers of TLS 1.2.
struct old_policy : policy_of<> {
    using crypto = pair::prompt<1>;
    using suites = suite_list<ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt">;
};
/// A server of TLS 1.2 in a product that has TLS 1.3 as well: the server marks its random (RFC 8446 4.1.3).
struct marking_policy : policy_of<options{.highest_version = protocol_version::tls_1_3}, old_policy> {};

struct exporting : both_versions<options{.ticket_slots = 2, .exporters = true}> {};
struct no_ems : policy_of<options{.offer_extended_master_secret = false}, old_policy> {};
struct never_again : policy_of<options{.server_renegotiation = renegotiation_mode::never}, old_policy> {};
/// P_SHA256 of RFC 5246 5.
bytes prf_of(bytes const& secret, bytes const& seed, std::size_t size) {
    bytes made;
    for (bytes a = oracle::hmac(secret, seed); made.size() < size; a = oracle::hmac(secret, a))
        made = made + oracle::hmac(secret, a + seed);
    made.resize(size);
    return made;
}

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

/// A client of both versions, and a server of TLS 1.2.
template <class P, class S, class Tickets = ticket_service<keys_type>> struct old_visit {
    using client_type = flintls::client<P, knows<P>>;
    using server_type = flintls::server<S, pair::server_knows<S>, Tickets>;

    old_visit(world<P>& w, old_world& o) : old_visit{w, o.tickets} {}
    old_visit(world<P>& w, Tickets& tickets)
        : client_memory{w.sizes}, server_memory{pair::room{}}, client{client_memory.all(), w.known,
                                                                      w.keeps ? &w.store : nullptr},
          server{server_memory.all(), known, &tickets}, now{w.now} {
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
        (up ? all_sent : all_received) = (up ? all_sent : all_received) + sent;
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
    /// The randoms of both hellos, at the same offset in the first record of either side.
    [[nodiscard]] bytes randoms() const {
        return bytes(all_sent.begin() + 11, all_sent.begin() + 43) +
               bytes(all_received.begin() + 11, all_received.begin() + 43);
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
    bytes to_server, to_client, all_sent, all_received;
};
using at_old = old_visit<product, old_policy>;
using at_marking = old_visit<product, marking_policy>;
/// A server with a cache of session ids.
using ids_service = session_id_service<fixed_session_cache<4>>;
using with_ids = both_versions<options{.ticket_slots = 2, .offer_session_ids = true}>;
using with_ids_alone = both_versions<options{
    .ticket_slots = 2, .offer_session_ids = true, .middlebox_compatibility = middlebox_mode::never}>;
template <class P> using at_cache = old_visit<P, old_policy, ids_service>;
/// The session id that the store keeps for this name.
template <class P> bytes kept_id(world<P>& w, name_digest const& name) {
    auto const* const found = w.store.find(w.store.take(name, w.now));
    return found != nullptr && found->has_session_id() ? to_bytes(found->ticket()) : bytes{};
}

/// True if the hello has the full offer of both versions.
bool offers_both(oracle::client_hello const& h) {
    return h.get(43) == bytes{4, 3, 4, 3, 3} &&
           h.suites == std::vector<std::uint16_t>{0x1301, 0x1305, 0xc02b, 0x00a8} && h.has(51) && h.has(23) &&
           h.has(0xff01) && h.has(35) && h.has(45) && h.has(11) && h.session_id.size() == 32;
}

} // namespace

TEST_CASE(
    "T2: behind a hello of both versions a renegotiation of TLS 1.2 has a session id of its own, whose echo tells") {
    using with_id = both_versions<options{.ticket_slots = 2, .session_id_with_ticket = true}>;
    world<with_id> w;
    w.known.has_key = false;
    old_world o;
    old_visit<with_id, old_policy> l{w, o};
    REQUIRE(l.settle());
    REQUIRE(w.store.size() == 1);
    REQUIRE(l.client.renegotiate(true));
    CHECK(l.settle());
    CHECK(l.connected == 2);
    CHECK(l.client.resumed());
}
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
TEST_CASE("VN21: a connection that is limited to TLS 1.3 offers nothing else, and takes nothing else") {
    world<limited> w;
    // The store holds a ticket of TLS 1.2, which stays.
    old_world o;
    old_visit<limited, old_policy> first{w, o};
    REQUIRE(first.settle());
    REQUIRE(w.store.size() == 1);
    auto const within = [&](version_limits limits, auto then) {
        visit<limited> v{w};
        v.side->transport_lost();
        CHECK(v.side->connect(w.name, w.name, limits));
        then(v);
    };
    version_limits const only{.min_version = protocol_version::tls_1_3};
    within(only, [](auto& v) {
        CHECK(v.connects());
        oracle::client_hello const& h = v.server.hellos.at(0);
        CHECK(h.suites == std::vector<std::uint16_t>{0x1301});
        CHECK(h.get(43) == bytes{2, 3, 4});
        for (std::uint16_t const type : std::to_array<std::uint16_t>({11, 23, 35, 0xff01})) CHECK(!h.has(type));
        CHECK(v.says("hello"));
    });
    within(only, [](auto& v) { // with a retry
        v.server.cookie = bytes(20, 1);
        CHECK(v.connects());
        CHECK(v.server.hellos.at(1).get(43) == bytes{2, 3, 4});
    });
    for (bool const marked : {false, true}) {
        within(only, [&](auto& v) {
            bytes const random =
                marked ? bytes(24, 7) + bytes{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 1} : bytes(32, 7);
            in("server_hello", [=](bytes& m) {
                m = oracle::message(2, bytes{3, 3} + random + bytes{0, 0xc0, 0x2b, 0});
            })(v.server);
            v.settle();
            CHECK(v.last == progress::failed);
            CHECK(v.side->failure().what() == (marked ? errc::downgrade_detected : errc::unsupported_version));
        });
    }
    // A limit is no fallback. Limits outside the policy are refused.
    visit<limited> v{w};
    v.side->transport_lost();
    for (version_limits const none : {version_limits{protocol_version::tls_1_3, protocol_version::tls_1_2},
                                      version_limits{.max_version = protocol_version::tls_1_1},
                                      version_limits{.min_version = protocol_version{0x0305}}}) {
        CHECK(!v.side->connect(w.name, w.name, none));
        CHECK(v.side->refusal() == errc::not_permitted);
    }
    world<product> others;
    visit<product> fixed{others};
    fixed.side->transport_lost();
    CHECK(!fixed.side->connect(host, host, only));
    CHECK(fixed.side->refusal() == errc::not_permitted);
}
TEST_CASE("XP1, XP2: in TLS 1.2 what is exported is that of RFC 5705, with a context, an empty one, and none") {
    old_world o;
    world<exporting> w;
    old_visit<exporting, old_policy> l{w, o};
    bytes made(40);
    bytes const label = oracle::text("EXPORTER-Channel-Binding");
    CHECK(l.client.export_material(view(label), made) == crypto_status::failed);
    REQUIRE(l.settle());
    auto const agrees = [&] {
        bytes const master = to_bytes(byte_view{l.server.current().master_secret});
        for (std::size_t const size : std::to_array<std::size_t>({1, 31, 32, 33, 40, 300})) {
            made.assign(size, 0);
            CHECK(l.client.export_material(view(label), made) == crypto_status::done);
            CHECK(made == prf_of(master, label + l.randoms(), size));
            CHECK(l.client.export_material(view(label), {}, made) == crypto_status::done);
            CHECK(made == prf_of(master, label + l.randoms() + bytes{0, 0}, size));
            bytes const context(257, 9);
            CHECK(l.client.export_material(view(label), view(context), made) == crypto_status::done);
            CHECK(made == prf_of(master, label + l.randoms() + bytes{1, 1} + context, size));
        }
    };
    agrees();
    // Labels of TLS itself, and labels that are too long, are refused.
    for (std::string const mine :
         {"client finished", "server finished", "master secret", "extended master secret", "key expansion", ""}) {
        made.assign(20, 1);
        CHECK(l.client.export_material(view(oracle::text(mine)), made) == crypto_status::failed);
        CHECK(made == bytes(20, 0));
    }
    CHECK(l.client.export_material(view(label), view(bytes(0x1'0000, 1)), made) == crypto_status::failed);
    made.assign(8'161, 1);
    CHECK(l.client.export_material(view(label), made) == crypto_status::failed);
    // After a resumption, and after a renegotiation; not during the renegotiation.
    old_visit<exporting, old_policy> resumed{w, o};
    REQUIRE(resumed.settle());
    CHECK(resumed.client.resumed());
    made.assign(32, 0);
    CHECK(resumed.client.export_material(view(label), made) == crypto_status::done);
    CHECK(made == prf_of(to_bytes(byte_view{resumed.server.current().master_secret}), label + resumed.randoms(), 32));
    CHECK(resumed.client.renegotiate());
    CHECK(resumed.client.export_material(view(label), made) == crypto_status::failed);
    CHECK(resumed.settle());
    CHECK(resumed.client.export_material(view(label), made) == crypto_status::done);
    resumed.client.close();
    CHECK(resumed.client.export_material(view(label), made) == crypto_status::failed);
}
TEST_CASE("XP1: without extended_master_secret there is nothing to export in TLS 1.2 (RFC 7627)") {
    old_world o;
    world<exporting> w;
    old_visit<exporting, no_ems> l{w, o};
    REQUIRE(l.settle());
    bytes made(20, 1);
    CHECK(!l.client.current().extended_master_secret);
    CHECK(l.client.export_material(view(oracle::text("EXPORTER-x")), made) == crypto_status::failed);
    CHECK(made == bytes(20, 0));
}
TEST_CASE("XP1: a renegotiation that is not answered takes what could be exported with it") {
    old_world o;
    world<exporting> w;
    old_visit<exporting, never_again> l{w, o};
    REQUIRE(l.settle());
    bytes made(20, 1);
    CHECK(l.client.export_material(view(oracle::text("EXPORTER-x")), made) == crypto_status::done);
    CHECK(l.client.renegotiate());
    l.settle();
    CHECK(l.client.idle());
    CHECK(l.client.export_material(view(oracle::text("EXPORTER-x")), made) == crypto_status::failed);
}
TEST_CASE("DG5: who has spoken TLS 1.3, and speaks TLS 1.2 without a mark, is refused for as long as a ticket lives") {
    old_world o;
    world<remembering> w;
    w.known.has_key = false;
    {
        old_visit<remembering, old_policy> before{w, o}; // no server of TLS 1.3 is remembered yet
        CHECK(before.settle());
    }
    visit<remembering> modern{w};
    modern.server.tickets = 1;
    modern.server.ticket_lifetime = 5000;
    REQUIRE(modern.connects());
    std::size_t const held = w.store.size();
    CHECK(held == 2);
    for (unsigned again = 0; again < 3; ++again) { // with the ticket of TLS 1.3, and without
        old_visit<remembering, old_policy> lower{w, o};
        CHECK(!lower.settle());
        CHECK(lower.client.failure().what() == errc::lower_than_before);
        CHECK(to_alert(lower.client.failure()) == by::protocol_version);
        CHECK(lower.client.retry() == retry_advice::do_not_retry);
        CHECK(lower.hello().has(41) == (again == 0));
        CHECK(lower.hello().get(43) == bytes{4, 3, 4, 3, 3});
        CHECK(w.store.size() == 1); // the ticket of TLS 1.2
    }
    // Tickets of other names do not remove the memory of TLS 1.3, even if they fill all slots.
    bytes const names = oracle::text("abcdefgh");
    for (std::size_t i = 0; i < names.size(); ++i) {
        w.name = view(names).subview(static_cast<std::uint32_t>(i), 1);
        old_visit<remembering, old_policy> other{w, o};
        CHECK(other.settle());
    }
    w.name = host;
    {
        old_visit<remembering, old_policy> lower{w, o};
        CHECK(!lower.settle());
    }
    // TLS 1.3 is still accepted, and a mark is still a downgrade.
    {
        visit<remembering> still{w};
        still.server.tickets = 0;
        CHECK(still.connects());
        old_visit<remembering, marking_policy> marks{w, o};
        CHECK(!marks.settle());
        CHECK(marks.client.failure().what() == errc::downgrade_detected);
    }
    w.now += 4999;
    {
        old_visit<remembering, old_policy> lower{w, o};
        CHECK(!lower.settle());
    }
    w.now += 1;
    old_visit<remembering, old_policy> at_last{w, o};
    CHECK(at_last.settle());
}
TEST_CASE("DG5: of servers that have spoken TLS 1.3 the last ones are known, as many as there are slots") {
    old_world o;
    world<remembering> w;
    w.known.has_key = false;
    bytes const names = oracle::text("abc");
    auto const name = [&](std::size_t i) { return view(names).subview(static_cast<std::uint32_t>(i), 1); };
    for (std::size_t const i : std::to_array<std::size_t>({0, 1, 0, 2})) {
        w.name = name(i);
        visit<remembering> l{w};
        CHECK(l.connects());
    }
    for (std::size_t i = 0; i < 3; ++i) {
        w.name = name(i);
        old_visit<remembering, old_policy> l{w, o};
        CHECK(l.settle() == (i == 1));
    }
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
    CHECK(w.store.size() == 1); // the ticket of TLS 1.3 is used up
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
    w.store.drop(e.side->current().server_name); // the ticket of TLS 1.2
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
    visit<product> retried{w}; // a retry of TLS 1.3, followed by TLS 1.2
    retried.server.cookie = {1};
    in_hello(43, {})(retried.server);
    retried.server.cookie = {1};
    CHECK(retried.fails_with(by::illegal_parameter, false));
    // VN10: the server echoes the session id, but no session can be resumed.
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
template <class P> void check_ids(std::size_t random_size) {
    world<P> w;
    fixed_session_cache<4> cache;
    ids_service service{cache};
    at_cache<P> first{w, service};
    REQUIRE(first.settle());
    CHECK(!first.client.resumed());
    CHECK(first.hello().session_id.size() == random_size);
    name_digest const name = first.client.current().server_name;
    bytes const id = kept_id(w, name);
    REQUIRE(id.size() == 32);
    at_cache<P> second{w, service}; // the echo means a resumption, and is no fault (VN10)
    REQUIRE(second.settle());
    CHECK(second.client.resumed());
    CHECK(second.hello().session_id == id);
    CHECK(second.hello().get(35).empty());
    CHECK(second.hello().has(43));
    visit<P> modern{w}; // DG6, VN9: a server of TLS 1.3 echoes the id, and the id stays
    REQUIRE(modern.connects());
    CHECK(!modern.side->resumed());
    CHECK(modern.server.hellos[0].session_id == id);
    CHECK(kept_id(w, name) == id);
    visit<P> retried{w}; // HR6
    retried.server.cookie = {1};
    REQUIRE(retried.connects());
    REQUIRE(retried.server.hellos.size() == 2);
    CHECK(retried.server.hellos[0].session_id == id);
    CHECK(retried.server.hellos[1].session_id == id);
    visit<P> renamed{w}; // VN9: another echo
    renamed.server.edit = [&](std::string const& what, bytes& m) {
        if (what == "server_hello") m[40] ^= 1;
    };
    renamed.settle();
    CHECK(renamed.side->failure().what() == errc::not_offered);
    CHECK(kept_id(w, name) == id);
    cache.clear(); // T6a
    at_cache<P> declined{w, service};
    REQUIRE(declined.settle());
    CHECK(!declined.client.resumed());
    bytes const other = kept_id(w, name);
    CHECK(other.size() == 32);
    CHECK(other != id);
    // An id of another length.
    bytes const shorter(20, 7);
    static_cast<void>(w.store.keep(view(shorter), declined.client.current(), w.now));
    visit<P> echoed{w};
    REQUIRE(echoed.connects());
    CHECK(echoed.server.hellos[0].session_id == shorter);
    at_cache<P> unknown{w, service};
    REQUIRE(unknown.settle());
    CHECK(unknown.hello().session_id == shorter);
    CHECK(!unknown.client.resumed());
}
TEST_CASE(
    "I2, VN9, VN10, CC5: in a hello of both versions the id of a session of TLS 1.2 takes the place of random bytes") {
    check_ids<with_ids>(32);
    check_ids<with_ids_alone>(0);
}
TEST_CASE("I5, DG7, DG8: a session id that fails is worth another attempt, and never one at a lower version") {
    world<with_ids> w;
    fixed_session_cache<4> cache;
    ids_service service{cache};
    at_cache<with_ids> first{w, service};
    REQUIRE(first.settle());
    name_digest const name = first.client.current().server_name;
    bytes const id = kept_id(w, name);
    old_visit<with_ids, marking_policy, ids_service> marked{w, service}; // DG7
    CHECK(!marked.settle());
    CHECK(marked.hello().session_id == id);
    CHECK(marked.client.failure().what() == errc::downgrade_detected);
    CHECK(marked.client.retry() == retry_advice::do_not_retry);
    CHECK(kept_id(w, name) == id);
    visit<with_ids> refused{w}; // DG8
    refused.server.edit = [&](std::string const&, bytes& m) {
        if (refused.server.out.empty()) refused.server.send_plain(21, {2, 40});
        m.clear();
    };
    refused.settle();
    CHECK(refused.server.hellos[0].session_id == id);
    CHECK(refused.side->retry() == retry_advice::retry_without_ticket);
    CHECK(w.store.size() == 0);
    visit<with_ids> once_more{w};
    REQUIRE(once_more.connects());
    CHECK(offers_both(once_more.server.hellos[0])); // with a random session id
    CHECK(once_more.server.hellos[0].session_id != id);
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
            case 0: // gives supported_versions another type
            case 1: // gives key_share another type
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

namespace {
/// A policy with one suite of each version, and the defaults. `Ticket`: bytes of the longest ticket.
template <std::size_t Ticket, protocol_version... Versions>
struct by_the_table : policy_of<options{.max_ticket = Ticket}> {
    using crypto = pair::prompt<0>;
    using versions = version_list<Versions...>;
    using suites = suite_list<(Versions == protocol_version::tls_1_3 ? aes_128_gcm_sha256
                                                                     : ecdhe_ecdsa_with_aes_128_gcm_sha256)...>;
};
template <std::size_t Ticket, protocol_version... Versions>
constexpr std::uint32_t transmit_by_the_table =
    flintls::client<by_the_table<Ticket, Versions...>, flintls::credentials<pinned_keys<1>>>::transmit_for(64, Ticket);
} // namespace
TEST_CASE("what a transmit buffer must hold with tickets of 640 and 1,280 bytes is what the table of buffers says") {
    constexpr auto old = protocol_version::tls_1_2;
    constexpr auto modern = protocol_version::tls_1_3;
    CHECK(options{}.max_ticket == 640);
    CHECK(transmit_by_the_table<640, old> == 844);
    CHECK(transmit_by_the_table<640, modern> == 1212);
    CHECK(transmit_by_the_table<640, modern, old> == 1929);
    CHECK(transmit_by_the_table<1280, old> == 1484);
    CHECK(transmit_by_the_table<1280, modern> == 1852);
    CHECK(transmit_by_the_table<1280, modern, old> == 3209);
}

namespace {
struct slow_product : product {
    using crypto = pair::hesitant<0, 2>;
};
using slow_modern = visit<slow_product>;
using slow_old = old_visit<slow_product, old_policy>;

/// One step of both sides. \return true if anything moves
bool turn(slow_modern& l) {
    l.last = l.side->run(1'000'000);
    byte_view const ready = l.side->ready();
    bool moved = !ready.empty() || l.last == progress::crypto || l.last == progress::connected;
    l.server.receive(to_bytes(ready));
    l.side->sent(ready.size());
    if (l.last == progress::receive && !l.server.out.empty()) {
        auto const space = l.side->space();
        std::size_t const size = std::min(space.size(), l.server.out.size());
        std::copy_n(l.server.out.begin(), size, space.begin());
        l.server.out.erase(l.server.out.begin(), l.server.out.begin() + static_cast<std::ptrdiff_t>(size));
        l.side->received(static_cast<std::uint32_t>(size));
        moved = true;
    }
    return moved;
}
bool turn(slow_old& l) {
    l.last = l.client.run(l.now);
    progress const p = l.server.run(l.now);
    l.connected += l.last == progress::connected ? 1 : 0;
    bool moved = p == progress::connected || l.last == progress::crypto || l.last == progress::connected;
    moved = l.pass(l.client, l.server, true) || moved;
    return l.pass(l.server, l.client, false) || moved;
}
slow_modern::client_type& client_of(slow_modern& l) { return *l.side; }
slow_old::client_type& client_of(slow_old& l) { return l.client; }

/// The secrets that the server knows now.
std::vector<bytes> secrets_of(slow_modern const& l) { return {l.server.secrets.begin(), l.server.secrets.end()}; }
std::vector<bytes> secrets_of(slow_old const& l) {
    bytes const master = to_bytes(l.server.current().master_secret);
    return master == bytes(48) ? std::vector<bytes>{} : std::vector<bytes>{master};
}
bool holds(slow_modern const& l, bytes const& secret) { return l.holds(secret); }
bool holds(slow_old const& l, bytes const& secret) {
    auto const in = [&](auto const* p, std::size_t size) {
        auto const* const bytes_of =
            reinterpret_cast<std::uint8_t const*>(p); // NOLINT(*-reinterpret-cast): looks for bytes
        return std::search(bytes_of, bytes_of + size, secret.begin(), secret.end()) != bytes_of + size;
    };
    auto const& m = l.client_memory;
    return in(&l.client, sizeof(l.client)) || in(m.receive_.data(), m.receive_.size()) ||
           in(m.transmit_.data(), m.transmit_.size()) || in(m.messages_.data(), m.messages_.size());
}

/// Ends the client after `stop` turns, by the transport or by `close`. `known` gets the number of known secrets.
/// \return true if the connection has come to rest before
template <class Visit, class... More> bool is_clean(unsigned stop, bool closes, std::size_t& known, More&... more) {
    world<slow_product> w;
    w.known.has_key = false;
    w.keeps = false;
    Visit l{w, more...};
    unsigned turns = 0;
    for (unsigned quiet = 0; quiet < 3 && turns < stop; ++turns) quiet = turn(l) ? 0 : quiet + 1;
    auto const secrets = secrets_of(l);
    known = std::max(known, secrets.size());
    if (turns < stop) { // the search finds secrets in use
        for (bytes const& each : secrets) known += holds(l, each) ? std::size_t{100} : 0;
    }
    if (closes) {
        client_of(l).close();
        for (unsigned i = 0; i < 50; ++i) turn(l);
    } else {
        client_of(l).transport_lost();
        CHECK(client_of(l).run(w.now) == progress::failed);
    }
    for (bytes const& each : secrets_of(l)) CHECK_FALSE(holds(l, each));
    for (bytes const& each : secrets) CHECK_FALSE(holds(l, each));
    return turns < stop;
}
} // namespace
TEST_CASE(
    "BD3, BD9: where both versions are offered every operation may answer pending, whichever is chosen, and again") {
    using counts = slow_product::crypto;
    auto const before = counts::answered_pending();
    world<slow_product> w;
    w.known.has_key = false;
    old_world o;
    std::map<bytes, oracle::known_key> keys;
    struct step {
        bool modern, resumed;
    };
    // The hello to a server of TLS 1.2 uses up a ticket of TLS 1.3. The ticket of TLS 1.2 stays (DG4, DG6, DG17).
    for (step const each :
         {step{true, false}, step{false, false}, step{true, false}, step{true, true}, step{false, true}}) {
        if (each.modern) {
            slow_modern l{w};
            l.server.keys = keys.empty() ? l.server.keys : keys;
            CHECK(l.connects());
            CHECK(l.side->resumed() == each.resumed);
            CHECK(l.says("hello"));
            CHECK(l.hears("world"));
            keys = l.server.keys;
        } else {
            slow_old l{w, o};
            CHECK(l.settle());
            CHECK(l.client.resumed() == each.resumed);
            CHECK(l.client.renegotiate());
            CHECK(l.settle());
            CHECK(l.connected == 2);
        }
    }
    CHECK(counts::changed() == 0);
    CHECK(counts::answered_pending() - before > 500);
}
TEST_CASE("BD5, BD9: a client of both versions may end at any moment, and nothing secret of either version is left") {
    for (bool const closes : {false, true}) {
        std::size_t modern_secrets = 0;
        std::size_t old_secrets = 0;
        unsigned stop = 1;
        while (!is_clean<slow_modern>(stop, closes, modern_secrets)) REQUIRE((stop += 3) < 5000);
        CHECK(modern_secrets > 100); // the search finds secrets in use
        CHECK(stop > 100);
        old_world o;
        stop = 1;
        while (!is_clean<slow_old>(stop, closes, old_secrets, o)) REQUIRE((stop += 3) < 5000);
        CHECK(old_secrets > 100);
        CHECK(stop > 100);
    }
}
TEST_CASE("VN2: of TLS 1.2 a hello of both versions has what the policy uses there, and nothing else") {
    struct by_psk_below : product {
        using suites = suite_list<aes_128_gcm_sha256, psk_with_aes_128_gcm_sha256>;
    };
    world<by_psk_below> w;
    visit<by_psk_below> l{w};
    l.settle();
    REQUIRE(!l.server.hellos.empty());
    CHECK_FALSE(l.server.hellos[0].has(11)); // no curve below TLS 1.3
    CHECK(l.server.hellos[0].has(35));
    using without_tickets = both_versions<options{.offer_session_tickets = false}>;
    world<without_tickets> v;
    visit<without_tickets> k{v};
    k.settle();
    REQUIRE(!k.server.hellos.empty());
    CHECK(k.server.hellos[0].has(11));
    CHECK_FALSE(k.server.hellos[0].has(35));
}
