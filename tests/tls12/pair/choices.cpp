// The choice of each side from the peer's offer, and answers that a client did not offer. RFC 5246 7.4.1.3, 7.4.1.4,
// 7.4.1.4.1, RFC 8422 4, 5.1, 5.4, RFC 6066 3.
#include <algorithm>
#include <memory>
#include <vector>

#include "support/test.hpp"
#include "tls12/pair/actor.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;
using type = handshake_type;

bytes const secure = renegotiated({}) + extended_master_secret_extension();
constexpr unsigned ecdsa_suite = 0xc02b;
constexpr unsigned ecdhe_psk_suite = 0xd001;
constexpr unsigned psk_suite = 0x00a8;

// ---- a server

struct three_kinds : basic {
    using suites = suite_list<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_psk_with_aes_128_gcm_sha256,
                              suite::psk_with_aes_128_gcm_sha256>;
};
bytes list_of(std::vector<unsigned> const& values) {
    bytes made;
    for (unsigned const each : values) append(made, number16(each));
    return with_length(2, made);
}
bytes groups(std::vector<unsigned> const& values) { return extension(10, list_of(values)); }
bytes schemes(std::vector<unsigned> const& values) { return extension(13, list_of(values)); }

/// \return the suite that a server of `three_kinds` chooses, or its alert, negated
int chosen(std::vector<unsigned> const& suites, bytes const& extensions) {
    world<three_kinds, three_kinds> w;
    auto link = w.begun();
    actor client{true};
    client.client_greets({.suites = suites, .extensions = secure + extensions});
    client.meet(link->server);
    if (link->server.over()) return -link->server.alert_sent();
    said_hello const answer = client.hello_heard();
    CHECK_FALSE(answer.has(10));
    CHECK_FALSE(answer.has(13));
    return static_cast<int>(answer.suites.at(0));
}
std::vector<unsigned> const all{psk_suite, ecdhe_psk_suite, ecdsa_suite};
constexpr unsigned p256 = 23, p384 = 24, x25519 = 29, grease = 0x1a1a;
constexpr unsigned ecdsa_sha256 = 0x0403, rsa_sha256 = 0x0401, ecdsa_sha1 = 0x0203, ecdsa_sha384 = 0x0503;

