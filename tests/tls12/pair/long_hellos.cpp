// K8 for hellos: the server's answer does not depend on whether the hello fits the buffers or is parsed as a stream.
// A list that is too long to keep is never treated as absent.
#include <algorithm>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const ems = extended_master_secret_extension();
bytes const secure = renegotiated({}) + ems;

struct whole : policy_of<options{.max_message = 16384}, basic> {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt", "h2">;
};
struct streamed : policy_of<test::with<whole>([](auto& o) { o.stream_client_hello = true; }), whole> {};
struct whole_psk : whole {
    using suites = suite_list<suite::psk_with_aes_128_gcm_sha256>;
    using groups = group_list<>;
    using signature_schemes = scheme_list<>;
    using protocols = protocol_list<>;
};
struct streamed_psk : policy_of<test::with<whole_psk>([](auto& o) { o.stream_client_hello = true; }), whole_psk> {};

/// Credentials that record the arguments of `look`.
template <class P> struct looking : server_knows<P> {
    bool look(requested_server const& hello) {
        seen_name = to_bytes(hello.host_name);
        seen_protocols.clear();
        for (byte_view const each : hello.protocols) {
            for (byte_view const mine : P::protocols::values) {
                bool const seen = std::count(seen_protocols.begin(), seen_protocols.end(), to_bytes(each)) != 0;
                if (each == mine && !seen) seen_protocols.push_back(to_bytes(each));
            }
            others += std::none_of(P::protocols::values.begin(), P::protocols::values.end(),
                                   [&](byte_view const mine) { return each == mine; });
        }
        return true;
    }
    bytes seen_name;
    std::vector<bytes> seen_protocols;
    unsigned others = 0;
};

struct answer {
    bytes sent;
    int alert = -1;
    errc why = errc::ok;
    unsigned connected = 0;
    std::vector<bytes> looked_at;

    friend bool operator==(answer const&, answer const&) = default;
};

/// A client that completes a handshake by pre-shared key, or stops after the flight of a server with a certificate.
template <class Policy> answer greet(hello const& h, room const& sizes, std::size_t record_size, unsigned* others) {
    seed(5);
    world<whole, Policy, client_knows, looking> w;
    w.server_room = sizes;
    auto link = w.begun();
    actor client{true};
    bytes const message = greeting_message(h, client.client_random);
    client.transcript = message;
    for (std::size_t at = 0; at < message.size(); at += record_size) {
        auto const from = message.begin() + static_cast<std::ptrdiff_t>(at);
        auto const to = message.begin() + static_cast<std::ptrdiff_t>(std::min(message.size(), at + record_size));
        client.say(bytes(from, to), false);
    }
    client.meet(link->server);
    if (!link->server.over() && client.has_heard(type::server_hello_done) && !client.has_heard(type::certificate)) {
        client.say(client.psk_key_exchange());
        client.make_psk_master(client.hello_heard().has(23));
        client.expand();
        client.finish();
        client.meet(link->server);
    }
    if (others != nullptr) *others = w.server.others;
    return {link->server.all_sent, link->server.alert_sent(), link->server.why(), link->server.connected,
            w.server.seen_protocols};
}

bytes list16(unsigned width, std::size_t count, unsigned filler, std::vector<unsigned> const& last) {
    bytes all;
    for (std::size_t i = 0; i < count - last.size(); ++i) append(all, number16(filler + static_cast<unsigned>(i)));
    for (unsigned const each : last) append(all, number16(each));
    return with_length(width, all);
}
bytes names(std::vector<std::string> const& all) {
    bytes list;
    for (std::string const& each : all) append(list, with_length(1, to_bytes(each)));
    return with_length(2, list);
}

