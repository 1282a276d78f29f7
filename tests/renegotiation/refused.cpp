// Rules B5 and B8: application data around a renegotiation, and renegotiations that do not happen.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

struct no_data_in_renegotiation : policy_of<options{.refuse_data_in_renegotiation = true}, test::default_policy> {};

template <class Side> constexpr bool delivers(Side const& side) { return proceeds(side.on_application_data()); }
template <class Side> constexpr bool has_no_place_for_data(Side const& side) {
    return aborts(side.on_application_data(), alert_description::unexpected_message);
}

/// Checks where application data is allowed. `early`: the policy allows data after the peer's hello as well.
template <policy P> constexpr bool client_data(bool early) {
    client_renegotiation<P> client;
    bool ok = has_no_place_for_data(client);
    (void)client.start();
    ok = ok && has_no_place_for_data(client);
    (void)client.on_server_hello(empty_info);
    ok = ok && has_no_place_for_data(client);
    (void)client.on_change_cipher_spec();
    ok = ok && has_no_place_for_data(client);
    (void)client.on_finished(client_1, server_1, full_ems);
    ok = ok && delivers(client) && !client.state().renegotiating();

    (void)client.start();
    ok = ok && delivers(client) && client.state().renegotiating(); // marked as data of the old keys
    (void)client.on_server_hello(info_of(both_1));
    ok = ok && (early ? delivers(client) : has_no_place_for_data(client)) && client.state().renegotiating();
    (void)client.on_change_cipher_spec();
    ok = ok && has_no_place_for_data(client);
    (void)client.on_finished(client_2, server_2, full_ems);
    return ok && delivers(client) && !client.state().renegotiating();
}
template <policy P> constexpr bool server_data(bool early) {
    server_renegotiation<P> server;
    bool ok = has_no_place_for_data(server);
    (void)server.on_client_hello(hello(empty_info));
    ok = ok && has_no_place_for_data(server);
    (void)server.on_change_cipher_spec();
    ok = ok && has_no_place_for_data(server);
    (void)server.on_finished(client_1, server_1, full_ems);
    ok = ok && delivers(server);

    (void)server.request();
    ok = ok && delivers(server) && !server.state().renegotiating(); // a HelloRequest begins nothing
    (void)server.on_client_hello(hello(info_of(client_1)));
    ok = ok && (early ? delivers(server) : has_no_place_for_data(server)) && server.state().renegotiating();
    (void)server.on_change_cipher_spec();
    ok = ok && has_no_place_for_data(server);
    (void)server.on_finished(client_2, server_2, full_ems);
    return ok && delivers(server);
}
constexpr bool data_while_renegotiating() { return client_data<secure_only>(true) && server_data<secure_only>(true); }
static_assert(data_while_renegotiating());
constexpr bool data_refused_by_policy() {
    return client_data<no_data_in_renegotiation>(false) && server_data<no_data_in_renegotiation>(false);
}
static_assert(data_refused_by_policy());

/// The server refuses the client's attempt. The secure flag, the verify_data and the data flow stay, and a next attempt
/// is possible.
template <policy P> constexpr bool client_gives_up(info const& first_answer, info const& answer) {
    auto client = renegotiating_client_of<P>(first_answer);
    bool ok = proceeds(client.on_no_renegotiation());
    ok = ok && client.state().connected() && !client.state().in_handshake() && delivers(client) &&
         client.secure() == first_answer.present;
    ok = ok && proceeds(client.on_hello_request()) && proceeds(client.start()) && is(client.signals().info, client_1);
    return ok && proceeds(client.on_server_hello(answer)) && proceeds(client.on_finished(client_2, server_2, full_ems));
}
constexpr bool client_is_refused() {
    return client_gives_up<secure_only>(empty_info, info_of(both_1)) &&
           client_gives_up<strict>(empty_info, info_of(both_1)) &&
           client_gives_up<compatible>(empty_info, info_of(both_1)) && client_gives_up<compatible>(no_info, no_info);
}
static_assert(client_is_refused());

/// A refusal after the peer's answer or ChangeCipherSpec is unexpected. Without a request, a refusal is ignored.
constexpr bool a_late_refusal_is_unexpected() {
    auto answered = renegotiating_client_of<secure_only>(empty_info);
    (void)answered.on_server_hello(info_of(both_1));
    auto changed = answered;
    (void)changed.on_change_cipher_spec();
    auto served = server_of<secure_only>(hello(empty_info));
    (void)served.on_client_hello(hello(info_of(client_1)));
    bool const crossing = ignores(served.on_no_renegotiation()) && served.state().renegotiating();
    (void)served.on_change_cipher_spec();
    auto idle = client_of<secure_only>(empty_info);
    return crossing && aborts(answered.on_no_renegotiation(), alert_description::unexpected_message) &&
           aborts(changed.on_no_renegotiation(), alert_description::unexpected_message) &&
           aborts(served.on_no_renegotiation(), alert_description::unexpected_message) &&
           has_no_place_for_data(served) && ignores(idle.on_no_renegotiation()) && idle.state().connected();
}
static_assert(a_late_refusal_is_unexpected());

