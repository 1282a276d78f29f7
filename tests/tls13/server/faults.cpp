// One fault of a client in an otherwise good handshake, and the alert that the server must send: RFC 8446.
#include "support/test.hpp"
#include "tls13/server/serving.hpp"

namespace {

using namespace serving;
using whole = of_tls13<>;
using shares = psk_only<>;

/// Changes the hello of the client.
fault in_hello(std::function<void(bytes&)> change) { return in("hello", std::move(change)); }
/// \return the offset of this extension's body in a hello; the length field precedes the body
std::size_t place_of(bytes const& hello, std::uint16_t type) {
    std::size_t at = 4 + 34;
    at += 1U + hello.at(at);
    at += 2 + oracle::value_at(hello, at, 2);
    at += 1U + hello.at(at);
    for (at += 2; at < hello.size();) {
        if (oracle::value_at(hello, at, 2) == type) return at + 4;
        at += 4 + oracle::value_at(hello, at + 2, 2);
    }
    std::abort(); // the hello has no such extension
}
void offer_coffee(oracle::client& c) { c.keys = {offered_coffee()}; }
void ask_for_retry(oracle::client& c) {
    c.groups = {29, 23};
    c.shares = {29};
}
/// Changes the second hello, before the client makes the binders.
fault in_second(std::function<void(bytes&)> change) {
    return [=](oracle::client& c) {
        ask_for_retry(c);
        c.edit = [=, seen = 0U](std::string const& name, bytes& m) mutable {
            if (name == "hello" && ++seen == 2) change(m);
        };
    };
}

} // namespace

