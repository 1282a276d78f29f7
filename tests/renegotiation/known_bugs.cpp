// Tests for bugs of other libraries.
#include "rules.hpp"
#include "support/test.hpp"

#include "flintls/extension/server_name.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace rules;
using test::at_run_time;

/// The splice attack of 2009: the victim's first hello, patched or not, arrives in the attacker's secure connection.
template <policy P> constexpr bool demands_the_value_of(renegotiation_signals const& attacker) {
    auto const spliced = [&](renegotiation_signals const& victim) {
        auto server = server_of<P>(attacker);
        return fails_handshake(server.on_client_hello(victim));
    };
    return spliced(hello(no_info)) && spliced(hello(empty_info)) && spliced(hello_with_scsv(no_info));
}
constexpr bool bearssl_0_6() {
    return demands_the_value_of<strict>(hello(empty_info)) && demands_the_value_of<secure_only>(hello(empty_info)) &&
           demands_the_value_of<compatible>(hello(empty_info)) &&
           demands_the_value_of<compatible>(hello_with_scsv(no_info)) &&
           demands_the_value_of<compatible>(hello_with_scsv(empty_info));
}
static_assert(bearssl_0_6());

template <policy P> constexpr bool never_answers_unasked() {
    server_renegotiation<P> server;
    (void)server.on_client_hello(hello(no_info));
    bool const silent = is_absent(server.answer());
    (void)server.on_finished(client_1, server_1, full_ems);
    (void)server.on_client_hello(hello(no_info)); // the mode compatible renegotiates; the other modes refuse
    return silent && is_absent(server.answer()) && !server.secure();
}
constexpr bool pion_687_server() {
    return in_every_mode([]<class P>() { return never_answers_unasked<P>(); });
}
static_assert(pion_687_server());

/// An extension in the answer to a hello without the extension. The server has answered as unpatched before.
constexpr bool pion_687_client() {
    auto const answered = [](info const& answer) {
        auto client = renegotiating_client_of<compatible_scsv>(no_info);
        return fails_handshake(client.on_server_hello(answer));
    };
    return answered(empty_info) && answered(info_of(both_1));
}
static_assert(pion_687_client());

// A ServerHello of TLS 1.3, received in a renegotiation.
constexpr auto tls_1_3_hello =
    "02 00002e 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 1301 00"
    "0006 002b 0002 0304"_hex;
constexpr bool mbedtls_10895() {
    handshake<server_hello_of<test::default_policy>> message;
    bool const parsed = !parse(byte_view{tls_1_3_hello}, message);
    auto const& answer = message.body;
    judgement const j = judge_version_choice(answer.legacy_version, answer.extensions.get<supported_versions>(),
                                             protocol_version::tls_1_2, protocol_version::tls_1_2);
    return parsed && aborts(j, alert_description::protocol_version);
}
static_assert(mbedtls_10895());

constexpr auto digest_a = "aa01020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f"_hex;
constexpr auto digest_b = "bb01020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f"_hex;
constexpr bool another_certificate() {
    peer_identity const before{1, digest_a};
    peer_identity const now{1, digest_b};
    return fails_handshake(judge_identity<test::default_policy>(before, now)) &&
           fails_handshake(judge_identity<test::default_policy>(before, {})) &&
           fails_handshake(judge_identity<test::ms10_049_policy>(before, now)) &&
           proceeds(judge_identity<test::default_policy>(before, before));
}
static_assert(another_certificate());

struct ems_required : policy_of<options{.require_ems = true}, test::default_policy> {};
/// Two full handshakes, the first with and the second without extended master secret.
constexpr bool ems_vanishes() {
    auto client = client_of<test::default_policy>(empty_info, full_ems);
    bool client_ok = proceeds(client.start()) && proceeds(client.on_server_hello(info_of(both_1))) &&
                     proceeds(judge_extended_master_secret<test::default_policy>(false)) &&
                     proceeds(client.on_finished(client_2, server_2, full)) && proceeds(client.start());
    auto server = server_of<test::default_policy>(hello(empty_info), full_ems);
    bool server_ok = proceeds(server.on_client_hello(hello(info_of(client_1)))) &&
                     proceeds(server.on_finished(client_2, server_2, full)) &&
                     proceeds(server.on_client_hello(hello(info_of(client_2))));
    return client_ok && server_ok && fails_handshake(judge_extended_master_secret<ems_required>(false));
}
static_assert(ems_vanishes());

/// An attacker resumes one session without extended master secret on both sides, which then have the same verify_data.
constexpr bool triple_handshake() {
    auto victim = client_of<strict>(empty_info, resumed);
    auto server = server_of<strict>(hello(empty_info), resumed);
    return refuses(victim.on_hello_request()) && refuses(server.on_client_hello(hello(info_of(client_1)))) &&
           refuses(server.request());
}
static_assert(triple_handshake());

} // namespace

TEST_CASE("BearSSL 0.6, wolfSSL before PR 10582: a server demands renegotiation_info once the client was secure "
          "(RFC 5746 3.7)") {
    CHECK(at_run_time(bearssl_0_6));
}
TEST_CASE(
    "pion/dtls 687, Mbed TLS 20: a server sends no renegotiation_info to a client without signal (RFC 5746 3.6)") {
    CHECK(at_run_time(pion_687_server));
}
TEST_CASE("pion/dtls 687, Mbed TLS 20: a client of an unpatched server takes no renegotiation_info (RFC 5746 4.2)") {
    CHECK(at_run_time(pion_687_client));
}
TEST_CASE(
    "Mbed TLS 10895: a renegotiation answered by a ServerHello of TLS 1.3 is a protocol_version (RFC 8446 4.1.3)") {
    CHECK(at_run_time(mbedtls_10895));
}
TEST_CASE("a renegotiation does not change the certificate (RFC 5746 5)") { CHECK(at_run_time(another_certificate)); }
TEST_CASE("extended master secret may vanish in a full renegotiation, unless it is required (RFC 7627 5.4)") {
    CHECK(at_run_time(ems_vanishes));
}
TEST_CASE("triple handshake: no renegotiation after a resumption without extended master secret (RFC 7627 1, 5.4)") {
    CHECK(at_run_time(triple_handshake));
}
