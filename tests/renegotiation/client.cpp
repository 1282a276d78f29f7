// Rules C1 to C7: what the hellos of a client carry, and how the client judges the server's hellos. C8: downgrade.cpp.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

template <policy P> constexpr bool signals_once(bool by_scsv) {
    client_renegotiation<P> client;
    bool const proceeded = proceeds(client.start());
    renegotiation_signals const sent = client.signals();
    return proceeded && sent.scsv == by_scsv && (by_scsv ? is_absent(sent.info) : is_empty(sent.info));
}
constexpr bool initial_signal() {
    return signals_once<strict>(false) && signals_once<secure_only>(false) && signals_once<compatible>(false) &&
           signals_once<never>(false) && signals_once<in_mode<mode::strict, signal::scsv>>(true) &&
           signals_once<secure_only_scsv>(true) && signals_once<compatible_scsv>(true) &&
           signals_once<in_mode<mode::never, signal::scsv>>(true);
}
static_assert(initial_signal());

/// The client's judgement of the server's answer in a first handshake.
template <policy P> constexpr judgement judged(info const& answer) {
    client_renegotiation<P> client;
    (void)client.start();
    return client.on_server_hello(answer);
}

constexpr auto one_byte = "00"_hex;
constexpr bool initial_answer() {
    return in_every_mode([]<class P>() {
        return proceeds(judged<P>(empty_info)) && client_of<P>(empty_info).secure() &&
               client_of<P>(empty_info).state().connected() && fails_handshake(judged<P>(info_of(one_byte))) &&
               fails_handshake(judged<P>(info_of(client_1))) && fails_handshake(judged<P>(info_of(both_1)));
    });
}
static_assert(initial_answer());

constexpr bool initial_answer_missing() {
    return fails_handshake(judged<strict>(no_info)) && proceeds(judged<secure_only>(no_info)) &&
           proceeds(judged<compatible>(no_info)) && proceeds(judged<never>(no_info)) &&
           !client_of<secure_only>(no_info).secure() && !client_of<compatible>(no_info).secure() &&
           !client_of<never>(no_info).secure() && client_of<never>(no_info).state().connected();
}
static_assert(initial_answer_missing());

template <policy P> constexpr bool renegotiates_with_saved_value() {
    client_renegotiation<P> client = client_of<P>(empty_info);
    bool const proceeded = proceeds(client.start());
    renegotiation_signals const sent = client.signals();
    return proceeded && client.state().renegotiating() && !sent.scsv && is(sent.info, client_1);
}
constexpr bool secure_hello() {
    return renegotiates_with_saved_value<strict>() && renegotiates_with_saved_value<secure_only>() &&
           renegotiates_with_saved_value<compatible>() && renegotiates_with_saved_value<secure_only_scsv>() &&
           renegotiates_with_saved_value<compatible_scsv>() &&
           renegotiates_with_saved_value<in_mode<mode::strict, signal::scsv>>();
}
static_assert(secure_hello());

template <policy P> constexpr judgement judged_again(info const& first_answer, info const& answer) {
    client_renegotiation<P> client = renegotiating_client_of<P>(first_answer);
    return client.on_server_hello(answer);
}
/// Each abort has its own reason: "mismatch" in a log would mislead where the extension is missing.
constexpr bool reasons() {
    return judged<strict>(no_info).why() == errc::insecure_peer &&
           judged<secure_only>(info_of(client_1)).why() == errc::renegotiation_info_mismatch &&
           judged_again<secure_only>(empty_info, no_info).why() == errc::renegotiation_info_missing &&
           judged_again<compatible>(empty_info, no_info).why() == errc::renegotiation_info_missing &&
           judged_again<secure_only>(empty_info, empty_info).why() == errc::renegotiation_info_mismatch &&
           judged_again<secure_only>(empty_info, info_of(client_1)).why() == errc::renegotiation_info_mismatch &&
           judged_again<compatible>(no_info, empty_info).why() == errc::renegotiation_info_unexpected;
}
static_assert(reasons());

