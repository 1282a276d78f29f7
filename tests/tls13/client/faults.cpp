// Damage at every byte, pending operations, and ends at every moment: no secret is left (RFC 8446 E.1), and only an
// alert is sent (RFC 8446 6.2).
#include "support/test.hpp"
#include "tls12/pair/late.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using whole = of_tls13<>;

template <class Base, unsigned Times> struct slow : Base { using crypto = pair::hesitant<0, Times>; };
template <class P> using slow_whole = slow<P, 2>;

/// True if the client's memory holds none of the secrets that the server knows.
template <class V> bool is_wiped(V const& l) {
    bool clean = true;
    for (bytes const& each : l.server.secrets) clean = clean && !l.holds(each);
    return clean;
}
/// True if the server knows the secrets of a whole handshake, so that the search is meaningful.
template <class V> bool is_searched(V const& l) { return l.server.secrets.size() >= 8; }

template <class P, class Change> void flip_every_byte(bool has_key, Change change) {
    world<P> w;
    w.known.has_key = has_key;
    w.keeps = false;
    std::size_t size = 0;
    {
        visit<P> l{w};
        change(l.server);
        l.server.tickets = 0;
        std::size_t sent = 0;
        l.server.after = [&](std::string const& name) { sent = name == "flight" ? l.server.out.size() : sent; };
        REQUIRE(l.connects());
        size = sent;
    }
    unsigned passed = 0;
    for (std::size_t at = 0; at < size; ++at) {
        visit<P> l{w};
        change(l.server);
        l.server.tickets = 0;
        l.server.after = [&](std::string const& name) {
            if (name == "flight")
                l.server.out.at(std::min(at, l.server.out.size() - 1)) ^= 0x10; // signatures differ in length
        };
        l.settle();
        if (l.connected == 1) {
            ++passed;
            continue;
        }
        // After an increased length, the client waits for more bytes.
        if (l.last != progress::failed) l.side->transport_lost();
        CHECK(l.side->run(w.now) == progress::failed);
        CHECK((!l.server.wrong || l.server.why == "a record does not open")); // a changed hello gives other keys
        CHECK(is_wiped(l));
    }
    // The client ignores the version bytes of the two records in the clear, ServerHello and ChangeCipherSpec (RFC 8446
    // 5.1).
    CHECK(passed == 4);
}

} // namespace

