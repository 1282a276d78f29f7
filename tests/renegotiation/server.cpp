// Rules S1 to S5: how a server judges the hellos of a client, and what the server's hellos carry. S6: downgrade.cpp.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

template <policy P> constexpr judgement judged(renegotiation_signals const& signals) {
    server_renegotiation<P> server;
    return server.on_client_hello(signals);
}
/// True if the server accepts a first hello with these signals as secure, and answers with an empty extension.
template <policy P> constexpr bool answers_empty(renegotiation_signals const& signals) {
    server_renegotiation<P> server;
    return proceeds(server.on_client_hello(signals)) && server.secure() && is_empty(server.answer());
}

constexpr bool initial_signal() {
    return in_every_mode([]<class P>() {
        return answers_empty<P>(hello_with_scsv(no_info)) && answers_empty<P>(hello(empty_info)) &&
               answers_empty<P>(hello_with_scsv(empty_info)) && fails_handshake(judged<P>(hello(info_of(client_1)))) &&
               fails_handshake(judged<P>(hello_with_scsv(info_of(client_1)))) &&
               fails_handshake(judged<P>(hello(info_of(both_1)))) && server_of<P>(hello(empty_info)).secure() &&
               server_of<P>(hello_with_scsv(no_info)).secure();
    });
}
static_assert(initial_signal());

template <policy P> constexpr bool lives_with_unpatched() {
    server_renegotiation<P> server;
    return proceeds(server.on_client_hello(hello(no_info))) && !server.secure() && is_absent(server.answer()) &&
           !server_of<P>(hello(no_info)).secure() && server_of<P>(hello(no_info)).state().connected();
}
constexpr bool no_initial_signal() {
    return fails_handshake(judged<strict>(hello(no_info))) && lives_with_unpatched<secure_only>() &&
           lives_with_unpatched<compatible>() && lives_with_unpatched<never>();
}
static_assert(no_initial_signal());

template <policy P>
constexpr judgement judged_again(renegotiation_signals const& first, renegotiation_signals const& again) {
    server_renegotiation<P> server = server_of<P>(first);
    return server.on_client_hello(again);
}
template <policy P> constexpr bool demands_the_client_s() {
    constexpr renegotiation_signals patched{true, {}};
    return proceeds(judged_again<P>(patched, hello(info_of(client_1)))) &&
           fails_handshake(judged_again<P>(patched, hello(no_info))) &&
           fails_handshake(judged_again<P>(patched, hello(empty_info))) &&
           fails_handshake(judged_again<P>(patched, hello(info_of(server_1)))) &&
           fails_handshake(judged_again<P>(patched, hello(info_of(both_1)))) &&
           fails_handshake(judged_again<P>(patched, hello(info_of(client_2)))) &&
           fails_handshake(judged_again<P>(patched, hello_with_scsv(no_info))) &&
           fails_handshake(judged_again<P>(patched, hello_with_scsv(empty_info))) &&
           fails_handshake(judged_again<P>(patched, hello_with_scsv(info_of(client_1))));
}
constexpr bool secure_hello() {
    return demands_the_client_s<strict>() && demands_the_client_s<secure_only>() && demands_the_client_s<compatible>();
}
static_assert(secure_hello());

template <policy P> constexpr bool answers_both() {
    server_renegotiation<P> server = server_of<P>(hello(empty_info));
    return proceeds(server.on_client_hello(hello(info_of(client_1)))) && server.state().renegotiating() &&
           is(server.answer(), both_1);
}
constexpr bool secure_answer() {
    return answers_both<strict>() && answers_both<secure_only>() && answers_both<compatible>();
}
static_assert(secure_answer());

constexpr bool insecure_hello() {
    auto server = server_of<compatible>(hello(no_info));
    return proceeds(server.on_client_hello(hello(no_info))) && server.state().renegotiating() && !server.secure() &&
           is_absent(server.answer()) && fails_handshake(judged_again<compatible>(hello(no_info), hello(empty_info))) &&
           fails_handshake(judged_again<compatible>(hello(no_info), hello(info_of(client_1)))) &&
           fails_handshake(judged_again<compatible>(hello(no_info), hello_with_scsv(no_info))) &&
           fails_handshake(judged_again<compatible>(hello(no_info), hello_with_scsv(empty_info)));
}
static_assert(insecure_hello());

constexpr bool hello_in_handshake() {
    auto const unexpected = [](auto& server) {
        return aborts(server.on_client_hello(hello(info_of(client_1))), alert_description::unexpected_message);
    };
    server_renegotiation<secure_only> first;
    (void)first.on_client_hello(hello(empty_info));
    auto again = server_of<secure_only>(hello(empty_info));
    (void)again.on_client_hello(hello(info_of(client_1)));
    return unexpected(first) && unexpected(again);
}
static_assert(hello_in_handshake());

} // namespace

TEST_CASE("S1: the SCSV, an empty renegotiation_info or both make a connection secure, and are answered by an empty "
          "renegotiation_info; another one ends it (RFC 5746 3.6)") {
    CHECK(at_run_time(initial_signal));
}
TEST_CASE("S2: neither signal makes a connection insecure, gets none in the answer, and strict ends it "
          "(RFC 5746 3.6, 4.3)") {
    CHECK(at_run_time(no_initial_signal));
}
TEST_CASE("S3: a secure renegotiating hello must carry the client's verify_data and no SCSV (RFC 5746 3.7)") {
    CHECK(at_run_time(secure_hello));
}
TEST_CASE("S4: the answer in a secure renegotiation carries both verify_data, client's first (RFC 5746 3.7)") {
    CHECK(at_run_time(secure_answer));
}
TEST_CASE("S5: an insecure renegotiating hello must carry neither SCSV nor renegotiation_info (RFC 5746 4.4)") {
    CHECK(at_run_time(insecure_hello));
}
TEST_CASE("a ClientHello in the middle of a handshake is unexpected (RFC 5246 7.4)") {
    CHECK(at_run_time(hello_in_handshake));
}