TEST_CASE("a server chooses by its own order of suites, whatever the client's") {
    CHECK(chosen(all, groups({p256}) + schemes({ecdsa_sha256})) == ecdsa_suite);
    CHECK(chosen({ecdsa_suite, ecdhe_psk_suite, psk_suite}, groups({p256}) + schemes({ecdsa_sha256})) == ecdsa_suite);
    CHECK(chosen({psk_suite, ecdhe_psk_suite}, groups({p256}) + schemes({ecdsa_sha256})) == ecdhe_psk_suite);
    CHECK(chosen({psk_suite}, {}) == psk_suite);
}
TEST_CASE("RFC 8422 5.1: a client without P-256 gets no suite with curves, wherever P-256 might have stood") {
    bytes const can = schemes({ecdsa_sha256});
    CHECK(chosen(all, groups({grease, x25519, p384, p256}) + can) == ecdsa_suite);
    CHECK(chosen(all, groups({x25519, p384}) + can) == psk_suite);
    CHECK(chosen(all, groups({grease}) + can) == psk_suite);
    CHECK(chosen(all, groups({0x1700, 0x0018}) + can) == psk_suite); // 0017 stands only across two list entries
    CHECK(chosen({ecdhe_psk_suite, psk_suite}, groups({x25519}) + can) == psk_suite);
    CHECK(chosen({ecdhe_psk_suite, ecdsa_suite}, groups({x25519}) + can) == -40);
    CHECK(chosen({ecdsa_suite}, groups({p384}) + can) == -40);
}
struct reads_little : policy_of<options{.offer_extended_master_secret = false}, three_kinds> {
    using protocols = protocol_list<"mqtt">;
    using client_hello_extensions = extension_list<supported_groups, ec_point_formats, signature_algorithms,
                                                   supported_versions, renegotiation_info>;
};
TEST_CASE("what a policy leaves out of its list a server neither reads nor answers, and gives no ticket") {
    world<three_kinds, reads_little> w;
    for (bool const well_formed : {true, false}) {
        bytes const body = well_formed ? bytes{} : bytes{0xff};
        bytes const name = well_formed ? with_length(2, bytes{0} + with_length(2, bytes{'a', '.', 'b'})) : body;
        bytes const protocols = well_formed ? with_length(2, with_length(1, bytes{'h', '2'})) : body;
        bytes const length = well_formed ? bytes{1} : bytes{9};
        auto link = w.begun();
        actor client{true};
        client.client_greets({.suites = all,
                              .extensions = secure + groups({p256}) + schemes({ecdsa_sha256}) + extension(0, name) +
                                            extension(1, length) + extension(16, protocols) + extension(35, body)});
        client.meet(link->server);
        REQUIRE_FALSE(link->server.over());
        said_hello const answer = client.hello_heard();
        CHECK(answer.suites.at(0) == ecdsa_suite);
        CHECK(answer.has(0xff01));
        for (unsigned const each : {0U, 1U, 16U, 23U, 35U}) CHECK_FALSE(answer.has(each));
    }
}
TEST_CASE("RFC 8422 4: a client that says nothing of curves leaves the choice to the server") {
    CHECK(chosen(all, schemes({ecdsa_sha256})) == ecdsa_suite);
    CHECK(chosen({ecdhe_psk_suite, psk_suite}, {}) == ecdhe_psk_suite);
}
TEST_CASE("RFC 5246 7.4.1.4.1: a client that cannot verify the server's signature gets no certificate") {
    bytes const can = groups({p256});
    CHECK(chosen(all, can + schemes({grease, rsa_sha256, ecdsa_sha256})) == ecdsa_suite);
    CHECK(chosen(all, can + schemes({rsa_sha256, ecdsa_sha1, ecdsa_sha384, 0x0804})) == ecdhe_psk_suite);
    CHECK(chosen(all, can + schemes({0x0304, 0x0302})) == ecdhe_psk_suite); // 0403 stands only across two list entries
    CHECK(chosen(all, can) == ecdhe_psk_suite);                             // without the extension: SHA-1
    CHECK(chosen({ecdsa_suite, psk_suite}, can) == psk_suite);
    CHECK(chosen({ecdsa_suite}, can) == -40);
    CHECK(chosen({ecdsa_suite}, can + schemes({rsa_sha256})) == -40);
}
TEST_CASE("a server without a certificate chooses none of its suites") {
    world<three_kinds, three_kinds> w;
    w.server.chain.clear();
    auto link = w.begun();
    actor client{true};
    client.client_greets({.suites = all, .extensions = secure + groups({p256}) + schemes({ecdsa_sha256})});
    client.meet(link->server);
    CHECK(client.hello_heard().suites.at(0) == ecdhe_psk_suite);
}

TEST_CASE("RFC 5246 7.4.1.3: no two handshakes of a server have the same random, nor part of it") {
    world<with_psk, with_psk> w;
    std::vector<bytes> seen;
    for (unsigned connection = 0; connection < 4; ++connection) {
        auto link = w.begun();
        actor client{true};
        client.client_random = bytes(32, 0x11); // the same each time
        for (unsigned handshake = 0; handshake < 2; ++handshake) {
            client.all.clear();
            REQUIRE(client.connects(link->server, {.extensions = renegotiated(client.client_verify_data) +
                                                                 extended_master_secret_extension()}));
            seen.push_back(client.server_random);
        }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        for (std::size_t k = i + 1; k < seen.size(); ++k) {
            for (std::ptrdiff_t part = 0; part < 32; part += 8) {
                CHECK_FALSE(bytes(seen[i].begin() + part, seen[i].begin() + part + 8) ==
                            bytes(seen[k].begin() + part, seen[k].begin() + part + 8));
            }
        }
        for (std::ptrdiff_t part = 0; part < 32; part += 8) {
            CHECK_FALSE(bytes(seen[i].begin() + part, seen[i].begin() + part + 8) == bytes(8, 0x11));
        }
    }
}

