// Rules B1 to B6 and B8: what both sides keep between handshakes, and who may start one.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

/// Three handshakes, the second and third of this kind: each hello carries what the one before left.
constexpr bool client_replaces(handshake_outcome how) {
    auto client = renegotiating_client_of<secure_only>(empty_info);
    bool ok =
        proceeds(client.on_server_hello(info_of(both_1))) && proceeds(client.on_finished(client_2, server_2, how));
    ok = ok && proceeds(client.start()) && is(client.signals().info, client_2);
    ok = ok && fails_handshake(client_renegotiation{client}.on_server_hello(info_of(both_1)));
    ok = ok && proceeds(client.on_server_hello(info_of(both_2))) &&
         proceeds(client.on_finished(client_3, server_3, how));
    return ok && proceeds(client.start()) && is(client.signals().info, client_3) && client.secure();
}
constexpr bool server_replaces(handshake_outcome how) {
    auto server = server_of<secure_only>(hello(empty_info));
    bool ok = proceeds(server.on_client_hello(hello(info_of(client_1)))) &&
              proceeds(server.on_finished(client_2, server_2, how));
    ok = ok && fails_handshake(server_renegotiation{server}.on_client_hello(hello(info_of(client_1))));
    ok = ok && proceeds(server.on_client_hello(hello(info_of(client_2)))) && is(server.answer(), both_2);
    return ok && proceeds(server.on_finished(client_3, server_3, how)) && server.secure() &&
           proceeds(server.on_client_hello(hello(info_of(client_3))));
}
constexpr bool replaces() {
    return client_replaces(full_ems) && client_replaces(full) && client_replaces(resumed_ems) &&
           server_replaces(full_ems) && server_replaces(full) && server_replaces(resumed_ems);
}
static_assert(replaces());

/// No suite has such lengths.
constexpr bool refuses_odd_verify_data() {
    constexpr auto seventeen = "c0c1c2c3 c4c5c6c7 c8c9cacb cccdcecf c0"_hex;
    constexpr auto eleven = "c0c1c2c3 c4c5c6c7 c8c9ca"_hex;
    auto const unusable = [](byte_view c, byte_view s) {
        auto client = renegotiating_client_of<secure_only>(empty_info);
        return proceeds(client.on_server_hello(info_of(both_1))) &&
               aborts(client.on_finished(c, s, full_ems), alert_description::internal_error);
    };
    return unusable({}, {}) && unusable(seventeen, seventeen) && unusable(client_2, eleven) &&
           unusable(eleven, server_2) && unusable(client_2, {});
}
static_assert(refuses_odd_verify_data());

constexpr bool hello_requests_in(client_renegotiation<secure_only> client) {
    bool ok = true;
    for (int i = 0; i < 4; ++i) ok = ok && ignores(client.on_hello_request());
    auto changed = client;
    return ok && aborts(client.on_hello_request(), alert_description::unexpected_message) &&
           aborts(changed.on_hello_request(), alert_description::unexpected_message);
}
constexpr bool hello_requests_in_handshakes() {
    client_renegotiation<secure_only> first;
    (void)first.start();
    auto const again = renegotiating_client_of<secure_only>(empty_info);
    // The count begins anew with each handshake.
    auto next = again;
    for (int i = 0; i < 4; ++i) (void)next.on_hello_request();
    (void)next.on_server_hello(info_of(both_1));
    (void)next.on_finished(client_2, server_2, full_ems);
    (void)next.start();
    return hello_requests_in(first) && hello_requests_in(again) && hello_requests_in(next);
}
static_assert(hello_requests_in_handshakes());

constexpr bool hello_request_behind_change_cipher_spec() {
    client_renegotiation<secure_only> first;
    (void)first.start();
    (void)first.on_server_hello(empty_info);
    (void)first.on_change_cipher_spec();
    auto again = renegotiating_client_of<secure_only>(empty_info);
    (void)again.on_server_hello(info_of(both_1));
    (void)again.on_change_cipher_spec();
    auto const unexpected = [](auto client) {
        return aborts(client.on_hello_request(), alert_description::unexpected_message);
    };
    bool ok = unexpected(first) && unexpected(again);
    (void)again.on_finished(client_2, server_2, full_ems);
    return ok && proceeds(again.on_hello_request());
}
static_assert(hello_request_behind_change_cipher_spec());

