// Rules B7 and B9: what may change in a renegotiation, and when a renegotiation is forbidden.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;

struct any_identity : policy_of<options{.allow_identity_change = true}, test::default_policy> {};

constexpr auto digest_a = "aa01020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f"_hex;
constexpr auto digest_b = "aa01020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e20"_hex; // other last byte
constexpr auto digest_c = "2a01020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f"_hex; // other first bit
constexpr auto prefix_a = "aa01020304050607"_hex;
constexpr peer_identity nobody{};
constexpr peer_identity certificate_a{1, digest_a};
constexpr peer_identity certificate_b{1, digest_b};
constexpr peer_identity certificate_c{1, digest_c};
constexpr peer_identity key_a{2, digest_a};
constexpr peer_identity short_a{1, prefix_a};

constexpr bool identities() {
    auto const stays = [](peer_identity const& before, peer_identity const& now) {
        return proceeds(judge_identity<test::default_policy>(before, now));
    };
    auto const changes = [](peer_identity const& before, peer_identity const& now) {
        return fails_handshake(judge_identity<test::default_policy>(before, now));
    };
    return stays(nobody, nobody) && stays(nobody, certificate_a) && stays(nobody, key_a) &&
           stays(certificate_a, certificate_a) && stays(key_a, key_a) && changes(certificate_a, certificate_b) &&
           changes(certificate_a, certificate_c) && changes(certificate_b, certificate_a) &&
           changes(certificate_a, nobody) && changes(key_a, nobody) && changes(certificate_a, key_a) &&
           changes(key_a, certificate_a) && changes(certificate_a, short_a) && changes(short_a, certificate_a);
}
static_assert(identities());

constexpr bool identities_of_a_lenient_policy() {
    auto const allowed = [](peer_identity const& before, peer_identity const& now) {
        return proceeds(judge_identity<any_identity>(before, now));
    };
    return allowed(certificate_a, certificate_b) && allowed(certificate_a, nobody) && allowed(certificate_a, key_a) &&
           allowed(nobody, key_a);
}
static_assert(identities_of_a_lenient_policy());

/// Neither side renegotiates, whichever side asks. The connection and its data continue.
template <policy P> constexpr bool client_stays_put(client_renegotiation<P> client) {
    return refuses(client.start()) && refuses(client.on_hello_request()) && refuses(client.on_hello_request()) &&
           client.state().connected() && !client.state().in_handshake() && proceeds(client.on_application_data());
}
template <policy P>
constexpr bool server_stays_put(server_renegotiation<P> server, renegotiation_signals const& again) {
    return refuses(server.request()) && refuses(server.on_client_hello(again)) &&
           refuses(server.on_client_hello(again)) && server.state().connected() && !server.state().in_handshake() &&
           proceeds(server.on_application_data());
}
constexpr bool none_after_resuming_without_ems() {
    auto const good = hello(info_of(client_1));
    return client_stays_put(client_of<strict>(empty_info, resumed)) &&
           client_stays_put(client_of<secure_only>(empty_info, resumed)) &&
           client_stays_put(client_of<compatible>(empty_info, resumed)) &&
           client_stays_put(client_of<compatible>(no_info, resumed)) &&
           client_stays_put(client_of<never>(empty_info, resumed)) &&
           server_stays_put(server_of<strict>(hello(empty_info), resumed), good) &&
           server_stays_put(server_of<secure_only>(hello(empty_info), resumed), good) &&
           server_stays_put(server_of<compatible>(hello(empty_info), resumed), good) &&
           server_stays_put(server_of<compatible>(hello(no_info), resumed), hello(no_info)) &&
           server_stays_put(server_of<never>(hello(empty_info), resumed), good);
}
static_assert(none_after_resuming_without_ems());

template <policy P> constexpr bool renegotiates_after(handshake_outcome how) {
    return proceeds(client_of<P>(empty_info, how).start()) &&
           proceeds(client_of<P>(empty_info, how).on_hello_request()) &&
           proceeds(server_of<P>(hello(empty_info), how).request()) &&
           proceeds(server_of<P>(hello(empty_info), how)
                        .on_client_hello(hello(info_of(client_1)), how.extended_master_secret));
}
constexpr bool some_after_all_others() {
    return renegotiates_after<strict>(full) && renegotiates_after<secure_only>(full) &&
           renegotiates_after<compatible>(full) && renegotiates_after<secure_only>(full_ems) &&
           renegotiates_after<secure_only>(resumed_ems);
}
static_assert(some_after_all_others());