// ---- a client

/// Credentials that offer the plain pre-shared key suite alone.
template <class P> struct only_psk : client_knows<P> {
    [[nodiscard]] bool offers(cipher_suite one) const { return one == suite::psk_with_aes_128_gcm_sha256; }
};
template <template <class> class Knows = client_knows> struct client_met {
    explicit client_met(byte_view name = host) {
        w.name = name;
        link = w.begun();
        server.meet(link->client);
    }
    endpoint& client() { return link->client; }
    /// Sends a message. \return the client's alert, or -1
    int after(bytes const& handshake) {
        server.say(handshake);
        server.meet(client());
        return client().alert_sent();
    }
    int answers(hello const& h) { return after(answer_message(h, server.server_random)); }

    world<three_kinds, three_kinds, Knows> w;
    std::unique_ptr<typename world<three_kinds, three_kinds, Knows>::link> link;
    actor server{false};
};

/// The server's key exchange with the bytes of `curve` at offset `at`.
bytes moved(bytes const& exchange, std::size_t at, bytes const& curve) {
    bytes made = exchange;
    std::copy(curve.begin(), curve.end(), made.begin() + static_cast<std::ptrdiff_t>(at));
    return made;
}

TEST_CASE("RFC 8422 5.4: a client refuses a curve that it did not offer, though share and signature be good") {
    for (bytes const& curve :
         {bytes{3, 0, 23}, bytes{3, 0, 24}, bytes{3, 0, 29}, bytes{3, 0x1a, 0x1a}, bytes{3, 0, 0}}) {
        CAPTURE(curve[2]);
        client_met m;
        CHECK(m.answers({.suites = {ecdsa_suite}, .extensions = secure}) == -1);
        CHECK(m.after(m.server.certificate_message()) == -1);
        bytes const good = m.server.ecdhe_key_exchange_message();
        bytes const params = moved(bytes(good.begin() + 4, good.begin() + 4 + 69), 0, curve);
        bytes const signature =
            m.server.signature_by(sensor.private_key, m.server.client_random + m.server.server_random + params);
        int const alert = m.after(message(type::server_key_exchange, params + bytes{4, 3} + with_length(2, signature)));
        bool const offered = curve[2] == 23;
        CHECK(alert == (offered ? -1 : 47));
        if (!offered) CHECK(m.client().why() == errc::not_offered);
    }
}
TEST_CASE("RFC 5489 2: a client refuses a curve that it did not offer beside a pre-shared key, too") {
    for (bytes const& curve :
         {bytes{3, 0, 23}, bytes{3, 0, 24}, bytes{3, 0, 29}, bytes{3, 0x1a, 0x1a}, bytes{3, 0, 0}}) {
        CAPTURE(curve[2]);
        client_met m;
        CHECK(m.answers({.suites = {ecdhe_psk_suite}, .extensions = secure}) == -1);
        bytes const good = m.server.ecdhe_key_exchange_message();
        bytes const params = moved(bytes(good.begin() + 4, good.begin() + 4 + 69), 0, curve);
        int const alert = m.after(message(type::server_key_exchange, with_length(2, {}) + params));
        bool const offered = curve[2] == 23;
        CHECK(alert == (offered ? -1 : 47));
        if (!offered) CHECK(m.client().why() == errc::not_offered);
        m.server.all.clear();
        CHECK(m.after(message(type::server_hello_done, {})) == (offered ? -1 : 47));
        CHECK(m.server.has_heard(type::client_key_exchange) == offered);
    }
}
TEST_CASE("RFC 6066 3: a server_name that a client did not ask for is an unsupported_extension") {
    bytes const acknowledged = secure + extension(0, {});
    client_met asked;
    CHECK(asked.server.hello_heard().has(0));
    CHECK(asked.answers({.extensions = acknowledged}) == -1);
    client_met unasked{byte_view{}};
    CHECK_FALSE(unasked.server.hello_heard().has(0));
    CHECK(unasked.answers({.extensions = acknowledged}) == 110);
    CHECK(unasked.client().why() == errc::unsolicited_extension);
}
TEST_CASE(
    "C8: a suite of the policy that a client's credentials do not offer is refused, with its hello as the reason") {
    for (unsigned const each : all) {
        CAPTURE(each);
        client_met<only_psk> m;
        said_hello const greeting = m.server.hello_heard();
        CHECK(greeting.suites.at(0) == psk_suite);
        CHECK_FALSE(greeting.has_suite(ecdsa_suite));
        CHECK_FALSE(greeting.has_suite(ecdhe_psk_suite));
        CHECK(m.answers({.suites = {each}, .extensions = secure}) == (each == psk_suite ? -1 : 47));
        if (each != psk_suite) CHECK(m.client().why() == errc::not_offered);
    }
}
TEST_CASE("C8: a suite that is not the policy's, a signal or GREASE is refused") {
    for (unsigned const each : {0x00ffU, 0x5600U, 0x0a0aU, 0xc02fU, 0xc0a8U, 0x1301U, 0x0000U}) {
        CAPTURE(each);
        client_met m;
        CHECK(m.answers({.suites = {each}, .extensions = secure}) == 47);
    }
}

