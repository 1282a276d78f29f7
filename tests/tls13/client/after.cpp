// Records, alerts, and messages after the handshake: RFC 8446 4.6, 5, 6, D.4.
#include "flintls/crypto/ccm.hpp"
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using whole = of_tls13<>;
using psk_client = psk_only<>;
constexpr bool encrypted = true;
constexpr bool clear = false;

/// A fault: an act of the server after it has written the message `name`.
fault behind(std::string const& name, std::function<void(oracle_server&)> what) {
    return [=](oracle_server& s) {
        s.after = [=, &s](std::string const& each) {
            if (each == name) what(s);
        };
    };
}
/// True if an act of the server on an established connection makes the client end it with this alert.
template <class P = psk_client> bool ends_connected(std::function<void(oracle_server&)> what, by alert) {
    world<P> w;
    visit<P> l{w};
    if (!l.connects()) return false;
    what(l.server);
    bool const good = l.fails_with(alert, encrypted);
    if (!good) {
        MESSAGE("alert " << (l.server.alert ? static_cast<int>(*l.server.alert) : -1) << ", failure "
                         << l.side->failure().code());
    }
    return good && w.store.size() == 0;
}
template <class P = psk_client> bool goes_on(std::function<void(oracle_server&)> what) {
    world<P> w;
    visit<P> l{w};
    if (!l.connects()) return false;
    what(l.server);
    l.settle();
    return l.says("hello") && l.hears("world") && !l.server.wrong;
}
/// A raw record with a content of `size` bytes.
bytes record_of(std::uint8_t type, std::size_t size) {
    return bytes{type, 3, 3} + big_endian(2, size) + bytes(size, 1);
}

/// CCM over a block cipher, which answers pending after every 64 blocks (crypto/ccm.hpp).
struct yielding_crypto : pair::prompt<0> {
    using aes_128_ccm_8 = ccm_over<mbedtls::aes_128_block, 8>;
};
struct yielding_client : psk_client {
    using crypto = yielding_crypto;
    using suites = suite_list<aes_128_ccm_8_sha256>;
};

} // namespace