TEST_CASE(
    "RE9, BD5, BD8: whatever byte of the server's flight is damaged, the handshake fails and nothing secret is left") {
    flip_every_byte<whole>(true, [](oracle_server&) {});
    flip_every_byte<whole>(false, [](oracle_server& s) { s.asks_certificate = true; });
}
TEST_CASE("HR8: nor does it come about if a retry, or the hello before it, was another one") {
    for (std::size_t at = 4; at < 80; at += 5) {
        world<whole> w;
        visit<whole> l{w};
        l.server.cookie = bytes(20, 1);
        l.server.after = [&](std::string const& name) {
            if (name == "hello_retry_request" && at < l.server.out.size()) l.server.out[at] ^= 1;
        };
        l.settle();
        CHECK(l.connected == 0);
    }
}
TEST_CASE("BD3: every operation may answer pending, and is asked again with the same arguments") {
    using policy = slow_whole<of_tls13<compatible_options>>;
    using counts = policy::crypto;
    for (bool const has_key : {true, false}) {
        world<policy, proves> w;
        w.known.has_key = has_key;
        visit<policy, proves> l{w};
        l.server.asks_certificate = true;
        l.server.cookie = bytes(20, 1);
        l.server.one_record = has_key;
        CHECK(l.connects());
        CHECK(l.says("hello"));
        CHECK(l.hears("world"));
        l.server.update(true);
        CHECK(l.hears("again"));
        CHECK(l.side->update_keys(true));
        l.settle();
        CHECK(l.says("more"));
        visit<policy, proves> resumed{w};
        resumed.server.keys = l.server.keys;
        CHECK(resumed.connects(3));
        CHECK(resumed.side->resumed());
    }
    CHECK(counts::changed() == 0);
    CHECK(counts::answered_pending() > 500);
}
TEST_CASE("BD3: a call of run does one public-key operation at most") {
    world<whole, proves> w;
    w.known.has_key = false;
    visit<whole, proves> l{w};
    l.server.asks_certificate = true;
    unsigned most = 0;
    for (unsigned quiet = 0; quiet < 5; ++quiet) {
        pair::done_here() = {};
        progress const p = l.side->run(w.now);
        most = std::max(most, pair::done_here().public_key);
        byte_view const ready = l.side->ready();
        l.server.receive(to_bytes(ready));
        l.side->sent(ready.size());
        if (p == progress::receive && !l.server.out.empty()) {
            auto const space = l.side->space();
            std::size_t const size = std::min(space.size(), l.server.out.size());
            std::copy_n(l.server.out.begin(), size, space.begin());
            l.server.out.erase(l.server.out.begin(), l.server.out.begin() + static_cast<std::ptrdiff_t>(size));
            l.side->received(static_cast<std::uint32_t>(size));
        }
        quiet = p == progress::receive && l.server.out.empty() ? quiet : 0;
    }
    CHECK(l.server.finished);
    CHECK(l.server.proof_good);
    CHECK(most == 1);
}
TEST_CASE("BD5: it may end at any moment, by the caller, the transport or its own death, and nothing secret is left") {
    using policy = slow_whole<whole>;
    for (int const how : {0, 1, 2}) {
        for (unsigned stop = 1;; ++stop) {
            world<policy, proves> w;
            w.known.has_key = stop % 2 == 0;
            visit<policy, proves> l{w};
            l.server.asks_certificate = true;
            l.server.tickets = 2;
            bool all = false;
            unsigned turns = 0;
            for (unsigned quiet = 0; quiet < 3 && turns < stop;) {
                progress const p = l.side->run(w.now);
                ++turns;
                byte_view const ready = l.side->ready();
                bool const moves = !ready.empty() || p == progress::crypto || p == progress::connected;
                l.server.receive(to_bytes(ready));
                l.side->sent(ready.size());
                if (p == progress::receive && !l.server.out.empty()) {
                    auto const space = l.side->space();
                    std::size_t const size = std::min(space.size(), l.server.out.size());
                    std::copy_n(l.server.out.begin(), size, space.begin());
                    l.server.out.erase(l.server.out.begin(), l.server.out.begin() + static_cast<std::ptrdiff_t>(size));
                    l.side->received(static_cast<std::uint32_t>(size));
                } else {
                    quiet = moves ? 0 : quiet + 1;
                }
                all = quiet == 3;
            }
            if (how == 0) {
                l.side->transport_lost();
                CHECK(l.side->run(w.now) == progress::failed);
            } else if (how == 1) {
                l.side->close();
                l.settle();
                CHECK(l.last == progress::closed);
                CHECK_MESSAGE(!l.server.wrong, l.server.why << " at " << stop);
            } else {
                l.destroy();
            }
            CHECK(is_wiped(l));
            if (all) {
                CHECK(is_searched(l));
                break;
            }
            REQUIRE(stop < 5000);
            stop += how == 1 ? 6 : 2;
        }
    }
}
TEST_CASE("BD7: a random source that fails ends it before anything leaves") {
    world<whole> w;
    pair::given_random<0>::broken = true;
    visit<whole> l{w};
    l.settle();
    pair::given_random<0>::broken = false;
    CHECK(l.last == progress::failed);
    CHECK(l.side->failure().what() == errc::crypto_failed);
    CHECK(l.server.hellos.empty());
    CHECK(l.server.alert == std::uint8_t{80});
}
namespace {
struct breaking_hmac : mbedtls::hmac_sha256 {
    static inline bool broken = false;
    crypto_status finish(auto&&... arguments) {
        return broken ? crypto_status::failed
                      : mbedtls::hmac_sha256::finish(std::forward<decltype(arguments)>(arguments)...);
    }
};
struct breaks : whole {
    struct crypto : whole::crypto {
        using hmac_sha256 = breaking_hmac;
    };
};
} // namespace
TEST_CASE("BD7: an HMAC that fails behind an own KeyUpdate ends it, and run comes to an end") {
    world<breaks> w;
    visit<breaks> l{w};
    REQUIRE(l.connects());
    CHECK(l.side->update_keys(true));
    breaking_hmac::broken = true;
    l.settle();
    breaking_hmac::broken = false;
    CHECK(l.last == progress::failed);
    CHECK(l.side->failure().what() == errc::crypto_failed);
    CHECK(l.side->run(w.now) == progress::failed);
}
TEST_CASE("BD8: an object that has failed begins again") {
    world<whole> w;
    visit<whole> l{w};
    l.server.suite = 0x1302;
    l.settle();
    REQUIRE(l.last == progress::failed);
    CHECK(l.side->run(w.now) == progress::failed);
    CHECK(l.side->connect(w.name));
    visit<whole> other{w}; // a second client, which is not used
    other.side->transport_lost();
    l.server.~server();
    new (&l.server) oracle::server{};
    l.server.keys[to_bytes(psk_name)] = {to_bytes(psk_key), false};
    l.server.protocol = oracle::text("mqtt");
    CHECK(l.connects());
    CHECK(l.says("hello"));
}
TEST_CASE(
    "DG18: of several tickets for one name, all that came on the connection that failed are dropped, and no others") {
    using several = of_tls13<options{.ticket_slots = 4, .tickets_per_name = 3}>;
    for (unsigned const count : {1U, 2U, 3U, 5U}) {
        world<several> w;
        visit<several> before{w};
        REQUIRE(before.connects());
        static bytes const other = oracle::text("other");
        w.name = view(other);
        visit<several> elsewhere{w};
        REQUIRE(elsewhere.connects());
        w.name = host;
        REQUIRE(w.store.size() == 2);
        visit<several> l{w};
        l.server.tickets = count;
        REQUIRE(l.connects());
        CHECK(w.store.size() == 1 + std::min(3U, count));
        l.server.send_alert(2, 80);
        l.settle();
        CHECK(l.last == progress::failed);
        CHECK(w.store.size() == 1); // the ticket of the other name; the first ticket was offered
    }
}
TEST_CASE("DG15: what is tried again offers the same versions and suites, and no ticket") {
    world<whole> w;
    visit<whole> first{w};
    REQUIRE(first.connects());
    visit<whole> fails{w};
    fails.server.keys = first.server.keys;
    in("finished", [](bytes& m) { m[9] ^= 1; })(fails.server);
    fails.settle();
    CHECK(fails.side->retry() == retry_advice::retry_without_ticket);
    visit<whole> again{w};
    again.settle();
    auto const& [a, b] = std::pair{fails.server.hellos.at(0), again.server.hellos.at(0)};
    CHECK(a.suites == b.suites);
    for (std::uint16_t const same : std::to_array<std::uint16_t>({0, 10, 13, 16, 28, 43, 45}))
        CHECK(a.get(same) == b.get(same));
    bytes const one_identity = vector_of(2, to_bytes(psk_name)) + big_endian(4, 0); // the external key alone
    bytes const identities = b.get(41);
    CHECK(value_at(identities, 0, 2) == one_identity.size());
    CHECK(std::equal(one_identity.begin(), one_identity.end(), identities.begin() + 2));
    CHECK(value_at(a.get(41), 0, 2) > one_identity.size());
}
TEST_CASE("DG8 to DG18: what is advised after a failure, and what becomes of tickets") {
    auto const with_ticket = [](std::function<void(visit<whole>&)> what, retry_advice advice, std::size_t left) {
        world<whole> w;
        visit<whole> first{w};
        if (!first.connects() || w.store.size() != 1) return false;
        visit<whole> next{w};
        next.server.keys = first.server.keys;
        what(next);
        next.settle();
        return next.last == progress::failed && next.side->retry() == advice && w.store.size() == left;
    };
    using enum retry_advice;
    auto const alert_to_hello = [](std::uint8_t what) {
        return [=](visit<whole>& l) {
            l.server.edit = [&l, what](std::string const&, bytes& m) {
                if (l.server.out.empty()) l.server.send_plain(21, {2, what});
                m.clear();
            };
        };
    };
    for (std::uint8_t const what : std::to_array<std::uint8_t>({40, 51, 47, 70, 80, 115})) { // DG8, DG10, DG14
        CHECK(with_ticket(alert_to_hello(what), retry_without_ticket, 0));
    }
    CHECK(with_ticket(alert_to_hello(86), do_not_retry, 0)); // DG14: inappropriate_fallback
    CHECK(with_ticket([](visit<whole>& l) { in("finished", [](bytes& m) { m[9] ^= 1; })(l.server); },
                      retry_without_ticket,
                      0)); // DG12
    CHECK(with_ticket([](visit<whole>& l) { in_hello(41, extension(41, {0, 9}))(l.server); }, retry_without_ticket, 0));
    CHECK(with_ticket(
        [](visit<whole>& l) {
            l.server.wants_psk = false;
            present(l.server, pair::stranger);
        },
        do_not_retry, 0)); // DG13
    CHECK(with_ticket(
        [](visit<whole>& l) { // DG16, DG19
            l.server.keys = {{to_bytes(psk_name), {to_bytes(psk_key), false}}};
            in("finished", [](bytes& m) { m[9] ^= 1; })(l.server);
        },
        do_not_retry, 0));
    // DG9, DG11
    world<whole> w;
    visit<whole> none{w};
    alert_to_hello(51)(none);
    none.settle();
    CHECK(none.side->retry() == do_not_retry);
    // DG18
    for (bool const resumed : {false, true}) {
        for (bool const heard : {false, true}) {
            world<whole> two;
            visit<whole> first{two};
            REQUIRE(first.connects());
            visit<whole> second{two};
            if (resumed) second.server.keys = first.server.keys;
            REQUIRE(second.connects());
            CHECK(second.side->resumed() == resumed);
            if (heard) CHECK(second.hears("data"));
            second.server.send_alert(2, 80);
            second.settle();
            CHECK(second.side->retry() == (resumed && !heard ? retry_without_ticket : do_not_retry));
            CHECK(two.store.size() == 0);
        }
    }
}
TEST_CASE(
    "BD5: an engine that goes on until its operation is reset finds everything where it was, when the object goes") {
    struct with_late : whole {
        using crypto = pair::late<0, true>;
    };
    pair::engine& engine = pair::engine::get();
    for (unsigned stop = 1; stop < 400; stop += 4) {
        engine.begin();
        world<with_late, proves> w;
        w.known.has_key = stop % 2 == 0;
        visit<with_late, proves> l{w};
        l.server.asks_certificate = true;
        engine.late = true;
        for (unsigned turns = 0; turns < stop; ++turns) {
            if (l.side->run(w.now) == progress::crypto && turns + 1 != stop) engine.work();
            byte_view const ready = l.side->ready();
            l.server.receive(to_bytes(ready));
            l.side->sent(ready.size());
            auto const space = l.side->space();
            std::size_t const size = std::min(space.size(), l.server.out.size());
            std::copy_n(l.server.out.begin(), size, space.begin());
            l.server.out.erase(l.server.out.begin(), l.server.out.begin() + static_cast<std::ptrdiff_t>(size));
            l.side->received(static_cast<std::uint32_t>(size));
        }
        l.destroy();
        for (std::string const& each : engine.faults) FAIL_CHECK(doctest::String{each.c_str()});
        CHECK(engine.size() == 0);
        CHECK(is_wiped(l));
        for (bytes const& each : engine.secrets) CHECK_FALSE((each.size() >= 32 && l.holds(each)));
        engine.begin(); // before the keys of the credentials are dropped
    }
}