/// A product that has TLS 1.3 in another stack.
struct has_tls_1_3 : policy_of<options{.highest_version = protocol_version::tls_1_3}, three_kinds> {};
/// Connects a client, which signals a fallback if `fallback` is set. \return its hello
template <class Policy> said_hello greeting_of(world<Policy, three_kinds>& w, bool fallback) {
    endpoint_of<typename world<Policy, three_kinds>::client_type> client{w.client_room, w.knows, &w.store};
    client.now = w.now;
    REQUIRE(client.side->connect(w.name, w.name, fallback));
    actor server{false};
    server.meet(client);
    return server.hello_heard();
}
TEST_CASE("RFC 7507 4: a client says that it fell back where its caller does, and only there") {
    constexpr unsigned scsv = 0x5600;
    world<has_tls_1_3, three_kinds> w;
    CHECK(greeting_of(w, true).has_suite(scsv));
    CHECK_FALSE(greeting_of(w, false).has_suite(scsv));
    world<three_kinds, three_kinds> highest; // the highest version is no fallback
    CHECK_FALSE(greeting_of(highest, true).has_suite(scsv));
    // The resumption of a session at its own version is no fallback.
    world<has_tls_1_3, three_kinds> again;
    again.store.clear();
    REQUIRE(again.connected());
    REQUIRE(again.store.size() == 1);
    said_hello const resuming = greeting_of(again, true);
    CHECK_FALSE(resuming[35].empty());
    CHECK_FALSE(resuming.has_suite(scsv));
}

/// Credentials that offer fewer suites on a later connection.
template <class P> struct changes_its_mind : client_knows<P> {
    [[nodiscard]] bool offers(cipher_suite one) const { return all || one == suite::psk_with_aes_128_gcm_sha256; }
    bool all = true;
};
TEST_CASE("T1: a ticket of a suite that the credentials do not offer any more is not offered, and kept no longer") {
    world<three_kinds, three_kinds, changes_its_mind> w;
    auto const first = w.connected();
    REQUIRE(first);
    CHECK(first->client.current().suite == suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    REQUIRE(w.store.size() == 1);
    w.knows.all = false;
    auto link = w.begun();
    actor server{false};
    server.meet(link->client);
    said_hello const greeting = server.hello_heard();
    CHECK(greeting.has(35));
    CHECK(greeting[35].empty());
    CHECK_FALSE(greeting.has_suite(ecdsa_suite));
    CHECK(w.store.size() == 0);
    link->client.transport_lost();
    CHECK(link->client.side->retry() == retry_advice::do_not_retry); // T6: the hello had no ticket
    auto const second = w.connected();
    REQUIRE(second);
    CHECK_FALSE(second->client.resumed());
    CHECK(second->client.current().suite == suite::psk_with_aes_128_gcm_sha256);
}

} // namespace