template <policy P> constexpr bool demands_both() {
    return proceeds(judged_again<P>(empty_info, info_of(both_1))) &&
           fails_handshake(judged_again<P>(empty_info, no_info)) &&
           fails_handshake(judged_again<P>(empty_info, empty_info)) &&
           fails_handshake(judged_again<P>(empty_info, info_of(client_1))) &&
           fails_handshake(judged_again<P>(empty_info, info_of(both_2)));
}
constexpr bool secure_answer() {
    return demands_both<strict>() && demands_both<secure_only>() && demands_both<compatible>() &&
           demands_both<secure_only_scsv>();
}
static_assert(secure_answer());

constexpr bool insecure_hello() {
    auto const by_extension = renegotiating_client_of<compatible>(no_info);
    auto const by_scsv = renegotiating_client_of<compatible_scsv>(no_info);
    return by_extension.state().renegotiating() && !by_extension.signals().scsv &&
           is(by_extension.signals().info, client_1) && by_scsv.state().renegotiating() && by_scsv.signals().scsv &&
           is_absent(by_scsv.signals().info);
}
static_assert(insecure_hello());

template <policy P> constexpr bool tolerates_no_info_now() {
    return proceeds(judged_again<P>(no_info, no_info)) && fails_handshake(judged_again<P>(no_info, empty_info)) &&
           fails_handshake(judged_again<P>(no_info, info_of(both_1))) &&
           fails_handshake(judged_again<P>(no_info, info_of(client_1)));
}
constexpr bool insecure_answer() {
    return tolerates_no_info_now<compatible>() && tolerates_no_info_now<compatible_scsv>();
}
static_assert(insecure_answer());

/// verify_data longer than that of any suite of the library. RFC 5246 7.4.9 lets a suite define the length.
constexpr auto long_client = "c0c1c2c3 c4c5c6c7 c8c9cacb cccdcecf"_hex;
constexpr auto long_server = "50515253 54555657 58595a5b 5c5d5e5f"_hex;
constexpr auto long_both = "c0c1c2c3 c4c5c6c7 c8c9cacb cccdcecf 50515253 54555657 58595a5b 5c5d5e5f"_hex;
constexpr bool other_lengths() {
    client_renegotiation<secure_only> client;
    (void)client.start();
    (void)client.on_server_hello(empty_info);
    bool const finished = proceeds(client.on_finished(long_client, long_server, full_ems));
    bool const started = proceeds(client.start());
    auto const& c = client;
    return finished && started && is(c.signals().info, long_client) &&
           fails_handshake(client_renegotiation{client}.on_server_hello(info_of(both_1))) &&
           proceeds(client.on_server_hello(info_of(long_both)));
}
static_assert(other_lengths());

} // namespace

TEST_CASE("C1: an initial hello carries an empty renegotiation_info or the SCSV, one and not both (RFC 5746 3.4)") {
    CHECK(at_run_time(initial_signal));
}
TEST_CASE("C2: an empty renegotiation_info in the first answer makes the connection secure, another one ends it "
          "(RFC 5746 3.4)") {
    CHECK(at_run_time(initial_answer));
}
TEST_CASE("C3: no renegotiation_info in the first answer makes the connection insecure, and strict ends it "
          "(RFC 5746 3.4, 4.1)") {
    CHECK(at_run_time(initial_answer_missing));
}
TEST_CASE("C4: a secure renegotiating hello carries the client's verify_data and never the SCSV (RFC 5746 3.5)") {
    CHECK(at_run_time(secure_hello));
}
TEST_CASE("C5: a secure renegotiating answer must carry both verify_data, client's first (RFC 5746 3.5)") {
    CHECK(at_run_time(secure_answer));
}
TEST_CASE("C6: an insecure renegotiating hello carries the saved verify_data, or the SCSV by policy (RFC 5746 4.2)") {
    CHECK(at_run_time(insecure_hello));
}
TEST_CASE("C7: an insecure renegotiating answer must not carry renegotiation_info (RFC 5746 4.2)") {
    CHECK(at_run_time(insecure_answer));
}
TEST_CASE("C2, C3, C5, C7: an abort says whether the extension was missing, unexpected or different") {
    CHECK(at_run_time(reasons));
}
TEST_CASE("verify_data has the length that the handshake used, twelve bytes or not (RFC 5246 7.4.9)") {
    CHECK(at_run_time(other_lengths));
}
