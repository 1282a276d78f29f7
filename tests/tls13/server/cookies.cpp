// The stateless HelloRetryRequest (RFC 8446 4.2.2), and the fields that a second hello must repeat (RFC 8446 4.1.2).
#include "support/test.hpp"
#include "tls13/server/serving.hpp"

namespace {

using namespace serving;
using whole = with_cookie;
struct both : policy_of<options{.cookie = true}> {
    using crypto = pair::prompt<1>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
bytes const dummy{20, 3, 3, 0, 1, 1};

/// Changes the second hello before the client makes the binders.
fault in_second(std::function<void(bytes&)> change) {
    return [=](oracle::client& c) {
        c.edit = [=, seen = 0U](std::string const& name, bytes& m) mutable {
            if (name == "hello" && ++seen == 2) change(m);
        };
    };
}
/// Changes the client between its two hellos.
fault between(std::function<void(oracle::client&)> change) {
    return [=](oracle::client& c) {
        c.edit = [=, &c](std::string const& name, bytes&) {
            if (name == "cookie") change(c);
        };
    };
}
/// True if the second hello is refused by the server of the first hello, and by another server.
bool is_refused(fault const& wrong) {
    bool refused = true;
    for (bool const moved : {false, true}) {
        world<whole> w;
        visit<whole> l{w};
        wrong(l.client);
        l.greets();
        refused = refused && l.client.retries == 1;
        if (moved) l.moves_to(w);
        l.settle();
        refused = refused && l.failed_with(by::illegal_parameter, false) && l.all_public_key == 0;
    }
    return refused;
}
/// True if the second hello connects with the server of the first hello, and with another server.
bool is_taken(fault const& odd) {
    bool taken = true;
    for (bool const moved : {false, true}) {
        world<whole> w;
        visit<whole> l{w};
        odd(l.client);
        l.greets();
        if (moved) l.moves_to(w);
        taken = taken && l.goes_on() && l.talks() && l.client.retries == 1;
    }
    return taken;
}
void ask_for_share(oracle::client& c) {
    c.groups = {29, 23};
    c.shares = {29};
}

} // namespace

TEST_CASE("HR13, BD2: a client is asked for a cookie, without a public-key operation, and comes in with it") {
    for (bool const retry : {false, true}) {
        for (bool const key : {false, true}) {
            for (bool const moved : {false, true}) {
                world<whole> w;
                world<whole> other; // another server, with other ticket keys
                visit<whole> l{w};
                if (retry) ask_for_share(l.client);
                if (key) l.client.keys = {{oracle::text("tea"), bytes(32, 1)}, offered_coffee()};
                l.client.session_id = bytes(32, 3);
                l.client.dummy = true;
                l.greets();
                CHECK(l.all_public_key == 0);
                CHECK(l.client.cookie.size() == 4 + 2 + 2 + 9 + 32 + 32);
                CHECK(l.client.same_shares == !retry);
                if (moved) l.moves_to(other);
                CHECK(l.goes_on());
                CHECK(l.client.retries == 1);
                CHECK(l.client.dummies == 1);
                CHECK(l.client.psk_taken == key);
                CHECK(l.most_public_key == 1);
                CHECK(l.talks());
            }
        }
    }
}
TEST_CASE("HR13: a ticket resumes behind a cookie, also without shares, and certificates of clients are asked for") {
    world<whole, asks> w;
    visit<whole, asks> first{w};
    present(first.client, pair::stranger);
    first.greets();
    first.moves_to(w);
    REQUIRE(first.goes_on());
    CHECK(first.side->peer().digest == pair::stranger.pin);
    for (bytes const& modes : {bytes{1}, bytes{0}}) {
        visit<whole, asks> next{w};
        next.client.keys = {offered_ticket(first.client)};
        next.client.modes = modes;
        next.greets();
        next.moves_to(w);
        CHECK(next.goes_on());
        CHECK(next.side->resumed());
        CHECK(next.talks());
    }
    visit<whole, asks> nobody{w};
    nobody.greets();
    nobody.moves_to(w);
    nobody.settle();
    CHECK(nobody.failed_with(by::certificate_required, true));
}
TEST_CASE("HR13: a cookie holds for 30 seconds, and clocks of gateways may differ by 5") {
    for (std::uint32_t const start : {1'000'000U, 0xffff'fff0U}) {
        for (int const later : {-6, -5, 0, 30, 31, 1'000'000}) {
            world<whole> w;
            w.now = start;
            visit<whole> l{w};
            l.greets();
            w.now += static_cast<std::uint32_t>(later);
            l.moves_to(w);
            l.settle();
            bool const good = later >= -5 && later <= 30;
            CHECK((good ? l.good() : l.failed_with(by::illegal_parameter, false)));
        }
    }
}
TEST_CASE("HR13: keys change: the old one still opens, a strange one does not, and none asks for no cookie") {
    world<whole> w;
    cookie_key const first = w.known.cookies[0];
    visit<whole> l{w};
    l.greets();
    w.known.cookies = {cookie_key{9}, cookie_key{8}, first};
    l.moves_to(w);
    CHECK(l.goes_on());
    visit<whole> late{w};
    late.greets();
    w.known.cookies = {cookie_key{7}, cookie_key{8}};
    late.moves_to(w);
    late.settle();
    CHECK(late.failed_with(by::illegal_parameter, false));
    visit<whole> same{w}; // the cookie keys go while a connection waits
    same.greets();
    w.known.cookies = {};
    same.settle();
    CHECK(same.failed_with(by::illegal_parameter, false));
    visit<whole> none{w};
    CHECK(none.connects());
    CHECK(none.client.retries == 0);
    visit<whole> share{w};
    ask_for_share(share.client);
    CHECK(share.connects());
    CHECK(share.client.cookie.empty());
    visit<whole> ignored{w}; // HR14
    ignored.client.more_extensions = extension(44, vector_of(2, bytes(81, 1)));
    CHECK(ignored.connects());
    CHECK(passes<of_tls13<>>([](oracle::client& c) { c.more_extensions = extension(44, vector_of(2, bytes(9, 1))); }));
}
TEST_CASE("HR13: damage at every byte of a cookie, another length, or none, is refused") {
    for (std::size_t at = 0; at < 81; ++at) CHECK(is_refused(in("cookie", [=](bytes& c) { c.at(at) ^= 0x10; })));
    CHECK(is_refused(in("cookie", [](bytes& c) { c.pop_back(); })));
    CHECK(is_refused(in("cookie", [](bytes& c) { c.push_back(0); })));
    CHECK(is_refused(in("cookie", [](bytes& c) { c = {1}; })));
    world<whole> w;
    visit<whole> l{w};
    in("cookie", [](bytes& c) { c = {}; })(l.client);
    CHECK(l.fails_with(by::illegal_parameter, false));
}
TEST_CASE("HR12, HR13: the second hello is the first one, but for what the retry changes, with no state in between") {
    CHECK(is_taken([](oracle::client&) {}));
    CHECK(is_refused(in_second([](bytes& m) { m[10] ^= 1; }))); // random
    CHECK(is_refused(between([](oracle::client& c) { c.suites = {0x1301, 0x1305}; })));
    CHECK(is_refused(between([](oracle::client& c) { c.protocols = {"mqtt", "coap"}; })));
    CHECK(is_refused(between([](oracle::client& c) { c.schemes = {0x0403, 0x0804}; })));
    CHECK(is_refused(between([](oracle::client& c) { c.name = "sensor.example"; })));
    CHECK(is_refused(between([](oracle::client& c) { c.session_id = bytes(32, 3); })));
    CHECK(is_refused(between([](oracle::client& c) { c.more_extensions = extension(0x2a2a, {}); })));
    CHECK(is_refused(between([](oracle::client& c) { c.more_extensions = extension(42, {}); })));
    CHECK(is_taken(between([](oracle::client& c) { c.more_extensions = extension(21, bytes(40)); })));
    // Shares: a single share of the requested group, or the same shares as before.
    auto const in_share = [](bytes& m) { m.at(m.size() - 90) ^= 1; };
    CHECK(is_refused(in_second(in_share)));
    CHECK(is_refused([](oracle::client& c) {
        ask_for_share(c);
        c.edit = [&c](std::string const& name, bytes&) {
            if (name == "cookie") c.groups = {23};
        };
    }));
    CHECK(is_refused([](oracle::client& c) { // a share that the server did not request
        ask_for_share(c);
        c.edit = [&c](std::string const& name, bytes& m) {
            if (name == "hello" && c.retries == 1) m.at(m.size() - 87 - 65 - 3) = 29;
        };
    }));
}
TEST_CASE("HR12: identities of the second hello are those of the first in the same order, some perhaps gone") {
    auto const tea = [](char number) {
        return oracle::offered_key{oracle::text("tea") + bytes{std::uint8_t(number)}, bytes(32, 1)};
    };
    auto const then = [&](std::vector<oracle::offered_key> first, std::vector<oracle::offered_key> second) {
        return [=](oracle::client& c) {
            c.keys = first;
            c.edit = [=, &c](std::string const& name, bytes&) {
                if (name == "client_hello" && c.retries == 0) c.keys = second;
            };
        };
    };
    auto const a = tea('a'), b = tea('b'), d = offered_coffee();
    CHECK(is_taken(then({a, b, d}, {a, b, d})));
    CHECK(is_taken(then({a, b, d}, {b, d})));
    CHECK(is_taken(then({a, b, d}, {d})));
    CHECK(is_taken(then({a, b, d}, {a})));
    CHECK(is_taken(then({a, b, d}, {})));
    CHECK(is_taken(then({a, a, d}, {a, d})));
    CHECK(is_refused(then({a, b, d}, {b, a, d})));
    CHECK(is_refused(then({a, b, d}, {d, a})));
    CHECK(is_refused(then({a, d}, {a, b, d})));
    CHECK(is_refused(then({a, d}, {b, d})));
    CHECK(is_refused(then({}, {d})));
    CHECK(is_refused(then({d}, {d, d})));
    // The identities after those that are looked up are only counted.
    CHECK(is_taken(then({a, b, a, b, d}, {a, b, a, b, d})));
    CHECK(is_refused(then({a, b, a, b, d}, {a, b, a, b, d, d})));
}
TEST_CASE("CC2, CC3a: a dummy may come before the hello of a client that is asked for a cookie; others may not") {
    for (unsigned const count : {1U, 32U, 33U}) {
        for (bool const asks : {true, false}) {
            world<whole> w;
            if (!asks) w.known.cookies = {};
            visit<whole> l{w};
            for (unsigned i = 0; i < count; ++i) l.client.out = l.client.out + dummy;
            l.client.start();
            l.settle();
            CHECK(l.good() == (asks && count < 33));
            if (!l.good()) CHECK(l.failed_with(by::unexpected_message, false));
        }
    }
    { // dummies after the hello count as well
        world<whole> w;
        visit<whole> l{w};
        l.client.out = dummy;
        l.client.early_records = std::vector<bytes>(32, dummy);
        CHECK(l.fails_with(by::unexpected_message, false));
    }
    for (bool const odd : {false, true}) { // a hello of TLS 1.2 after a dummy
        world<both> w;
        visit<both> l{w};
        l.client.versions = {0x0303};
        l.client.suites = {0xc02b};
        if (odd) l.client.out = dummy;
        l.client.start();
        if (odd) {
            l.settle();
            CHECK(l.failed_with(by::unexpected_message, false));
        } else {
            l.turn();
            while (l.side->run(w.now) == progress::crypto) {
            }
            REQUIRE(l.side->ready().size() > 50); // the size of a ServerHello
            CHECK(l.side->ready()[0] == 22);
        }
    }
}
TEST_CASE("HR13, VN19: a server of both versions asks clients of TLS 1.3, and clients of TLS 1.2 not") {
    world<both> w;
    visit<both> l{w};
    l.client.versions = {0x0304, 0x0303};
    l.client.suites = {0x1301, 0xc02b};
    l.client.protocols = {};
    l.greets();
    l.moves_to(w);
    CHECK(l.goes_on());
    CHECK(l.talks());
    visit<both> lower{w};
    lower.client.versions = {0x0304, 0x0303};
    lower.client.suites = {0x1301, 0xc02b};
    lower.greets();
    lower.client.out = {};
    lower.client.retries = 0;
    lower.client.versions = {0x0303};
    lower.client.start();
    lower.settle();
    CHECK(lower.failed_with(by::illegal_parameter, false));
}
TEST_CASE("ZR3: early data behind the first hello is passed over until the second one") {
    world<whole> w;
    visit<whole> l{w};
    l.client.early_data = true;
    l.client.early_records = std::vector<bytes>(3, bytes{23, 3, 3} + vector_of(2, bytes(700, 0xee)));
    CHECK(l.connects());
    CHECK(l.client.retries == 1);
}
TEST_CASE("HR12: a retry without a cookie compares identities, too") {
    auto const then = [](std::vector<oracle::offered_key> second) {
        return [=](oracle::client& c) {
            ask_for_share(c);
            c.keys = {{oracle::text("tea"), bytes(32, 1)}, offered_coffee()};
            c.edit = [=, &c](std::string const& name, bytes&) {
                if (name == "client_hello" && c.retries == 0) c.keys = second;
            };
        };
    };
    oracle::offered_key const tea{oracle::text("tea"), bytes(32, 1)};
    CHECK(passes<of_tls13<>>(then({tea, offered_coffee()})));
    CHECK(passes<of_tls13<>>(then({offered_coffee()})));
    CHECK(ends<of_tls13<>>(then({offered_coffee(), tea}), by::illegal_parameter));
    CHECK(ends<of_tls13<>>(then({tea, tea}), by::illegal_parameter));
    CHECK(ends<of_tls13<>>(then({tea, offered_coffee(), tea}), by::illegal_parameter));
}
TEST_CASE("PS12: a hello may have more identities than are counted, and more than a server looks at") {
    for (bool const retried : {false, true}) {
        for (std::size_t const count : {254U, 255U, 256U, 300U}) {
            CAPTURE(count);
            world<of_tls13<>> w;
            w.sizes = {.receive = 24'000, .transmit = 2'000, .messages = 24'000};
            visit<of_tls13<>> l{w};
            if (retried) ask_for_share(l.client);
            for (std::size_t i = 0; i != count; ++i) {
                l.client.keys.push_back(
                    {i == 0 ? coffee : bytes{1, static_cast<std::uint8_t>(i)}, to_bytes(psk_key), false, 0});
            }
            CHECK(l.connects());
        }
    }
}