constexpr bool server_is_refused() {
    auto server = server_of<secure_only>(hello(empty_info));
    bool ok = proceeds(server.request());
    ok = ok && proceeds(server.on_no_renegotiation()) && ignores(server.on_no_renegotiation()); // one request was sent
    ok = ok && server.state().connected() && !server.state().in_handshake() && delivers(server) && server.secure();
    // The client's next attempts are unrequested, and so count against the limit.
    for (int i = 0; i < 3; ++i) {
        ok = ok && proceeds(server.on_client_hello(hello(info_of(client_1)))) && is(server.answer(), both_1);
        ok = ok && proceeds(server.on_finished(client_1, server_1, full_ems));
    }
    return ok && refuses(server.on_client_hello(hello(info_of(client_1))));
}
static_assert(server_is_refused());

/// A refusal during the first handshake leaves no connection to return to.
constexpr bool nothing_to_go_back_to() {
    client_renegotiation<secure_only> client;
    (void)client.start();
    (void)client.on_no_renegotiation();
    server_renegotiation<secure_only> server;
    (void)server.on_client_hello(hello(empty_info));
    (void)server.on_no_renegotiation();
    return !client.state().connected() && has_no_place_for_data(client) && !server.state().connected() &&
           has_no_place_for_data(server);
}
static_assert(nothing_to_go_back_to());

/// The mode refuses hellos before S3 and S5 can fail the connection, and refuses a correct hello as well.
template <policy P> constexpr bool refuses_unseen(renegotiation_signals const& first) {
    auto server = server_of<P>(first);
    bool ok = true;
    for (int i = 0; i < 5; ++i) {
        server.on_progress(); // B6
        ok = ok && refuses(server.on_client_hello(hello(no_info))) &&
             refuses(server.on_client_hello(hello_with_scsv(no_info))) &&
             refuses(server.on_client_hello(hello_with_scsv(info_of(client_2)))) &&
             refuses(server.on_client_hello(hello(empty_info))) &&
             refuses(server.on_client_hello(hello(info_of(client_1))));
    }
    return ok && refuses(server.request()) && server.state().connected() && !server.state().in_handshake() &&
           delivers(server);
}
constexpr bool mode_comes_first() {
    return refuses_unseen<never>(hello(empty_info)) && refuses_unseen<never>(hello(no_info)) &&
           refuses_unseen<secure_only>(hello(no_info));
}
static_assert(mode_comes_first());

constexpr bool own_attempts() {
    client_renegotiation<secure_only> client;
    server_renegotiation<secure_only> server;
    bool const too_early = refuses(server.request());
    (void)server.on_client_hello(hello(empty_info));
    auto renegotiating_server = server_of<secure_only>(hello(empty_info));
    (void)renegotiating_server.on_client_hello(hello(info_of(client_1)));
    auto renegotiating_client = renegotiating_client_of<secure_only>(empty_info);
    return too_early && refuses(server.request()) && refuses(renegotiating_server.request()) &&
           refuses(renegotiating_client.start()) && renegotiating_client.state().renegotiating() &&
           proceeds(client.start());
}
static_assert(own_attempts());

} // namespace

TEST_CASE("B8: a refusal that comes too late is an unexpected_message, and one that crosses a hello is ignored") {
    CHECK(at_run_time(a_late_refusal_is_unexpected));
}
TEST_CASE(
    "B5: in a renegotiation data is delivered until the peer's ChangeCipherSpec, and else only between handshakes "
    "(RFC 5246 6.2.1)") {
    CHECK(at_run_time(data_while_renegotiating));
}
TEST_CASE("B5: a policy may refuse data from the peer's first message of a renegotiation on") {
    CHECK(at_run_time(data_refused_by_policy));
}
TEST_CASE("B8: a client whose renegotiation is refused is as it was before (RFC 5246 7.2.2)") {
    CHECK(at_run_time(client_is_refused));
}
TEST_CASE("B8: a server whose HelloRequest is refused is as it was before (RFC 5246 7.2.2)") {
    CHECK(at_run_time(server_is_refused));
}
TEST_CASE("B8: no_renegotiation in a first handshake leads to no connection") {
    CHECK(at_run_time(nothing_to_go_back_to));
}
TEST_CASE("B8: refusal by mode comes before the checks of a renegotiating hello, and changes nothing (RFC 5746 4.4)") {
    CHECK(at_run_time(mode_comes_first));
}
TEST_CASE("B8: an attempt of one's own waits until no other handshake runs") { CHECK(at_run_time(own_attempts)); }
