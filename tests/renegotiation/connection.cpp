// Rules B1 to B6 and B8: the state between handshakes, and which side may start a handshake.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

/// Three handshakes, the second and third of kind `how`. Each hello carries the verify_data of the previous handshake.
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

/// verify_data of 11 and 17 bytes, lengths that no suite has.
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
    // Each handshake resets the count.
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

/// Every request is refused, and the state of the connection stays.
template <policy P> constexpr bool refuses_requests(info const& answer, handshake_outcome how = full_ems) {
    auto client = client_of<P>(answer, how);
    bool ok = refuses(client.start());
    for (int i = 0; i < 20; ++i) {
        client.on_progress(); // B6
        ok = ok && refuses(client.on_hello_request());
    }
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

struct two_from_the_peer : policy_of<options{.max_peer_renegotiations = 2}, test::default_policy> {};
struct none_from_the_peer : policy_of<options{.max_peer_renegotiations = 0}, test::default_policy> {};
struct any_number : policy_of<options{.max_peer_renegotiations = 255}, test::default_policy> {};
struct one_refusal : policy_of<options{.max_refusals = 1}, test::default_policy> {};
struct no_refusal : policy_of<options{.max_refusals = 0}, test::default_policy> {};

// For either side: the peer asks for a renegotiation; a renegotiation that has begun completes.
template <policy P> constexpr judgement ask(client_renegotiation<P>& client) { return client.on_hello_request(); }
template <policy P> constexpr judgement ask(server_renegotiation<P>& server) {
    return server.on_client_hello(hello(info_of(client_1)));
}
template <policy P> constexpr bool finish(client_renegotiation<P>& client) {
    return proceeds(client.start()) && proceeds(client.on_server_hello(info_of(both_1))) &&
           proceeds(client.on_finished(client_1, server_1, full_ems));
}
template <policy P> constexpr bool finish(server_renegotiation<P>& server) {
    return proceeds(server.on_finished(client_1, server_1, full_ems));
}
template <policy P> constexpr bool renegotiates_itself(client_renegotiation<P>& client) { return finish(client); }
template <policy P> constexpr bool renegotiates_itself(server_renegotiation<P>& server) {
    return proceeds(server.request()) && proceeds(ask(server)) && finish(server);
}

/// The peer gets `most` renegotiations, and is refused then. The side's own renegotiations are not limited.
template <class Side> constexpr bool limits_the_peer(Side side, int most) {
    bool ok = true;
    for (int i = 0; i < most; ++i) ok = ok && proceeds(ask(side)) && finish(side);
    for (int i = 0; i < 20; ++i) {
        ok = ok && refuses(ask(side)) && !side.state().in_handshake() && renegotiates_itself(side);
    }
    return ok;
}
template <policy P> constexpr bool limits_the_peer(int most) {
    return limits_the_peer(client_of<P>(empty_info), most) && limits_the_peer(server_of<P>(hello(empty_info)), most);
}
constexpr bool limits() {
    return limits_the_peer<secure_only>(3) && limits_the_peer<two_from_the_peer>(2) &&
           limits_the_peer<none_from_the_peer>(0);
}
static_assert(limits());
template <class Side> constexpr bool has_no_limit(Side side) {
    bool ok = true;
    for (int i = 0; i < 600; ++i) ok = ok && proceeds(ask(side)) && finish(side);
    return ok;
}
constexpr bool unlimited() {
    return has_no_limit(client_of<any_number>(empty_info)) && has_no_limit(server_of<any_number>(hello(empty_info))) &&
           test::ms10_049_policy::max_peer_renegotiations == 255;
}

/// After `most` refusals in a row, the next one fails the connection. Progress or a handshake resets the count; other
/// calls do not.
template <class Side> constexpr bool limits_refusals(Side const& from, int most) {
    bool ok = true;
    for (int way = 0; way < 4; ++way) {
        Side side = from;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < most; ++i) ok = ok && refuses(ask(side)) && proceeds(side.on_application_data());
            if (way == 0) side.on_progress();
            if (way == 1 && most != 0) ok = ok && renegotiates_itself(side);
            if (way >= 2) break;
        }
        if (way < 2) {
            for (int i = 0; i < most; ++i) ok = ok && refuses(ask(side));
        }
        ok = ok && fails_handshake(way == 3 ? side.decline() : ask(side)); // a refusal by the application counts alike
        ok = ok && !side.state().connected();
    }
    return ok;
}
template <policy P> constexpr bool limits_refusals(info const& answer, int most) {
    return limits_refusals(client_of<P>(answer), most) && limits_refusals(server_of<P>(hello(answer)), most);
}
struct none_and_one_refusal
    : policy_of<test::with<one_refusal>([](auto& o) { o.max_peer_renegotiations = 0; }), one_refusal> {};
struct none_and_no_refusal
    : policy_of<test::with<no_refusal>([](auto& o) { o.max_peer_renegotiations = 0; }), no_refusal> {};
constexpr bool refusals() {
    return limits_refusals<none_from_the_peer>(empty_info, 8) && limits_refusals<none_and_one_refusal>(empty_info, 1) &&
           limits_refusals<none_and_no_refusal>(empty_info, 0);
}
static_assert(refusals());

/// Refusals by the mode, or on an insecure connection, are answered and counted alike.
template <class Side> constexpr bool refuses_eight(Side side) {
    bool ok = true;
    for (int i = 0; i < 8; ++i) ok = ok && refuses(ask(side));
    return ok && fails_handshake(ask(side));
}
constexpr bool refusals_by_mode() {
    return refuses_eight(client_of<never>(empty_info)) && refuses_eight(client_of<never>(no_info)) &&
           refuses_eight(client_of<secure_only>(no_info)) && refuses_eight(server_of<never>(hello(empty_info))) &&
           refuses_eight(server_of<never>(hello(no_info))) && refuses_eight(server_of<secure_only>(hello(no_info)));
}
static_assert(refusals_by_mode());
/// All reasons share one count: refusals by the application and by the limit alternate.
constexpr bool one_count() {
    auto client = client_of<none_from_the_peer>(empty_info);
    bool ok = true;
    for (int i = 0; i < 4; ++i) ok = ok && refuses(client.decline()) && refuses(client.on_hello_request());
    return ok && fails_handshake(client.on_hello_request());
}
static_assert(one_count());

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
TEST_CASE("B6: the peer gets as many renegotiations as the policy says, and own ones are not limited") {
    CHECK(at_run_time(limits));
}
TEST_CASE("B6: 255 renegotiations of the peer are any number") { CHECK(at_run_time(unlimited)); }
TEST_CASE("B6: as many refusals as the policy says without progress, then handshake_failure") {
    CHECK(at_run_time(refusals));
}
TEST_CASE("B4, B6: refusals by mode and on insecure connections are answered, and counted alike") {
    CHECK(at_run_time(refusals_by_mode));
}
TEST_CASE("B6: refusals for all reasons are one count") { CHECK(at_run_time(one_count)); }