/// Refused as often as it is asked for, and nothing changed.
template <policy P> constexpr bool refuses_requests(info const& answer, handshake_outcome how = full_ems) {
    auto client = client_of<P>(answer, how);
    bool ok = refuses(client.start());
    for (int i = 0; i < 20; ++i) ok = ok && refuses(client.on_hello_request());
    return ok && client.state().connected() && !client.state().in_handshake() && client.secure() == answer.present &&
           proceeds(client.on_application_data());
}
template <policy P> constexpr bool agrees_to_requests(info const& answer) {
    auto client = client_of<P>(answer);
    return proceeds(client.on_hello_request()) && !client.state().in_handshake() && proceeds(client.start()) &&
           client.state().renegotiating();
}
constexpr bool hello_request() {
    return refuses_requests<never>(empty_info) && refuses_requests<never>(no_info) &&
           refuses_requests<secure_only>(no_info) && agrees_to_requests<secure_only>(empty_info) &&
           agrees_to_requests<strict>(empty_info) && agrees_to_requests<compatible>(empty_info) &&
           agrees_to_requests<compatible>(no_info);
}
static_assert(hello_request());

struct two_from_the_peer : default_policy {
    static constexpr std::uint8_t max_peer_renegotiations = 2;
};
struct none_from_the_peer : default_policy {
    static constexpr std::uint8_t max_peer_renegotiations = 0;
};

template <policy P> constexpr bool client_limits(int most) {
    auto client = client_of<P>(empty_info);
    auto const finish = [&] {
        return proceeds(client.start()) && proceeds(client.on_server_hello(info_of(both_1))) &&
               proceeds(client.on_finished(client_1, server_1, full_ems));
    };
    bool ok = true;
    for (int i = 0; i < most; ++i) ok = ok && proceeds(client.on_hello_request()) && finish();
    for (int i = 0; i < 4; ++i) ok = ok && refuses(client.on_hello_request()) && finish(); // its own are not limited
    return ok && fails_handshake(client.on_hello_request());
}
template <policy P> constexpr bool server_limits(int most) {
    auto server = server_of<P>(hello(empty_info));
    auto const hello_again = hello(info_of(client_1));
    auto const finish = [&] { return proceeds(server.on_finished(client_1, server_1, full_ems)); };
    bool ok = true;
    for (int i = 0; i < most; ++i) ok = ok && proceeds(server.on_client_hello(hello_again)) && finish();
    for (int i = 0; i < 4; ++i) {
        ok = ok && refuses(server.on_client_hello(hello_again)) && !server.state().in_handshake();
        ok = ok && proceeds(server.request()) && proceeds(server.on_client_hello(hello_again)) && finish();
    }
    return ok && fails_handshake(server.on_client_hello(hello_again));
}
constexpr bool limits() {
    return client_limits<secure_only>(3) && client_limits<two_from_the_peer>(2) &&
           client_limits<none_from_the_peer>(0) && server_limits<secure_only>(3) &&
           server_limits<two_from_the_peer>(2) && server_limits<none_from_the_peer>(0);
}
static_assert(limits());

} // namespace

TEST_CASE(
    "B1: the verify_data of a finished handshake, full or abbreviated, replaces the saved one (RFC 5746 3.5, 3.7)") {
    CHECK(at_run_time(replaces));
}
TEST_CASE("B1: verify_data of no length, or too long, or of two lengths is not saved") {
    CHECK(at_run_time(refuses_odd_verify_data));
}
TEST_CASE("B3: a HelloRequest in a handshake is ignored, four times (RFC 5246 7.4.1.1)") {
    CHECK(at_run_time(hello_requests_in_handshakes));
}
TEST_CASE("B3: a HelloRequest between ChangeCipherSpec and Finished is unexpected (RFC 5246 7.4.9)") {
    CHECK(at_run_time(hello_request_behind_change_cipher_spec));
}
TEST_CASE("B4: an unwanted HelloRequest is refused, and the connection lives on (RFC 5746 4.2, RFC 5246 7.2.2)") {
    CHECK(at_run_time(hello_request));
}
TEST_CASE("B6: the peer gets as many renegotiations as the policy says, then four refusals, then handshake_failure") {
    CHECK(at_run_time(limits));
}