/// A connection that began with the resumption of a session with extended master secret renegotiates with that
/// extension only. Without the extension, a server refuses and stays connected, whatever else the hello has. A client
/// fails: its hello is already sent.
template <policy P> constexpr bool server_wants_it_again(renegotiation_signals const& again) {
    auto const server = server_of<P>(hello(empty_info), resumed_ems);
    auto once = server;
    bool const refused = refuses(once.on_client_hello(again, false)) && once.state().connected() &&
                         !once.state().in_handshake() && proceeds(once.on_application_data());
    auto asked = server;
    bool const answered = proceeds(asked.request()) && refuses(asked.on_client_hello(again, false)) &&
                          proceeds(asked.request()); // RFC 5246 7.4.1.1: the hello answered the last request
    return refused && answered && proceeds(once.on_client_hello(hello(info_of(client_1)), true)) &&
           proceeds(once.on_finished(client_2, server_2, full_ems)) && // the connection still began with a resumption
           refuses(once.on_client_hello(hello(info_of(client_2)), false)) &&
           proceeds(once.on_client_hello(hello(info_of(client_2)), true));
}
template <policy P> constexpr bool client_wants_it_again() {
    auto client = client_of<P>(empty_info, resumed_ems);
    bool ok = proceeds(client.start()) && proceeds(client.on_server_hello(info_of(both_1), true)) &&
              proceeds(client.on_finished(client_2, server_2, full_ems)) && proceeds(client.start());
    auto other = client;
    return ok && proceeds(other.on_server_hello(info_of(both_2), true)) &&
           fails_handshake(client.on_server_hello(info_of(both_2), false)) && !client.state().connected();
}
constexpr bool ems_again_after_resuming_with_it() {
    return server_wants_it_again<strict>(hello(info_of(client_1))) &&
           server_wants_it_again<secure_only>(hello(info_of(client_1))) &&
           server_wants_it_again<compatible>(hello(info_of(client_1))) &&
           server_wants_it_again<secure_only>(hello(no_info)) && // B8: before S3
           server_wants_it_again<secure_only>(hello_with_scsv(info_of(client_2))) && client_wants_it_again<strict>() &&
           client_wants_it_again<secure_only>() && client_wants_it_again<compatible>();
}
static_assert(ems_again_after_resuming_with_it());
/// A resumption in a renegotiation does not count as the begin of the connection.
constexpr bool resumed_later() {
    auto server = server_of<secure_only>(hello(empty_info), full);
    bool const again = proceeds(server.on_client_hello(hello(info_of(client_1)), true)) &&
                       proceeds(server.on_finished(client_2, server_2, resumed_ems));
    return again && proceeds(server.on_client_hello(hello(info_of(client_2)), false));
}
static_assert(resumed_later());

/// The second handshake is a resumption without extended master secret. A third handshake is refused, however the
/// connection began.
constexpr bool none_after_a_renegotiation_that_resumed() {
    auto client = renegotiating_client_of<compatible>(empty_info);
    (void)client.on_server_hello(info_of(both_1));
    bool const client_finished = proceeds(client.on_finished(client_2, server_2, resumed));
    auto server = server_of<compatible>(hello(empty_info), full);
    bool const server_began = proceeds(server.on_client_hello(hello(info_of(client_1))));
    bool const server_finished = proceeds(server.on_finished(client_2, server_2, resumed));
    return client_finished && server_began && server_finished && client_stays_put(client) &&
           server_stays_put(server, hello(info_of(client_2)));
}
static_assert(none_after_a_renegotiation_that_resumed());

struct ems_required : policy_of<options{.require_ems = true}, test::default_policy> {};
constexpr bool required_ems() {
    return fails_handshake(judge_extended_master_secret<ems_required>(false)) &&
           proceeds(judge_extended_master_secret<ems_required>(true)) &&
           proceeds(judge_extended_master_secret<test::default_policy>(false)) &&
           proceeds(judge_extended_master_secret<test::default_policy>(true));
}
static_assert(required_ems());

} // namespace

TEST_CASE("B7: the peer's identity may appear in a renegotiation, and not change or vanish (RFC 5746 5)") {
    CHECK(at_run_time(identities));
}
TEST_CASE("B7: a policy may allow another identity (RFC 5746 5)") {
    CHECK(at_run_time(identities_of_a_lenient_policy));
}
TEST_CASE("B9: after a session without extended master secret was resumed nobody renegotiates (RFC 7627 5.4)") {
    CHECK(at_run_time(none_after_resuming_without_ems));
}
TEST_CASE("B9: after any other handshake one may (RFC 7627 5.4)") { CHECK(at_run_time(some_after_all_others)); }
TEST_CASE("B9: what began by resuming a session with extended master secret renegotiates with it, or not at all") {
    CHECK(at_run_time(ems_again_after_resuming_with_it));
}
TEST_CASE("B9: a session resumed in a renegotiation does not count as what a connection began with") {
    CHECK(at_run_time(resumed_later));
}
TEST_CASE("B9: a renegotiation that resumes such a session is the last one (RFC 7627 5.4)") {
    CHECK(at_run_time(none_after_a_renegotiation_that_resumed));
}
TEST_CASE("B9: a policy may require extended master secret in every handshake (RFC 7627 5.3)") {
    CHECK(at_run_time(required_ems));
}