TEST_CASE("RE1: the version of a record that comes is ignored") {
    world<psk_client> w;
    visit<psk_client> l{w};
    l.server.dummy = true;
    l.server.after = [&](std::string const& name) {
        if (name == "server_hello") l.server.out[1] = l.server.out[2] = 9;
    };
    CHECK(l.connects());
}
TEST_CASE("RE2, RE3: a record that is too long is refused before it is there") {
    CHECK(ends<psk_client>(
        [](oracle_server& s) {
            s.edit = [&s](std::string const&, bytes& m) {
                if (s.out.empty()) s.out = bytes{22, 3, 3} + big_endian(2, 16'385);
                m.clear();
            };
        },
        by::record_overflow, clear));
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.out = bytes{23, 3, 3} + big_endian(2, 16'384 + 1 + 16 + 1);
        },
        by::record_overflow));
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.out = s.out + s.seal(bytes(16'384, 'x') + bytes{23, 0});
        },
        by::record_overflow));
    CHECK(goes_on([](oracle_server& s) { s.send_data(std::string(16'384, 'x')); }));
    CHECK(goes_on([](oracle_server& s) { s.out = s.out + s.seal(bytes(16'000, 'x') + bytes{23} + bytes(384)); }));
    // A record longer than the buffer.
    world<psk_client> w;
    w.sizes.receive = 1000;
    visit<psk_client> l{w};
    REQUIRE(l.connects());
    l.server.send_data(std::string(1000, 'x'));
    CHECK(l.fails_with(by::record_overflow, encrypted));
}
TEST_CASE("RE4, RE5, RE6: the type within, padding, and empty records") {
    CHECK(ends_connected([](oracle_server& s) { s.out = s.out + s.seal(bytes(20)); }, by::unexpected_message));
    CHECK(ends_connected([](oracle_server& s) { s.out = s.out + s.seal({}); }, by::unexpected_message));
    for (std::uint8_t const type : std::to_array<std::uint8_t>({1, 19, 20, 24, 26, 255})) {
        CHECK(ends_connected([=](oracle_server& s) { s.out = s.out + s.seal({1, type}); }, by::unexpected_message));
    }
    for (std::uint8_t const type : std::to_array<std::uint8_t>({21, 22})) {
        CHECK(ends_connected([=](oracle_server& s) { s.send_record(type, {}); }, by::unexpected_message));
        CHECK(ends<psk_client>(behind("server_hello",
                                      [=](oracle_server& s) {
                                          s.out = bytes{type, 3, 3, 0, 0};
                                      }),
                               by::unexpected_message, clear));
    }
    for (std::size_t const padding : std::to_array<std::size_t>({1, 2, 255, 4000})) {
        CHECK(goes_on([=](oracle_server& s) {
            s.padding = padding;
            s.update(false);
            s.send_data("x");
        }));
    }
}
TEST_CASE("RE7: 32 empty records of data without progress, which no message behind the handshake is") {
    auto const empty = [](unsigned count) {
        return [=](oracle_server& s) {
            for (unsigned i = 0; i < count; ++i) s.send_record(23, {});
        };
    };
    CHECK(goes_on(empty(32)));
    CHECK(ends_connected(empty(33), by::unexpected_message));
    CHECK(ends_connected(
        [&](oracle_server& s) {
            empty(32)(s);
            s.update(false);
            empty(1)(s);
        },
        by::unexpected_message));
    CHECK(goes_on([&](oracle_server& s) {
        empty(32)(s);
        s.send_data("x");
        empty(32)(s);
    }));
}
TEST_CASE("RE8: behind the ServerHello everything is protected") {
    for (std::uint8_t const type : std::to_array<std::uint8_t>({21, 22})) {
        CHECK(ends<psk_client>(behind("server_hello",
                                      [=](oracle_server& s) {
                                          s.send_plain(type, {2, 40});
                                      }),
                               by::unexpected_message, encrypted));
        CHECK(ends_connected([=](oracle_server& s) { s.send_plain(type, {2, 40}); }, by::unexpected_message));
    }
    fault const data_first = [](oracle_server& s) {
        s.edit = [&s](std::string const&, bytes& m) {
            if (s.out.empty()) s.send_plain(23, bytes(30, 1));
            m.clear();
        };
    };
    CHECK(ends<psk_client>(data_first, by::unexpected_message, clear));
}
TEST_CASE("RE9, RE10: a record that does not open: any bit of it, its header, out of order, or too short") {
    for (std::size_t const at : std::to_array<std::size_t>({5, 10, 20, 30})) {
        CHECK(ends_connected(
            [=](oracle_server& s) {
                s.send_data("hello world");
                s.out[at] ^= 1;
            },
            by::bad_record_mac));
    }
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.send_data("a");
            s.out.clear();
            s.send_data("b");
        },
        by::bad_record_mac));
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.send_data("a");
            s.out = s.out + s.out;
        },
        by::bad_record_mac));
    for (std::size_t const size : std::to_array<std::size_t>({0, 1, 15, 16, 17})) {
        CHECK(ends_connected([=](oracle_server& s) { s.out = record_of(23, size); }, by::bad_record_mac));
    }
    // The version in the header is ignored, but authenticated.
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.send_data("a");
            s.out[2] = 4;
        },
        by::bad_record_mac));
}
TEST_CASE("RE11: between the pieces of a message stands nothing else, but an alert that ends the connection") {
    auto const half = [](oracle_server& s, std::function<void(oracle_server&)> between) {
        bytes const ticket = oracle::message(4, bytes(60, 0));
        s.send_record(22, bytes(ticket.begin(), ticket.begin() + 30));
        between(s);
    };
    CHECK(ends_connected([&](oracle_server& s) { half(s, [](oracle_server& x) { x.send_data("x"); }); },
                         by::unexpected_message));
    CHECK(ends_connected([&](oracle_server& s) { half(s, [](oracle_server& x) { x.send_alert(1, 90); }); },
                         by::unexpected_message));
    world<psk_client> w;
    visit<psk_client> l{w};
    REQUIRE(l.connects());
    half(l.server, [](oracle_server& x) { x.send_alert(2, 80); });
    l.settle();
    CHECK(l.last == progress::failed);
    CHECK(l.side->failure().received_alert() == 80);
}
TEST_CASE("CC1, CC2: dummies are dropped until the server's Finished, 32 of them") {
    auto const dummies = [](unsigned count) {
        return behind("server_hello", [=](oracle_server& s) {
            for (unsigned i = 0; i < count; ++i) s.send_plain(20, {1}, static_cast<std::uint16_t>(0x0300 + i));
        });
    };
    fault const none = [](oracle_server& s) { s.dummy = false; };
    CHECK(passes<psk_client>(both(none, dummies(32))));
    CHECK(ends<psk_client>(both(none, dummies(33)), by::unexpected_message, encrypted));
    for (std::string const name : {"encrypted_extensions", "certificate", "certificate_verify"}) {
        CHECK(passes<whole>(behind(name, [](oracle_server& s) { s.send_plain(20, {1}); }), false));
    }
}
TEST_CASE("CC3, CC4: another one, behind Finished, protected, or within a message") {
    for (bytes const& body : {bytes{0}, bytes{2}, bytes{1, 1}, bytes{}, bytes(300, 1)}) {
        CHECK(ends<psk_client>(behind("server_hello", [=](oracle_server& s) { s.send_plain(20, body); }),
                               by::unexpected_message, encrypted));
    }
    CHECK(ends_connected([](oracle_server& s) { s.send_plain(20, {1}); }, by::unexpected_message));
    CHECK(ends<psk_client>(behind("server_hello",
                                  [](oracle_server& s) {
                                      s.after = [&s](std::string const& name) {
                                          if (name == "encrypted_extensions") s.send_record(20, {1});
                                      };
                                  }),
                           by::unexpected_message, encrypted));
    fault const within = [](oracle_server& s) {
        s.fragment = 10;
        s.edit = [&s](std::string const& name, bytes& m) {
            if (name != "finished") return;
            s.send_record(22, bytes(m.begin(), m.begin() + 10));
            s.send_plain(20, {1});
            m.clear();
        };
    };
    CHECK(ends<psk_client>(within, by::unexpected_message, encrypted));
}
TEST_CASE(
    "CC4, RE11: nor between the pieces of a message that is passed over, where only an alert that ends may stand") {
    struct small {
        static world<whole> with_room() {
            world<whole> w;
            w.known.has_key = false;
            w.sizes.messages = 600;
            return w;
        }
    };
    auto const between = [](std::function<void(oracle_server&)> what) {
        return [=](oracle_server& s) {
            s.fragment = 500;
            s.edit = [&s, what](std::string const& name, bytes& m) {
                if (name != "certificate") return;
                bytes const entry = vector_of(3, s.certificate) + big_endian(2, 0);
                m = oracle::message(11, vector_of(1, {}) +
                                            vector_of(3, entry + vector_of(3, bytes(3000, 1)) + big_endian(2, 0)));
                what(s);
            };
        };
    };
    // Without an act between, the handshake passes.
    {
        world<whole> w = small::with_room();
        visit<whole> l{w};
        between([](oracle_server&) {})(l.server);
        CHECK(l.connects());
    }
    auto const ends_so = [&](std::function<void(oracle_server&)> what, bool received = false) {
        world<whole> w = small::with_room();
        visit<whole> l{w};
        between([](oracle_server&) {})(l.server);
        auto const whole_message = l.server.edit;
        l.server.edit = [&l, whole_message, what](std::string const& name, bytes& m) {
            whole_message(name, m);
            if (name != "certificate") return;
            for (std::size_t at = 0; at < 2000; at += 500)
                l.server.send_record(22, bytes(m.begin() + static_cast<std::ptrdiff_t>(at),
                                               m.begin() + static_cast<std::ptrdiff_t>(at + 500)));
            what(l.server);
            m.clear();
        };
        l.settle();
        return l.last == progress::failed && l.side->failure().from_peer() == received &&
               (received || l.server.alert == static_cast<std::uint8_t>(by::unexpected_message));
    };
    CHECK(ends_so([](oracle_server& s) { s.send_plain(20, {1}); }));
    CHECK(ends_so([](oracle_server& s) { s.send_alert(1, 90); }));
    CHECK(ends_so([](oracle_server& s) { s.send_record(23, {1}); }));
    CHECK(ends_so([](oracle_server& s) { s.send_alert(2, 80); }, true));
}
TEST_CASE("AL2, AL5: the level of an alert is ignored; user_canceled is, four times") {
    for (std::uint8_t const level : std::to_array<std::uint8_t>({0, 1, 2, 77})) {
        for (std::uint8_t const what : std::to_array<std::uint8_t>({40, 80, 100, 112, 200})) {
            world<psk_client> w;
            visit<psk_client> l{w};
            REQUIRE(l.connects());
            l.server.send_alert(level, what);
            l.settle();
            CHECK(l.last == progress::failed);
            CHECK(l.side->failure().received_alert() == (what & 0x7fU));
            CHECK(!l.server.alert);
            CHECK(w.store.size() == 0); // DG18
        }
        CHECK(goes_on([=](oracle_server& s) {
            for (int i = 0; i < 4; ++i) s.send_alert(level, 90);
        }));
    }
    CHECK(ends_connected(
        [](oracle_server& s) {
            for (int i = 0; i < 5; ++i) s.send_alert(1, 90);
        },
        by::unexpected_message));
    // Warnings in answer to the hello, in the clear.
    world<psk_client> w;
    visit<psk_client> l{w};
    l.server.edit = [&](std::string const&, bytes& m) {
        if (l.server.out.empty()) l.server.send_plain(21, {1, 112});
        m.clear();
    };
    l.settle();
    CHECK(l.last == progress::failed);
    CHECK(l.side->failure().received_alert() == 112);
}
TEST_CASE("AL3, AL4: alerts of other sizes; and goodbye") {
    CHECK(ends_connected([](oracle_server& s) { s.send_record(21, {2}); }, by::decode_error));
    CHECK(ends_connected([](oracle_server& s) { s.send_record(21, {2, 40, 2}); }, by::decode_error));
    CHECK(ends_connected([](oracle_server& s) { s.send_record(21, {2, 40, 2, 40}); }, by::decode_error));
    world<psk_client> w;
    visit<psk_client> l{w};
    REQUIRE(l.connects());
    l.server.send_alert(1, 0);
    l.settle();
    CHECK(l.last == progress::closed);
    CHECK(l.server.alert == std::uint8_t{0});
    CHECK(l.server.alert_level == 1);
    CHECK(l.server.alert_protected);
    CHECK(w.store.size() == 1);
    visit<psk_client> first{w};
    REQUIRE(first.connects());
    first.side->close();
    first.settle();
    CHECK(first.last == progress::closed);
    CHECK(first.server.alert == std::uint8_t{0});
}
TEST_CASE("KU1, KU2, KU5: a KeyUpdate behind Finished alone, of 0 or 1, that ends its record, 32 without data") {
    CHECK(ends<psk_client>(in("finished", [](bytes& m) { m = oracle::message(24, {0}); }), by::unexpected_message,
                           encrypted));
    for (std::uint8_t const request : std::to_array<std::uint8_t>({2, 255})) {
        CHECK(ends_connected([=](oracle_server& s) { s.send_message("x", oracle::message(24, {request}), false); },
                             by::illegal_parameter));
    }
    CHECK(ends_connected([](oracle_server& s) { s.send_message("x", oracle::message(24, {}), false); },
                         by::decode_error));
    CHECK(ends_connected(
        [](oracle_server& s) {
            s.send_message("x", oracle::message(24, {0, 0}), false);
        },
        by::decode_error));
    CHECK(ends_connected([](oracle_server& s) { s.send_record(22, oracle::message(24, {0}) + bytes{4}); },
                         by::unexpected_message));
    auto const updates = [](unsigned count) {
        return [=](oracle_server& s) {
            for (unsigned i = 0; i < count; ++i) s.update(false);
        };
    };
    CHECK(goes_on(updates(32)));
    CHECK(ends_connected(updates(33), by::unexpected_message));
    CHECK(goes_on([&](oracle_server& s) {
        updates(32)(s);
        s.send_data("x");
        updates(32)(s);
    }));
}
TEST_CASE("KU3, KU4: requests are answered once before more is written; own updates, with and without a request") {
    world<psk_client> w;
    visit<psk_client> l{w};
    REQUIRE(l.connects());
    for (int i = 0; i < 3; ++i) l.server.update(true);
    l.settle();
    CHECK(l.server.updates == 1);
    CHECK(l.server.update_requests == std::vector<std::uint8_t>{0});
    CHECK(l.says("under the second key"));
    CHECK(l.hears("under the fourth"));
    CHECK(l.side->update_keys(false));
    CHECK(l.side->write_space().empty()); // the KeyUpdate is sent first
    l.settle();
    CHECK(l.says("third"));
    CHECK(l.side->update_keys(true));
    l.settle();
    CHECK(l.server.update_requests == std::vector<std::uint8_t>{0, 0, 1});
    l.server.update(false);
    CHECK(l.says("fourth"));
    CHECK(l.hears("fifth"));
    CHECK(!l.server.wrong);
}
TEST_CASE("KU4, FI6: the secret under which the client wrote first is gone with its first KeyUpdate") {
    world<psk_client> w;
    visit<psk_client> l{w};
    bytes first;
    l.server.after = [&](std::string const& name) {
        // After the flight, the last two of `secrets` are the server's own write secret and key.
        if (name == "flight") first = l.server.secrets[l.server.secrets.size() - 3];
    };
    REQUIRE(l.connects());
    REQUIRE(l.holds(first));
    REQUIRE(l.side->update_keys(false));
    l.settle();
    REQUIRE(l.server.updates == 1);
    CHECK(!l.holds(first));
    CHECK(l.says("under the second key"));
}
TEST_CASE("RE10: a cipher that yields in the middle of a record, and goes on, protects records of every size") {
    using policy = yielding_client;
    world<policy> w;
    visit<policy> l{w};
    l.server.suite = 0x1305;
    REQUIRE(l.connects());
    bool good = true;
    for (std::size_t size = 1; size <= 1100; ++size) good = good && l.says(std::string(size, 'x'));
    CHECK(good);
    CHECK(!l.server.wrong);
}

