// Faults in a ServerHello or HelloRetryRequest that a client of TLS 1.3 refuses: RFC 8446 4.1.3, 4.1.4, 4.2, D.
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using whole = of_tls13<>;
using psk_client = psk_only<>;
constexpr bool clear = false;

bytes const share_of_p384 = extension(51, big_endian(2, 24) + vector_of(2, bytes(97, 4)));
/// A ServerHello without supported_versions, whose random ends with the mark of RFC 8446 4.1.3.
fault marked(std::uint8_t last) {
    return in("server_hello", [=](bytes& m) {
        bytes const mark{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, last};
        std::copy(mark.begin(), mark.end(), m.begin() + 6 + 24);
        exchange(m, block_in_hello(m), 43, {});
    });
}

} // namespace

TEST_CASE("VN3: the version is looked at before anything else in a ServerHello") {
    bytes const unasked = extension(0x5a5a, {});
    CHECK(ends<whole>(both(in_hello(43, unasked), more_in_hello({})), by::protocol_version, false));
    CHECK(ends<whole>(both(in_hello(43, extension(43, {3, 3}) + unasked), more_in_hello({})), by::illegal_parameter,
                      false));
    CHECK(ends<whole>(more_in_hello(unasked), by::unsupported_extension, false));
}
TEST_CASE("HR1: only a ServerHello with that very random is a HelloRetryRequest") {
    for (std::size_t const at : std::to_array<std::size_t>({6, 20, 37})) {
        world<whole> w;
        visit<whole> l{w};
        l.server.cookie = oracle::text("cookie");
        in("hello_retry_request", [=](bytes& m) { m[at] ^= 1; })(l.server);
        CHECK(l.fails_with(by::illegal_parameter, false)); // a cookie has no place in a ServerHello
        CHECK(l.server.hellos.size() == 1);
    }
}
TEST_CASE("VN4: a version that was not offered, or is below TLS 1.3, is an illegal_parameter") {
    for (std::uint16_t const version : std::to_array<std::uint16_t>({0x0303, 0x0302, 0x0305, 0x7f1c, 0x0a0a, 0})) {
        CHECK(ends<whole>(in_hello(43, extension(43, big_endian(2, version))), by::illegal_parameter, clear));
        CHECK(ends<whole>(in_retry(43, extension(43, big_endian(2, version))), by::illegal_parameter, clear));
    }
}
TEST_CASE("VN5, VN6: without supported_versions it is TLS 1.2 or less, and a marked random comes first") {
    CHECK(ends<whole>(in_hello(43, {}), by::protocol_version, clear));
    CHECK(ends<whole>(in_retry(43, {}), by::protocol_version, clear));
    CHECK(ends<whole>(marked(1), by::illegal_parameter, clear));
    CHECK(ends<whole>(marked(0), by::illegal_parameter, clear));
    CHECK(ends<whole>(marked(2), by::protocol_version, clear));
    // The version is judged before other faults (VN3).
    CHECK(ends<whole>(both(in_hello(43, {}), more_in_hello(extension(0xff01, {0}))), by::protocol_version, clear));
}
TEST_CASE("VN8: another compression, and another legacy_version") {
    CHECK(
        ends<whole>(in("server_hello", [](bytes& m) { m[block_in_hello(m) - 1] = 1; }), by::illegal_parameter, clear));
    CHECK(ends<whole>(in("server_hello", [](bytes& m) { m[5] = 4; }), by::illegal_parameter, clear));
    CHECK(ends<whole>(in("server_hello", [](bytes& m) { m[5] = 2; }), by::illegal_parameter, clear));
    CHECK(ends<whole>(in("server_hello", [](bytes& m) { m[5] = 0; }), by::protocol_version, clear));
}
TEST_CASE("VN9: the session id is echoed, also the empty one, and by a retry") {
    for (std::string const name : {"server_hello", "hello_retry_request"}) {
        fault const id = in(name, [](bytes& m) { replace(m, 38, 1, {1, 5}); });
        fault const cookie = [](oracle_server& s) { s.cookie = {1}; };
        CHECK(ends<whole>(name == "server_hello" ? id : both(cookie, id), by::illegal_parameter, clear));
        fault const changed = in(name, [](bytes& m) { m[39] ^= 1; });
        CHECK(ends<of_tls13<compatible_options>>(name == "server_hello" ? changed : both(cookie, changed),
                                                 by::illegal_parameter, clear));
    }
}
TEST_CASE("VN11: a suite that was not offered, or is one of TLS 1.2") {
    for (std::uint16_t const suite : std::to_array<std::uint16_t>({0x1302, 0x1304, 0xc02b, 0x00a8, 0x00ff})) {
        CHECK(ends<whole>([=](oracle_server& s) { s.suite = suite; }, by::illegal_parameter, clear));
    }
}
TEST_CASE("HR2: a second HelloRetryRequest") {
    fault const again = in("server_hello", [](bytes& m) {
        bytes const random{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                           0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                           0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};
        std::copy(random.begin(), random.end(), m.begin() + 6);
        m.resize(block_in_hello(m));
        replace(m, m.size(), 0, vector_of(2, extension(43, {3, 4}) + extension(44, vector_of(2, {1}))));
    });
    CHECK(ends<whole>(both([](oracle_server& s) { s.cookie = {9}; }, again), by::unexpected_message, clear));
}
TEST_CASE("HR3, HR4: a retry that changes nothing, or asks for a group that was not offered, or sent already") {
    CHECK(ends<whole>(in_retry(44, {}), by::illegal_parameter, clear));
    CHECK(ends<whole>([](oracle_server& s) { s.asks_group = true; }, by::illegal_parameter, clear));
    CHECK(ends<whole>(more_in_retry(extension(51, {0, 24})), by::illegal_parameter, clear));
    CHECK(ends<psk_only<empty_list>>(more_in_retry(extension(51, {0, 24})), by::illegal_parameter, clear));
    CHECK(ends<psk_ke_only>(more_in_retry(extension(51, {0, 23})), by::unsupported_extension, clear));
}
TEST_CASE("HR5: other extensions in a retry are misplaced if they are known, and unsolicited if they are not") {
    CHECK(ends<whole>(more_in_retry(extension(41, {0, 0})), by::illegal_parameter, clear));
    CHECK(ends<whole>(more_in_retry(extension(0, {})), by::illegal_parameter, clear));
    CHECK(ends<whole>(more_in_retry(extension(0xff01, {0})), by::illegal_parameter, clear));
    CHECK(ends<whole>(more_in_retry(extension(0x0a0a, {})), by::unsupported_extension, clear));
    CHECK(ends<whole>(more_in_retry(extension(44, vector_of(2, {1}))), by::illegal_parameter, clear)); // two cookies
}
TEST_CASE(
    "HR7: a cookie of any length that there is room for is returned, a longer one ends it, an empty one is malformed") {
    for (std::size_t const size : std::to_array<std::size_t>({1, 2, 255, 256})) {
        CHECK(passes<whole>([=](oracle_server& s) { s.cookie = bytes(size, 7); }));
    }
    CHECK(ends<whole>([](oracle_server& s) { s.cookie = bytes(257, 7); }, by::handshake_failure, clear));
    CHECK(ends<whole>([](oracle_server& s) { s.cookie = bytes(2000, 7); }, by::handshake_failure, clear));
    CHECK(ends<whole>(in_retry(44, extension(44, {0, 0})), by::decode_error, clear));
    CHECK(ends<whole>(in_retry(44, extension(44, {0, 2, 1})), by::decode_error, clear));
}
TEST_CASE(
    "T7: the room that a name, a ticket and an external key ask for is what the longest hello takes, behind a retry") {
    world<psk_client> w;
    visit<psk_client> first{w};
    REQUIRE(first.connects());
    bytes const ticket = std::prev(first.server.keys.end())->first;
    w.sizes.transmit = visit<psk_client>::client_type::transmit_for(host.size(), ticket.size(), psk_name.size());
    visit<psk_client> second{w};
    second.server.keys = first.server.keys;
    second.server.cookie = bytes(256, 7);
    CHECK(second.connects());
    CHECK(second.side->resumed());
    CHECK(second.server.hellos[1].whole.size() + 5 + 24 == w.sizes.transmit); // a header, and room for protection
    w.sizes.transmit -= 1;
    visit<psk_client> third{w};
    third.server.keys = second.server.keys;
    CHECK(third.connects());
    CHECK_FALSE(third.side->resumed());
}
TEST_CASE(
    "a store that its owner empties between two hellos ends the connection: the second one has no ticket to offer") {
    world<psk_client> w;
    visit<psk_client> first{w};
    REQUIRE(first.connects());
    visit<psk_client> second{w};
    second.server.keys = first.server.keys;
    second.server.cookie = {1};
    second.server.after = [&](std::string const& name) {
        if (name == "hello_retry_request") w.store.clear();
    };
    CHECK(second.fails_with(by::internal_error, clear));
    CHECK(second.server.hellos.size() == 1);
}
TEST_CASE("HR9: behind a retry, the suite is the same, and so is the group") {
    fault const other = in("server_hello", [](bytes& m) { m[block_in_hello(m) - 2] ^= 4; }); // turns 1301 into 1305
    CHECK(ends<whole>(both([](oracle_server& s) { s.cookie = {1}; }, other), by::illegal_parameter, clear));
    CHECK(ends<psk_only<empty_list>>(both([](oracle_server& s) { s.asks_group = true; }, in_hello(51, share_of_p384)),
                                     by::illegal_parameter, clear));
}
TEST_CASE("HR14: a cookie in a ServerHello is misplaced") {
    CHECK(ends<whole>(more_in_hello(extension(44, vector_of(2, {1}))), by::illegal_parameter, clear));
}
TEST_CASE("KS2: a share of another group, of another size, not on the curve, or compressed") {
    CHECK(ends<whole>(in_hello(51, share_of_p384), by::illegal_parameter, clear));
    for (std::size_t const size : std::to_array<std::size_t>({1, 33, 64, 66})) {
        CHECK(ends<whole>(in_hello(51, extension(51, big_endian(2, 23) + vector_of(2, bytes(size, 4)))),
                          by::illegal_parameter, clear));
    }
    CHECK(ends<whole>(in_hello(51, extension(51, big_endian(2, 23) + vector_of(2, bytes{4} + bytes(64, 1)))),
                      by::illegal_parameter, clear));
    CHECK(ends<whole>(in("server_hello", [](bytes& m) { m[block_in_hello(m) + 2 + 6 + 8] = 2; }), by::illegal_parameter,
                      clear));
    CHECK(ends<whole>(in_hello(51, extension(51, big_endian(2, 23) + vector_of(2, {}))), by::decode_error, clear));
}
TEST_CASE("PS6: a selected identity, a share and a mode that go together") {
    CHECK(ends<psk_client>(in_hello(41, extension(41, {0, 1})), by::illegal_parameter, clear));
    CHECK(ends<psk_client>(in_hello(41, extension(41, {1, 0})), by::illegal_parameter, clear));
    CHECK(ends<psk_client>([](oracle_server& s) { s.with_share = false; }, by::illegal_parameter, clear));
    CHECK(ends<psk_ke_only>(both([](oracle_server& s) { s.with_share = false; },
                                 more_in_hello(extension(51, big_endian(2, 23) + vector_of(2, bytes(65, 4))))),
                            by::unsupported_extension, clear));
    CHECK(ends<whole>(more_in_hello(extension(41, {0, 0})), by::unsupported_extension, clear, false));
}
TEST_CASE("PS8: a client with a pre-shared key alone wants it taken; one with certificates wants a share") {
    CHECK(ends<psk_client>([](oracle_server& s) { s.wants_psk = false; }, by::handshake_failure, clear));
    CHECK(ends<whole>([](oracle_server& s) { s.with_share = s.wants_psk = false; }, by::missing_extension, clear));
}
TEST_CASE("EX2, EX3: in a ServerHello, what is known and has no place is refused before what was not offered") {
    for (std::uint16_t const type : std::to_array<std::uint16_t>({0, 10, 11, 13, 16, 23, 35, 42, 45, 0xff01})) {
        CHECK(ends<whole>(more_in_hello(extension(type, {})), by::illegal_parameter, clear));
    }
    CHECK(ends<whole>(more_in_hello(extension(0x0a0a, {})), by::unsupported_extension, clear));
    CHECK(ends<whole>(more_in_hello(extension(0xfe0d, {})), by::unsupported_extension, clear));
}
TEST_CASE("EX14: one that stands twice, and malformed ones") {
    CHECK(ends<whole>(more_in_hello(extension(43, {3, 4})), by::illegal_parameter, clear));
    CHECK(ends<whole>(in_hello(43, extension(43, {3})), by::protocol_version, clear));
    CHECK(ends<whole>(in_hello(51, extension(51, {0})), by::decode_error, clear));
    CHECK(ends<psk_client>(in_hello(41, extension(41, {0, 0, 0})), by::decode_error, clear));
    for (std::size_t const cut : std::to_array<std::size_t>({1, 2, 5})) {
        CHECK(ends<whole>(in("server_hello",
                             [=](bytes& m) {
                                 m.resize(m.size() - cut);
                                 replace(m, m.size(), 0, {});
                             }),
                          by::decode_error, clear));
    }
    CHECK(ends<whole>(in("server_hello", [](bytes& m) { replace(m, m.size(), 0, {0}); }), by::decode_error, clear));
}
TEST_CASE("FI2: ServerHello and HelloRetryRequest end their record") {
    for (std::string const name : {"server_hello", "hello_retry_request"}) {
        fault const joined = [=](oracle_server& s) {
            if (name != "server_hello") s.cookie = {1};
            s.dummy = false;
            s.after = [=, &s](std::string const& each) {
                if (each != name) return;
                s.out.push_back(22); // one more byte in the record
                std::size_t const size = value_at(s.out, 3, 2) + 1;
                s.out[3] = static_cast<std::uint8_t>(size >> 8U);
                s.out[4] = static_cast<std::uint8_t>(size);
            };
        };
        CHECK(ends<whole>(joined, by::unexpected_message, clear));
    }
}
TEST_CASE("Another message where the ServerHello is awaited") {
    for (std::uint8_t const type : std::to_array<std::uint8_t>({0, 1, 4, 8, 11, 13, 14, 15, 20, 24, 254, 255})) {
        fault const other = in("server_hello", [=](bytes& m) { m[0] = type; });
        CHECK(ends<whole>(other, by::unexpected_message, clear));
    }
}