/// Checks that the server gives the same answer to the hello in memory and as a stream: `alert`, or -1.
template <class Whole, class Streamed> void check(char const* what, hello h, int alert) {
    CAPTURE(what);
    append(h.extensions, extension(21, bytes(2000))); // longer than the smaller buffers
    unsigned others = 0;
    answer const expected = greet<Whole>(h, {9000, 2048, 9000}, 16384, nullptr);
    CHECK(expected.alert == alert);
    for (std::size_t const record_size : {500U, 7U, 16384U}) {
        CAPTURE(record_size);
        CHECK(greet<Streamed>(h, {600, 2048, 600}, record_size, &others) == expected);
        CHECK(others == 0); // `look` sees the policy's protocols only
    }
}
template <class Whole, class Streamed> void check_all(bool certificates) {
    std::vector<unsigned> const psk{0x00a8};
    std::vector<unsigned> const both{0xc02b, 0x00a8};
    bytes const groups = extension(10, list16(2, 4, 20, {23}));
    bytes const schemes = extension(13, list16(2, 4, 0x0500, {0x0403}));
    for (auto const& suites : {psk, both}) {
        auto const says = [&](char const* what, bytes const& extensions, int alert) {
            check<Whole, Streamed>(what, {.suites = suites, .extensions = extensions}, alert);
        };
        says("groups of 140 bytes with P-256", extension(10, list16(2, 69, 0x2000, {23})) + schemes + secure, -1);
        says("groups of 140 bytes without", extension(10, list16(2, 69, 0x2000, {})) + schemes + secure, -1);
        says("groups of 1800 bytes", extension(10, list16(2, 900, 0x2000, {29, 23})) + schemes + secure, -1);
        says("schemes of 140 bytes with ECDSA", groups + extension(13, list16(2, 69, 0x0900, {0x0403})) + secure, -1);
        says("schemes of 140 bytes without", groups + extension(13, list16(2, 69, 0x0900, {})) + secure, -1);
        says("versions of 131 bytes with 1.2", extension(43, list16(1, 65, 0x7a00, {0x0303})) + secure, -1);
        says("versions of 131 bytes without", extension(43, list16(1, 65, 0x7a00, {})) + secure, 70);
        says("versions of 131 bytes with 1.3 only", extension(43, list16(1, 65, 0x7a00, {0x0304})) + secure, 70);
        says("lists that are malformed", extension(10, bytes{0, 138} + bytes(137)) + secure, 50);
        says("lists with a byte behind them", extension(10, list16(2, 69, 0x2000, {23}) + bytes{0}) + secure, 50);
        says("all of them",
             extension(10, list16(2, 69, 0x2000, {23})) + extension(13, list16(2, 69, 0x0900, {0x0403})) +
                 extension(43, list16(1, 65, 0x7a00, {0x0303})) + secure + extension(35, {}),
             -1);
        says("a ticket of 400 bytes that is nobody's", extension(35, bytes(400, 7)) + secure, -1);
        says("an empty ticket", extension(35, {}) + secure, -1);
        // All protocols are judged, so that the answer is the policy's choice, or none without a match.
        std::vector<std::string> many;
        for (unsigned i = 0; i < 40; ++i) many.push_back("protocol-" + std::to_string(i));
        many.insert(many.end(), {"h2", "h3", "mqtt", "h2", std::string(255, 'x')});
        says("protocols of 500 bytes", extension(16, names(many)) + secure, -1);
        many = {std::string(200, 'x'), "m", "mqt", "mqtt2", "h2x"};
        says("protocols that are none of the policy's", extension(16, names(many)) + secure, certificates ? 120 : -1);
        many = {std::string(200, 'x'), "", "h2"};
        says("protocols, one without a name", extension(16, names(many)) + secure, 50);
    }
    // RFC 7507: lower versions, and the signal.
    check<Whole, Streamed>(
        "a fallback",
        {.suites = {0x00a8, 0x5600}, .extensions = extension(43, list16(1, 65, 0x7a00, {0x0302})) + secure}, 86);
}
TEST_CASE("K8: lists too long to keep are judged while they pass, as in a hello of one piece") {
    check_all<whole, streamed>(true);
}
TEST_CASE("K8: the same where a server has nothing to choose from") { check_all<whole_psk, streamed_psk>(false); }

TEST_CASE("a name too long to keep is an error of its own, and no hello without a name") {
    auto const named = [](std::size_t size) {
        return extension(0, with_length(2, bytes{0} + with_length(2, bytes(size, 'a'))));
    };
    for (std::size_t const size : {50U, 120U, 124U, 250U}) {
        hello const h{.extensions = named(size) + secure + extension(21, bytes(2000))};
        answer const got = greet<streamed>(h, {600, 2048, 600}, 500, nullptr);
        CHECK(got.why == (size < 124 ? errc::ok : errc::extension_too_long));
        CHECK(got.alert == (size < 124 ? -1 : 40));
        CHECK(got.connected == (size < 124 ? 1 : 0));
    }
}

TEST_CASE("a server resumes by its own tickets whatever else a long hello holds") {
    // The actor offers the ticket of a first connection, in a hello with lists that compete with the ticket for room.
    seed(6);
    world<whole_psk, streamed_psk> w;
    w.server_room = {600, 2048, 600};
    auto link = w.begun();
    actor client{true};
    REQUIRE(client.connects(link->server, {.extensions = secure + extension(35, {})}));
    client.meet(link->server);
    bytes const got = client.body_of(type::new_session_ticket);
    bytes const ticket(got.begin() + 6, got.end());
    REQUIRE(ticket.size() > 128);
    for (bool const full_of_others : {false, true}) {
        auto again = w.begun();
        actor other{true};
        other.master = client.master;
        other.knows_master = true;
        bytes extensions = secure;
        if (full_of_others) {
            append(extensions, extension(0, with_length(2, bytes{0} + with_length(2, bytes(100, 'a')))));
        }
        append(extensions, extension(35, ticket) + extension(21, bytes(2000)));
        bytes const message = greeting_message({.extensions = extensions}, other.client_random);
        other.transcript = message;
        for (std::size_t at = 0; at < message.size(); at += 500) {
            auto const from = message.begin() + static_cast<std::ptrdiff_t>(at);
            other.say(bytes(from, message.begin() + static_cast<std::ptrdiff_t>(std::min(message.size(), at + 500))),
                      false);
        }
        other.meet(again->server);
        CHECK_FALSE(again->server.over());
        // The server name differs from the session's: a full handshake (T10).
        CHECK(other.has_heard(type::server_hello_done) == full_of_others);
        CHECK(other.has_heard(content_type::change_cipher_spec) == !full_of_others);
    }
}

} // namespace