TEST_CASE("VN12, VN13: a client that does not offer TLS 1.3 as it must is refused") {
    CHECK(ends<whole>([](oracle::client& c) { c.versions = {}; }, by::protocol_version));
    CHECK(ends<whole>([](oracle::client& c) { c.versions = {0x0303, 0x0302}; }, by::protocol_version));
    CHECK(ends<whole>([](oracle::client& c) { c.versions = {0x7f1c}; }, by::protocol_version));
    CHECK(ends<whole>(in_hello([](bytes& m) { m[5] = 0; }), by::protocol_version));
    CHECK(passes<whole>(in_hello([](bytes& m) { m[5] = 1; })));
    CHECK(passes<whole>(in_hello([](bytes& m) { m[5] = 4; })));
}
TEST_CASE("VN16: a fallback below TLS 1.3 is inappropriate; with TLS 1.3 it is none") {
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.versions = {0x0303};
            c.suites = {0x1301, 0x5600};
        },
        by::inappropriate_fallback));
    CHECK(passes<whole>([](oracle::client& c) { c.suites = {0x1301, 0x5600}; }));
}
TEST_CASE("VN15: compression is exactly one null") {
    auto const with = [](bytes const& methods) {
        return in_hello([=](bytes& m) {
            std::size_t const at = 4 + 34 + 1 + 4;
            bytes const rest(m.begin() + static_cast<std::ptrdiff_t>(at + 2), m.end());
            m.resize(at);
            m = m + vector_of(1, methods) + rest;
            bytes const length = big_endian(3, m.size() - 4);
            std::copy(length.begin(), length.end(), m.begin() + 1);
        });
    };
    CHECK(passes<whole>(with({0})));
    CHECK(ends<whole>(with({1}), by::illegal_parameter));
    CHECK(ends<whole>(with({0, 1}), by::illegal_parameter));
    CHECK(ends<whole>(with({0, 0}), by::illegal_parameter));
}
TEST_CASE("HR11, KS4, EX12, EX13: what a hello needs, and what both must have in common") {
    CHECK(ends<whole>([](oracle::client& c) { c.suites = {0x1302}; }, by::handshake_failure));
    CHECK(ends<whole>([](oracle::client& c) { c.suites = {0xc02b}; }, by::handshake_failure));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.groups = {29};
            c.shares = {29};
        },
        by::handshake_failure));
    CHECK(ends<whole>([](oracle::client& c) { c.schemes = {0x0804}; }, by::handshake_failure));
    CHECK(ends<whole>([](oracle::client& c) { c.schemes = {}; }, by::missing_extension));
    CHECK(ends<whole>([](oracle::client& c) { c.groups = {}; }, by::missing_extension));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.groups = {};
            c.more_extensions = extension(10, vector_of(2, {0, 23}));
        },
        by::missing_extension));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.groups = {};
            c.more_extensions = extension(51, vector_of(2, {}));
        },
        by::missing_extension));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.schemes = {};
            c.keys = {{oracle::text("tea"), bytes(32, 1)}};
        },
        by::missing_extension));
    CHECK(passes<whole>([](oracle::client& c) {
        c.schemes = {};
        offer_coffee(c);
    }));
    CHECK(ends<shares>([](oracle::client&) {}, by::handshake_failure)); // the server has no certificate
}
TEST_CASE("KS3: a share of a wrong size, off the curve, repeated or not of the groups is refused") {
    auto const in_share = [](std::function<void(bytes&, std::size_t)> change) {
        return in_hello([=](bytes& m) { change(m, place_of(m, 51)); });
    };
    CHECK(ends<whole>(in_share([](bytes& m, std::size_t at) { m[at + 6] = 5; }), by::illegal_parameter));
    CHECK(ends<whole>(in_share([](bytes& m, std::size_t at) { m[at + 20] ^= 1; }), by::illegal_parameter));
    CHECK(ends<whole>(
        in_share([](bytes& m, std::size_t at) { std::fill_n(m.begin() + static_cast<std::ptrdiff_t>(at + 7), 64, 0); }),
        by::illegal_parameter));
    CHECK(ends<whole>([](oracle::client& c) { c.shares = {23, 23}; }, by::illegal_parameter));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.groups = {29, 23};
            c.shares = {29, 23, 29};
        },
        by::illegal_parameter));
    CHECK(ends<whole>([](oracle::client& c) { c.shares = {29, 23}; }, by::illegal_parameter));
    CHECK(ends<whole>(in_share([](bytes& m, std::size_t at) { m[at + 3] = 29; }), by::illegal_parameter));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.groups = {23};
            for (std::uint16_t i = 0; i < 33; ++i) c.groups.push_back(static_cast<std::uint16_t>(0x4000 + i));
            c.shares = c.groups;
        },
        by::illegal_parameter));
}
TEST_CASE("HR12: the second hello is the first one, but for what the retry changes") {
    CHECK(passes<whole>(in_second([](bytes&) {})));
    CHECK(ends<whole>(in_second([](bytes& m) { m[10] ^= 1; }), by::illegal_parameter)); // random
    CHECK(ends<whole>(in_second([](bytes& m) { m[place_of(m, 13) + 3] = 4; }), by::illegal_parameter));
    CHECK(ends<whole>(in_second([](bytes& m) { m[place_of(m, 16) - 3] = 17; }), by::illegal_parameter));
    CHECK(ends<whole>(in_second([](bytes& m) { m[place_of(m, 43) + 2] = 3; }), by::illegal_parameter));
    CHECK(ends<whole>(in_second([](bytes& m) { m[place_of(m, 51) + 3] = 29; }), by::illegal_parameter));
    for (bool const early : {false, true}) {
        CHECK(ends<whole>(
            [=](oracle::client& c) {
                ask_for_retry(c);
                c.edit = [&c, early, seen = 0U](std::string const& name, bytes&) mutable {
                    if (name != "client_hello") return;
                    if (early) c.more_extensions = extension(42, {}); // in the second hello alone
                    if (!early) c.suites = {0x1301, 0x1305};
                    ++seen;
                };
            },
            by::illegal_parameter));
    }
    CHECK(passes<whole>([](oracle::client& c) { // identities may be removed, and padding may be added
        ask_for_retry(c);
        c.keys = {{oracle::text("tea"), bytes(32, 1)}, offered_coffee()};
        c.edit = [&c](std::string const& name, bytes&) {
            if (name == "client_hello") c.keys = {offered_coffee()};
        };
    }));
    CHECK(passes<whole>([](oracle::client& c) {
        ask_for_retry(c);
        c.edit = [&c](std::string const& name, bytes&) {
            if (name == "client_hello") c.more_extensions = extension(21, bytes(40));
        };
    }));
}
TEST_CASE("PS10, PS11, PS13: what is wrong with pre-shared keys, whichever would be chosen") {
    CHECK(ends<whole>(
        [](oracle::client& c) {
            offer_coffee(c);
            c.modes = {};
        },
        by::missing_extension));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            offer_coffee(c);
            c.keys[0].key[0] ^= 1;
        },
        by::decrypt_error));
    auto const binders = [](bytes const& list) {
        return [=](oracle::client& c) {
            offer_coffee(c);
            c.edit = [=](std::string const& name, bytes& m) {
                if (name != "client_hello") return;
                std::size_t const at = m.size() - 35;
                std::size_t const body = place_of(m, 41);
                m.resize(at);
                m = m + vector_of(2, list);
                bytes const size = big_endian(2, m.size() - body);
                std::copy(size.begin(), size.end(), m.begin() + static_cast<std::ptrdiff_t>(body - 2));
                std::size_t const block = 4 + 34 + 1 + 2 + 2 + 2;
                bytes const all = big_endian(2, m.size() - block - 2);
                std::copy(all.begin(), all.end(), m.begin() + static_cast<std::ptrdiff_t>(block));
                bytes const length = big_endian(3, m.size() - 4);
                std::copy(length.begin(), length.end(), m.begin() + 1);
            };
        };
    };
    CHECK(ends<whole>(binders(vector_of(1, bytes(32)) + vector_of(1, bytes(32))), by::illegal_parameter));
    CHECK(ends<whole>(binders(vector_of(1, bytes(33))), by::decrypt_error));
    CHECK(ends<whole>(binders(vector_of(1, bytes(31)) + bytes{0}), by::decode_error));
    CHECK(ends<whole>(binders(vector_of(1, bytes(32))), by::decrypt_error));
    CHECK(passes<whole>([](oracle::client& c) { // the binders of other identities are not checked
        c.keys = {offered_coffee(), {oracle::text("tea"), bytes(32, 1)}};
        c.edit = [](std::string const& name, bytes& m) {
            if (name == "hello") m.back() ^= 1;
        };
    }));
    CHECK(ends<whole>(
        [](oracle::client& c) { // not the last extension
            c.keys = {};
            c.more_extensions =
                extension(41, vector_of(2, vector_of(2, coffee) + bytes(4)) + vector_of(2, vector_of(1, bytes(32)))) +
                extension(0x2a2a, {});
        },
        by::illegal_parameter));
}
TEST_CASE("PS14: a server without certificate says the same of an unknown identity and of a wrong binder") {
    using policy = shares;
    auto const refused = [](std::function<void(oracle::client&)> const& how) {
        world<policy> w;
        visit<policy> l{w};
        how(l.client);
        bool const good = l.fails_with(by::decrypt_error, false);
        return std::pair{good ? l.side->failure().code() : 0, l.all_public_key};
    };
    auto const wrong = refused([](oracle::client& c) {
        offer_coffee(c);
        c.keys[0].key[0] ^= 1;
    });
    CHECK(wrong.first != 0);
    CHECK(wrong.second == 0);
    CHECK(refused([](oracle::client& c) { c.keys = {{oracle::text("tea"), bytes(32, 1)}}; }) == wrong);
    for (bool const known : {true, false}) { // the same alert without a common group
        CHECK(refused([known](oracle::client& c) {
                  offer_coffee(c);
                  c.keys[0].key[0] ^= 1;
                  if (!known) c.keys = {{oracle::text("tea"), bytes(32, 1)}};
                  c.groups = c.shares = {25};
              }) == wrong);
    }
    CHECK(refused([](oracle::client& c) { c.keys = {{oracle::text("tea"), bytes(32)}}; }) == wrong); // the decoy's key
    CHECK(refused([](oracle::client& c) {
              for (unsigned i = 0; i < 5; ++i) c.keys.push_back({oracle::text("tea"), bytes(32, 1)});
          }) == wrong);
}
TEST_CASE("PS14: a policy may say that an identity is unknown, with the same work") {
    using policy = psk_only<options{.unknown_psk_alert = by::unknown_psk_identity}>;
    CHECK(ends<policy>(
        [](oracle::client& c) {
            c.keys = {{oracle::text("tea"), bytes(32, 1)}};
        },
        by::unknown_psk_identity));
    CHECK(ends<policy>(
        [](oracle::client& c) {
            offer_coffee(c);
            c.keys[0].key[0] ^= 1;
        },
        by::decrypt_error));
    for (bool const known : {false, true}) { // without a common group
        CHECK(ends<policy>(
            [=](oracle::client& c) {
                c.keys = {known ? offered_coffee() : oracle::offered_key{oracle::text("tea"), bytes(32, 1)}};
                c.groups = c.shares = {25};
            },
            known ? by::handshake_failure : by::unknown_psk_identity));
    }
    CHECK(passes<policy>(offer_coffee));
    CHECK(passes<of_tls13<options{.unknown_psk_alert = by::unknown_psk_identity}>>([](oracle::client& c) {
        c.keys = {{oracle::text("tea"), bytes(32, 1)}}; // connects by certificate
    }));
}
TEST_CASE("EX7, EX14: a protocol that nobody here speaks; what is malformed or stands twice") {
    CHECK(ends<whole>([](oracle::client& c) { c.protocols = {"h2"}; }, by::no_application_protocol));
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = extension(0x2a2a, {}) + extension(0x2a2a, {}); },
                      by::illegal_parameter));
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = extension(1, {5}); }, by::illegal_parameter));
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = extension(42, {0}); }, by::decode_error));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.more_extensions = extension(0, vector_of(2, bytes{0, 0, 0}));
        },
        by::decode_error));
}
TEST_CASE("FI2: no message follows a hello, a Finished or a KeyUpdate in its record") {
    for (std::string const name : {"client_hello", "finished"}) {
        world<whole> w;
        visit<whole> l{w};
        l.client.edit = [&](std::string const& each, bytes& m) {
            if (each == name) m = m + bytes{24, 0, 0, 1, 0};
        };
        CHECK(l.fails_with(by::unexpected_message, name == "finished"));
    }
    world<whole> w;
    visit<whole> l{w};
    REQUIRE(l.connects());
    l.client.send_record(22, {24, 0, 0, 1, 0, 24, 0, 0, 1, 0});
    l.settle();
    CHECK(l.failed_with(by::unexpected_message, true));
}
TEST_CASE("FI1, AU3, AU4, AU7, AU8: what is wrong with the client's flight") {
    auto const damaged = [](std::string const& name, std::size_t at) {
        return [=](oracle::client& c) {
            present(c, pair::stranger);
            c.edit = [=](std::string const& each, bytes& m) {
                if (each == name) m.at(at) ^= 1;
            };
        };
    };
    CHECK(ends<whole>(in("finished", [](bytes& m) { m[4] ^= 1; }), by::decrypt_error, true));
    CHECK(ends<whole>(in("finished", [](bytes& m) { m = oracle::message(20, bytes(31)); }), by::decode_error, true));
    CHECK(ends<whole>(in("finished", [](bytes& m) { m = oracle::message(20, bytes(33)); }), by::decode_error, true));
    CHECK(ends<whole, asks>([](oracle::client&) {}, by::certificate_required, true));
    CHECK(ends<whole, asks>(damaged("certificate_verify", 5), by::illegal_parameter, true));
    CHECK(ends<whole, asks>(damaged("certificate_verify", 20), by::decrypt_error, true));
    CHECK(ends<whole, asks>([](oracle::client& c) { present(c, pair::sensor); }, by::bad_certificate, true));
    CHECK(ends<whole, asks>(damaged("certificate", 4), by::decode_error, true)); // a non-empty context
    CHECK(ends<whole, asks>(
        [](oracle::client& c) { // signs as a server, not as a client (AU4)
            present(c, pair::stranger);
            c.signs_as = "TLS 1.3, server CertificateVerify";
        },
        by::decrypt_error, true));
    for (std::uint8_t const type : std::to_array<std::uint8_t>({11, 15})) { // without a request
        CHECK(ends<whole>(in("finished", [=](bytes& m) { m = oracle::message(type, bytes(8)); }),
                          by::unexpected_message, true));
    }
}
TEST_CASE("FI4, KU1, VN17, ZR5, AU11: every message in every state, and data, ends it where it has no place") {
    for (unsigned type = 0; type < 256; ++type) {
        auto const message = oracle::message(static_cast<std::uint8_t>(type), {0});
        { // before the hello
            world<whole> w;
            visit<whole> l{w};
            l.client.send_record(22, message);
            l.settle();
            bool const hello = type == 1;
            CHECK(l.failed_with(hello ? by::decode_error : by::unexpected_message, false));
        }
        if (type != 20) { // in place of Finished
            CHECK(ends<whole>(in("finished", [=](bytes& m) { m = message; }), by::unexpected_message, true));
        }
        if (type != 11) { // in place of a Certificate
            CHECK(ends<whole, asks>(
                [=](oracle::client& c) {
                    present(c, pair::stranger);
                    c.edit = [=](std::string const& each, bytes& m) {
                        if (each == "certificate") m = message;
                    };
                },
                by::unexpected_message, true));
        }
        if (type != 15) {
            CHECK(ends<whole, asks>(
                [=](oracle::client& c) {
                    present(c, pair::stranger);
                    c.edit = [=](std::string const& each, bytes& m) {
                        if (each == "certificate_verify") m = message;
                    };
                },
                by::unexpected_message, true));
        }
        if (type != 24) { // connected
            world<whole> w;
            visit<whole> l{w};
            REQUIRE(l.connects());
            l.client.send_record(22, message);
            l.settle();
            CHECK(l.failed_with(by::unexpected_message, true));
        }
        if (type != 1) { // in place of the second hello
            CHECK(ends<whole>(
                [=](oracle::client& c) {
                    ask_for_retry(c);
                    c.edit = [=, seen = 0U](std::string const& each, bytes& m) mutable {
                        if (each == "client_hello" && ++seen == 2) m = message;
                    };
                },
                by::unexpected_message));
        }
    }
    CHECK(ends<whole>([](oracle::client& c) { c.out = bytes{23, 3, 3, 0, 1, 0}; }, by::unexpected_message));
    world<whole> w;
    visit<whole> l{w};
    CHECK(refuses_data_before_finished(l));
}
TEST_CASE("BD5: whenever a server ends, no secret of the connection is left") {
    for (bool const retry : {false, true}) {
        std::size_t known = 0;
        for (unsigned stop = 1; stop < 80; ++stop) {
            world<whole, asks> w;
            visit<whole, asks> l{w};
            present(l.client, pair::stranger);
            if (retry) ask_for_retry(l.client);
            l.client.start();
            for (unsigned i = 0; i < stop; ++i) static_cast<void>(l.turn(600));
            l.side->transport_lost();
            static_cast<void>(l.side->run(w.now));
            for (bytes const& each : l.client.secrets) CHECK_FALSE(l.holds(each));
            known += l.client.secrets.size();
        }
        CHECK(known > 100); // enough secrets to make the search meaningful
    }
}
TEST_CASE("CC2, CC3, CC4: a ChangeCipherSpec where it is none, too often, or in a message") {
    auto const before = [](bytes const& record) { return [=](oracle::client& c) { c.out = record; }; };
    CHECK(ends<whole>(before({20, 3, 3, 0, 1, 1}), by::unexpected_message));
    auto const behind_hello = [](bytes const& records, bool may_be) {
        world<whole> w;
        visit<whole> l{w};
        l.client.finishes = false;
        l.client.start();
        l.settle();
        l.client.out = records;
        l.settle();
        if (!may_be) return l.failed_with(by::unexpected_message, true);
        l.client.send_flight();
        l.settle();
        return l.good();
    };
    bytes const dummy{20, 3, 3, 0, 1, 1};
    bytes many;
    for (unsigned i = 0; i < 32; ++i) many = many + dummy;
    CHECK(behind_hello(many, true));
    CHECK(behind_hello(many + dummy, false));
    CHECK(behind_hello({20, 3, 3, 0, 1, 2}, false));
    CHECK(behind_hello({20, 3, 3, 0, 2, 1, 1}, false));
    CHECK(behind_hello({20, 9, 9, 0, 1, 1}, true)); // RE1
    {
        world<whole> w;
        visit<whole> l{w};
        l.client.finishes = false;
        l.client.start();
        l.settle();
        l.client.send_record(20, {1}); // protected
        l.settle();
        CHECK(l.failed_with(by::unexpected_message, true));
    }
    {
        world<whole> w;
        visit<whole> l{w};
        REQUIRE(l.connects());
        l.client.out = dummy;
        l.settle();
        CHECK(l.failed_with(by::unexpected_message, true));
    }
    { // in the middle of a hello
        world<whole> w;
        visit<whole> l{w};
        l.client.fragment = 60;
        l.client.first_fragment = 0;
        l.client.start();
        bytes const all = l.client.out;
        l.client.out = bytes(all.begin(), all.begin() + 65) + dummy;
        l.settle();
        CHECK(l.failed_with(by::unexpected_message, false));
    }
}
TEST_CASE("RE2, RE4, RE6, RE7, RE8, RE9: records that are none") {
    auto const connected = [](std::function<void(oracle::client&)> const& what, by alert) {
        world<whole> w;
        visit<whole> l{w};
        REQUIRE(l.connects());
        what(l.client);
        l.settle();
        CHECK(l.failed_with(alert, true));
    };
    auto const sealed = [](oracle::client& c, bytes const& inner) {
        c.out = c.out + oracle::seal(c.write, 0x1301, inner);
    };
    connected([&](oracle::client& c) { sealed(c, bytes(5)); }, by::unexpected_message);
    connected([&](oracle::client& c) { sealed(c, {1, 20}); }, by::unexpected_message);
    connected([&](oracle::client& c) { sealed(c, {1, 24}); }, by::unexpected_message);
    connected([&](oracle::client& c) { sealed(c, {22}); }, by::unexpected_message);
    connected([&](oracle::client& c) { sealed(c, {21}); }, by::unexpected_message);
    connected([&](oracle::client& c) { sealed(c, {1, 0, 0, 21}); }, by::decode_error);
    connected([](oracle::client& c) { c.send_plain(22, {24, 0, 0, 1, 0}); }, by::unexpected_message);
    connected([](oracle::client& c) { c.send_plain(21, {2, 40}); }, by::unexpected_message);
    connected([](oracle::client& c) { c.out = bytes{23, 3, 3, 0, 15} + bytes(15); }, by::bad_record_mac);
    connected([](oracle::client& c) { c.out = bytes{23, 3, 3, 0, 17} + bytes(17); }, by::bad_record_mac);
    connected([](oracle::client& c) { c.out = bytes{23, 3, 3, 0x41, 0x01}; }, by::record_overflow);
    connected([](oracle::client& c) { c.out = bytes{23, 3, 3, 0x08, 0x00}; }, by::record_overflow); // for its buffer
    connected(
        [](oracle::client& c) {
            for (unsigned i = 0; i < 33; ++i) c.send_record(23, {});
        },
        by::unexpected_message);
}
TEST_CASE("RE8: a client that fails on the ServerHello may say so in the clear, until it has protected a record") {
    world<whole> w;
    visit<whole> l{w};
    l.client.finishes = false;
    l.client.start();
    l.settle();
    l.client.send_plain(21, {2, 47});
    l.settle();
    CHECK(l.last == progress::failed);
    CHECK(l.side->failure().from_peer());
    CHECK(l.side->failure().received_alert() == 47);
    CHECK(!l.client.alert);
}
TEST_CASE("KU2, KU5, AL3, AL5: bounds behind the handshake") {
    auto const connected = [](std::function<void(oracle::client&)> const& what, by alert) {
        world<whole> w;
        visit<whole> l{w};
        REQUIRE(l.connects());
        what(l.client);
        l.settle();
        CHECK(l.failed_with(alert, true));
    };
    connected([](oracle::client& c) { c.send_record(22, {24, 0, 0, 1, 2}); }, by::illegal_parameter);
    connected([](oracle::client& c) { c.send_record(22, {24, 0, 0, 0}); }, by::decode_error);
    connected(
        [](oracle::client& c) {
            for (unsigned i = 0; i < 33; ++i) c.update(false);
        },
        by::unexpected_message);
    connected(
        [](oracle::client& c) {
            for (unsigned i = 0; i < 5; ++i) c.send_record(21, {1, 90});
        },
        by::unexpected_message);
    connected([](oracle::client& c) { c.send_record(21, {2, 40, 2, 40}); }, by::decode_error);
    world<whole> w;
    visit<whole> l{w};
    REQUIRE(l.connects());
    for (unsigned i = 0; i < 100; ++i) {
        l.client.update(i % 2 == 0);
        CHECK(l.hears("data"));
    }
}
TEST_CASE("ZR2, ZR3, ZR6: early data beyond the bound, or without its extension") {
    auto const with = [](bool announced, bool retry, std::size_t records) {
        return [=](oracle::client& c) {
            if (retry) ask_for_retry(c);
            c.early_data = announced;
            for (std::size_t i = 0; i < records; ++i) {
                c.early_records.push_back(bytes{23, 3, 3} + vector_of(2, bytes(1'000, 0xee)));
            }
        };
    };
    CHECK(passes<whole>(with(true, false, 18)));
    CHECK(passes<whole>(with(true, true, 18)));
    CHECK(ends<whole>(with(true, false, 19), by::unexpected_message, true));
    CHECK(ends<whole>(with(true, true, 19), by::unexpected_message));
    CHECK(ends<whole>(with(false, false, 1), by::bad_record_mac, true));
    CHECK(ends<whole>(with(false, true, 1), by::unexpected_message));
    CHECK(ends<of_tls13<options{.max_early_data_skipped = 999}>>(with(true, false, 1), by::unexpected_message, true));
    // The number of empty records is limited, too.
    auto const empty = [](bool retry, std::size_t records) {
        return [=](oracle::client& c) {
            if (retry) ask_for_retry(c);
            c.early_data = true;
            c.early_records = std::vector<bytes>(records, bytes{23, 3, 3, 0, 0});
        };
    };
    using few = of_tls13<options{.max_early_data_skipped = 99}>;
    for (bool const retry : {false, true}) {
        CHECK(passes<few>(empty(retry, 99)));
        CHECK(ends<few>(empty(retry, 100), by::unexpected_message, !retry));
    }
    CHECK(ends<whole>([](oracle::client& c) { c.early_records = {bytes{23, 3, 3, 0, 0}}; }, by::bad_record_mac, true));
    CHECK(ends<whole>(
        [](oracle::client& c) {
            c.early_records = {bytes{23, 3, 3, 0, 7} + bytes(7)};
        },
        by::bad_record_mac, true));
    { // a record that opens ends the skipping
        world<whole> w;
        visit<whole> l{w};
        with(true, false, 2)(l.client);
        REQUIRE(l.connects());
        l.client.out = l.client.early_records[0];
        l.settle();
        CHECK(l.failed_with(by::bad_record_mac, true));
    }
    CHECK(ends<whole>(
        [](oracle::client& c) { // ZR5
            c.early_data = true;
            c.edit = [](std::string const& each, bytes& m) {
                if (each == "finished") m = oracle::message(5, {});
            };
        },
        by::unexpected_message, true));
}
TEST_CASE("ZR3, RE11: early data between fragments of the second hello has no place") {
    bytes const early = bytes{23, 3, 3} + vector_of(2, bytes(100, 0xee));
    for (bool const between : {false, true}) {
        world<whole> w;
        visit<whole> l{w};
        ask_for_retry(l.client);
        l.client.early_data = true;
        l.client.early_records = {early};
        l.client.first_fragment = 0;
        l.greets();
        REQUIRE(l.client.retries == 1);
        bytes const second = l.client.out; // one record
        bytes const hello(second.begin() + 5, second.end());
        l.client.out = {};
        l.client.send_plain(22, bytes(hello.begin(), hello.begin() + 60));
        if (between) l.client.out = l.client.out + early;
        l.client.send_plain(22, bytes(hello.begin() + 60, hello.end()));
        l.settle();
        CHECK((between ? l.failed_with(by::unexpected_message, false) : l.good() && l.talks()));
    }
}
TEST_CASE("BD1: a hello for which there is no room is refused") {
    world<whole> w;
    w.sizes.messages = 300;
    visit<whole> l{w};
    l.client.more_extensions = extension(0x2a2a, bytes(2'500));
    CHECK((streamed ? l.connects() : l.fails_with(by::handshake_failure, false)));
    visit<whole> longer{w}; // than max_message
    longer.client.more_extensions = extension(0x2a2a, bytes(4'096));
    CHECK(longer.fails_with(by::handshake_failure, false));
}