TEST_CASE("NT1, NT2, NT9: tickets come behind Finished alone, with any nonce, with data around them, in pieces") {
    CHECK(ends<psk_client>(in("finished", [](bytes& m) { m[0] = 4; }), by::unexpected_message, encrypted));
    for (std::size_t const size : std::to_array<std::size_t>({0, 1, 32, 255})) {
        world<psk_client> w;
        visit<psk_client> l{w};
        l.server.tickets = 0;
        l.server.ticket_extensions = extension(42, {0, 0, 1, 0}) + extension(0x0a0a, {1});
        REQUIRE(l.connects());
        CHECK(w.store.size() == 0);
        l.server.send_data("before");
        l.server.fragment = 50;
        l.server.send_ticket(oracle::text("a ticket"), bytes(size, 3));
        l.server.send_data("behind");
        l.settle();
        CHECK(l.got == oracle::text("beforebehind"));
        CHECK(w.store.size() == 1);
        visit<psk_client> again{w};
        again.server.keys = l.server.keys;
        CHECK(again.connects());
        CHECK(again.side->resumed());
        CHECK(!again.server.hellos[0].has(42)); // ZR1
    }
}
TEST_CASE("NT3, NT4: lifetimes of 0 and above a week, and tickets that are too long") {
    world<psk_client> w;
    visit<psk_client> l{w};
    l.server.ticket_lifetime = 0;
    REQUIRE(l.connects());
    CHECK(w.store.size() == 0);
    l.server.ticket_lifetime = 0xffff'ffff;
    l.server.send_ticket(oracle::text("long life"), {1});
    l.settle();
    CHECK(w.store.size() == 1);
    w.store.expire(w.now + 604'799);
    CHECK(w.store.size() == 1);
    w.store.expire(w.now + 604'800);
    CHECK(w.store.size() == 0);
    for (std::size_t const size : std::to_array<std::size_t>({641, 1'000, 5'000, 16'000})) {
        visit<psk_client> other{w};
        other.server.tickets = 0;
        REQUIRE(other.connects());
        other.server.fragment = 1000;
        other.server.send_ticket(bytes(size, 1), {1});
        CHECK(other.hears("still there"));
        CHECK(other.side->ticket() == ticket_fate::too_long);
        CHECK(w.store.size() == 0);
    }
}
TEST_CASE("NT6: of many tickets one is kept for a name, or as many as the policy says, and each is used once") {
    using several = psk_only<options{.ticket_slots = 4, .tickets_per_name = 3}>;
    world<psk_client> w;
    visit<psk_client> l{w};
    l.server.tickets = 4;
    REQUIRE(l.connects());
    CHECK(w.store.size() == 1);
    world<several> more;
    visit<several> first{more};
    first.server.tickets = 5;
    REQUIRE(first.connects());
    CHECK(more.store.size() == 3);
    for (std::size_t left = 3; left-- > 0;) {
        visit<several> next{more};
        next.server.keys = first.server.keys;
        next.server.tickets = 0;
        CHECK(next.connects());
        CHECK(next.side->resumed());
        CHECK(more.store.size() == left);
    }
    visit<several> last{more};
    CHECK(last.connects());
    CHECK(!last.side->resumed());
}
TEST_CASE("NT7, NT10, PS4: a ticket is offered under its name, while it lives, if who made it is trusted") {
    world<whole> w;
    w.known.has_key = false;
    visit<whole> l{w};
    REQUIRE(l.connects());
    auto const offers = [&] {
        visit<whole> next{w};
        next.server.wants_psk = false;
        next.server.tickets = 0;
        auto const kept = w.store;
        bool const connected = next.connects();
        bool const offered = next.server.hellos[0].has(41);
        w.store = kept;
        return connected && offered;
    };
    CHECK(offers());
    w.name = "6f746865722e6578616d706c65"_hex; // other.example
    CHECK(!offers());
    w.name = "73656e736f722e6578616d706c652e"_hex; // sensor.example.
    CHECK(offers());
    w.now += 7199;
    CHECK(offers());
    w.now += 1;
    CHECK(!offers());
}
TEST_CASE(
    "NT5, NT14: a ticket is stored at once, with all that a resumption needs; who it is stays, and is judged again") {
    world<whole> w;
    w.known.has_key = false;
    visit<whole> l{w};
    REQUIRE(l.connects());
    REQUIRE(w.store.size() == 1);
    session kept{};
    std::uint32_t lifetime = 0;
    w.store.for_each([&](auto const& s) {
        kept = s.state;
        lifetime = s.lifetime;
        CHECK(s.received_at == w.now);
    });
    CHECK(kept.version == protocol_version::tls_1_3);
    CHECK(kept.suite == aes_128_gcm_sha256);
    CHECK(kept.peer.kind == identity_kind::spki_sha256);
    CHECK(kept.peer.digest == pair::sensor.pin);
    CHECK(kept.context_id == whole::context_id);
    CHECK(kept.authenticated_at == w.now);
    CHECK(lifetime == 7200);
    // A resumption and a renewed ticket keep the time of the first authentication.
    w.now += 1000;
    visit<whole> again{w};
    again.server.keys = l.server.keys;
    REQUIRE(again.connects());
    CHECK(again.side->resumed());
    CHECK(again.side->peer().digest == pair::sensor.pin);
    w.store.for_each([&](auto const& s) {
        CHECK(s.state.authenticated_at == w.now - 1000);
        CHECK(s.received_at == w.now);
    });
    w.known.pin = pair::stranger.pin; // no ticket is offered to a server that is no longer trusted
    visit<whole> no_more{w};
    no_more.settle();
    CHECK(!no_more.server.hellos.at(0).has(41));
}
TEST_CASE(
    "AU10: behind an own certificate an alert may be the first thing to read, and tickets before it are dropped") {
    for (std::uint8_t const what : std::to_array<std::uint8_t>({42, 46, 48, 116})) {
        world<whole, proves> w;
        w.known.has_key = false;
        visit<whole, proves> l{w};
        l.server.asks_certificate = true;
        l.server.after = [&](std::string const&) {};
        REQUIRE(l.connects());
        CHECK(w.store.size() == 1);
        l.server.send_alert(2, what);
        l.settle();
        CHECK(l.last == progress::failed);
        CHECK(l.side->failure().received_alert() == what);
        CHECK(l.side->retry() == retry_advice::do_not_retry);
        CHECK(w.store.size() == 0);
    }
}
TEST_CASE("KU6: while an answer waits for room, nothing more is read, so that answers do not pile up") {
    world<psk_client> w;
    visit<psk_client> l{w};
    REQUIRE(l.connects());
    for (unsigned i = 0; i < 5; ++i) {
        l.server.update(true);
        l.server.send_data("x");
    }
    bytes const all = l.server.out;
    l.server.out.clear();
    // The transport takes no bytes, and the transmit buffer is full of data.
    while (l.side->write_some(view(bytes(100, 'y'))) != 0) static_cast<void>(l.side->run(w.now));
    std::size_t given = 0, got = 0;
    std::uint32_t const full = l.side->ready().size();
    for (unsigned i = 0; i < 200; ++i) {
        progress const p = l.side->run(w.now);
        if (p == progress::data) {
            got += l.side->application_data().size();
            l.side->consume(l.side->application_data().size());
        }
        auto const space = l.side->space();
        std::size_t const size = std::min(space.size(), all.size() - given);
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(given), size, space.begin());
        given += size;
        l.side->received(static_cast<std::uint32_t>(size));
    }
    CHECK(l.side->ready().size() <= full + 2 * (5 + 5 + 1 + 16));
    CHECK(got <= 5);
    l.settle(); // the connection continues
    CHECK(l.got.size() + got == 5);
    CHECK(l.server.updates >= 1);
    CHECK(l.server.updates <= 5);
    CHECK(!l.server.wrong);
    CHECK(l.says("hello"));
}
TEST_CASE("BD4: 64 tickets without data between them, of which 16 are looked at") {
    auto const tickets = [](unsigned count) {
        return [=](oracle_server& s) {
            for (unsigned i = 0; i < count; ++i) s.send_ticket(oracle::text("ticket"), big_endian(2, i));
        };
    };
    CHECK(goes_on(tickets(63))); // plus the ticket after Finished
    CHECK(ends_connected(tickets(64), by::unexpected_message));
}
TEST_CASE("VN17, AU11: no other handshake behind the handshake") {
    for (std::uint8_t const type : std::to_array<std::uint8_t>({0, 1, 2, 8, 11, 13, 15, 20})) {
        CHECK(ends_connected([=](oracle_server& s) { s.send_message("x", oracle::message(type, {}), false); },
                             by::unexpected_message));
    }
}
TEST_CASE("XP1, XP2, XP4, XP5: what is exported is what the server exports, before and behind KeyUpdate and tickets") {
    using exports = psk_only<options{.exporters = true}>;
    world<exports> w;
    visit<exports> l{w};
    bytes const label = oracle::text("EXPORTER-Channel-Binding");
    bytes made(32);
    CHECK(l.side->export_material(view(label), {}, made) == crypto_status::failed);
    REQUIRE(l.connects());
    auto const wanted = [&](std::string const& name, bytes const& context, std::size_t size) {
        return oracle::expand_label(oracle::expand_label(l.server.exporter_secret, name, oracle::sha256({}), 32),
                                    "exporter", oracle::sha256(context), size);
    };
    CHECK(l.side->export_material(view(label), {}, made) == crypto_status::done);
    CHECK(made == wanted("EXPORTER-Channel-Binding", {}, 32));
    for (std::size_t const size : std::to_array<std::size_t>({1, 31, 33, 64, 100, 8'160})) {
        made.assign(size, 0);
        CHECK(l.side->export_material(view(label), view(bytes{1, 2}), made) == crypto_status::done);
        CHECK(made == wanted("EXPORTER-Channel-Binding", {1, 2}, size));
        l.server.update(true);
        CHECK(l.says("more"));
        CHECK(l.hears("more"));
    }
    made.assign(8'161, 1);
    CHECK(l.side->export_material(view(label), {}, made) == crypto_status::failed);
    made.assign(10, 1);
    CHECK(l.side->export_material({}, {}, made) == crypto_status::failed);
    CHECK(made == bytes(10, 0));
    l.side->close();
    CHECK(l.side->export_material(view(label), {}, made) == crypto_status::failed);
    l.settle();
    CHECK(!l.holds(l.server.exporter_secret));
}
