// Rules T1, T10, T11 and T14: which sessions may be resumed, and the verdict of a server on the session of a ticket.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/resumption.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

struct with_ems : policy_of<options{.require_ems = true}, test::default_policy> {};
struct never_ems : policy_of<options{.offer_extended_master_secret = false}, test::default_policy> {};
struct resuming : policy_of<options{.without_ems = resumption_without_ems::resume}, test::default_policy> {};
struct resuming_never_ems
    : policy_of<test::with<resuming>([](auto& o) { o.offer_extended_master_secret = false; }), resuming> {};
struct aborting : policy_of<options{.without_ems = resumption_without_ems::abort}, test::default_policy> {};
struct up_to_1_3 : policy_of<options{.highest_version = protocol_version::tls_1_3}> {
    using suites = suite_list<gcm_ecdsa, cipher_suite::aes_128_gcm_sha256>;
};
struct other_context : policy_of<options{.context_id = 0x8000'0001}, test::default_policy> {};
struct other_suites : policy_of<> {
    using suites = suite_list<gcm_rsa, cipher_suite::psk_with_aes_128_ccm_8>;
};

constexpr session changed(auto change) {
    session s = session_with(1);
    change(s);
    return s;
}
constexpr session good = session_with(1);
constexpr session plain = changed([](session& s) { s.extended_master_secret = false; });

constexpr bool own_sessions() {
    using enum protocol_version;
    auto const of_version = [](protocol_version v, bool ems = true) {
        return changed([&](session& s) {
            s.version = v;
            s.extended_master_secret = ems;
        });
    };
    session const of_context = changed([](session& s) { s.context_id = 0x8000'0001; });
    return may_resume<test::default_policy>(good) && !may_resume<other_suites>(good) &&
           !may_resume<other_context>(good) && may_resume<other_context>(of_context) &&
           !may_resume<test::default_policy>(of_context) && !may_resume<test::default_policy>(of_version(tls_1_1)) &&
           !may_resume<test::default_policy>(of_version(tls_1_3)) &&
           !may_resume<test::default_policy>(of_version(protocol_version{})) &&
           !may_resume<test::default_policy>(session{}) &&
           !may_resume<up_to_1_3>(of_version(protocol_version{0xfefd})) && // DTLS 1.2
           may_resume<up_to_1_3>(of_version(tls_1_3)) && may_resume<up_to_1_3>(of_version(tls_1_3, false)) &&
           may_resume<up_to_1_3>(good) && !may_resume<up_to_1_3>(plain);
}
static_assert(own_sessions());

constexpr bool ems_of_sessions() {
    return !may_resume<test::default_policy>(plain) && !may_resume<with_ems>(plain) && may_resume<with_ems>(good) &&
           !may_resume<aborting>(plain) && may_resume<resuming>(plain) && may_resume<resuming>(good) &&
           !may_resume<never_ems>(plain) && !may_resume<never_ems>(good) && may_resume<resuming_never_ems>(plain) &&
           !may_resume<resuming_never_ems>(good);
}
static_assert(ems_of_sessions());

// The server: a client's session of 1,000,000, whose ticket was sealed an hour later.
constexpr std::uint32_t began = 1'000'000;
constexpr std::uint32_t sealed = began + 3600;
constexpr session its_session = session_with(1, began);
constexpr auto two_suites = "c02f c02b"_hex;
constexpr auto one_suite = "c02f"_hex;

constexpr resumption_request hello_with(byte_view suites, bool ems = true) {
    resumption_request r;
    r.version = protocol_version::tls_1_2;
    r.cipher_suites = list_view<number<cipher_suite>>::from_encoded(suites);
    r.extended_master_secret = ems;
    r.server_name = peer(1);
    return r;
}
template <policy P = test::default_policy>
constexpr ticket_verdict judged(session const& s, resumption_request const& r, std::uint32_t now = sealed + 1,
                                bool sealed_lately = true) {
    return judge_session<P>(s, r, sealed, sealed_lately, now);
}
constexpr session of_client(auto change) {
    session s = its_session;
    change(s);
    return s;
}
constexpr session its_plain_session = of_client([](session& s) { s.extended_master_secret = false; });

constexpr bool agreement() {
    resumption_request const hello = hello_with(two_suites);
    resumption_request other_name = hello;
    other_name.server_name = peer(2);
    resumption_request no_name = hello;
    no_name.server_name = {};
    resumption_request other_version = hello;
    other_version.version = protocol_version::tls_1_3;
    auto const full = ticket_verdict::full_handshake;
    return judged(its_session, hello) == ticket_verdict::resume && judged(its_session, other_name) == full &&
           judged(its_session, no_name) == full && judged(its_session, other_version) == full &&
           judged(its_session, hello_with(one_suite)) == full && judged(its_session, hello_with({})) == full &&
           judged<other_suites>(its_session, hello) == full && judged<other_context>(its_session, hello) == full &&
           judged<other_context>(its_session, hello_with(two_suites, false)) == full && // another context: no alert
           judged(of_client([](session& s) { s.version = protocol_version::tls_1_1; }), hello) == full &&
           judged(session{}, hello) == full;
}
static_assert(agreement());

constexpr bool names() {
    session const nameless = of_client([](session& s) { s.server_name = {}; });
    resumption_request no_name = hello_with(two_suites);
    no_name.server_name = {};
    return judged(nameless, no_name) == ticket_verdict::resume &&
           judged(nameless, hello_with(two_suites)) == ticket_verdict::full_handshake;
}
static_assert(names());

/// RFC 7627 5.3, the session against the hello.
constexpr bool master_secrets() {
    using enum ticket_verdict;
    resumption_request const with = hello_with(two_suites);
    resumption_request const without = hello_with(two_suites, false);
    return judged(its_session, with) == resume && judged(its_session, without) == abort &&
           judged(its_plain_session, with) == full_handshake && judged(its_plain_session, without) == full_handshake &&
           judged<aborting>(its_session, without) == abort && judged<aborting>(its_plain_session, without) == abort &&
           judged<aborting>(its_plain_session, with) == full_handshake &&
           judged<resuming>(its_plain_session, without) == resume &&
           judged<resuming>(its_plain_session, with) == full_handshake &&
           judged<resuming>(its_session, without) == abort && judged<resuming>(its_session, with) == resume &&
           judged<with_ems>(its_plain_session, without) == full_handshake &&
           judged<never_ems>(its_plain_session, without) == full_handshake;
}
static_assert(master_secrets());

/// A session of another server, or one that is too old, never causes an alert.
constexpr bool no_alert_for_strangers() {
    resumption_request without = hello_with(two_suites, false);
    without.server_name = peer(2);
    return judged(its_session, without) == ticket_verdict::full_handshake &&
           judged(its_session, hello_with(one_suite, false)) == ticket_verdict::full_handshake &&
           judged(its_session, hello_with(two_suites, false), sealed + 86'400) == ticket_verdict::full_handshake;
}
static_assert(no_alert_for_strangers());

constexpr ticket_verdict at(std::uint32_t now, bool sealed_lately = true) {
    return judged(its_session, hello_with(two_suites), now, sealed_lately);
}
constexpr bool times() {
    using enum ticket_verdict;
    return at(sealed) == resume && at(sealed + 43'199) == resume && at(sealed + 43'200) == renew &&
           at(sealed + 86'399) == renew && at(sealed + 86'400) == full_handshake && at(sealed - 60) == resume &&
           at(sealed - 61) == full_handshake && at(sealed + 0x9000'0000) == full_handshake;
}
static_assert(times());

constexpr bool older_keys() {
    using enum ticket_verdict;
    return at(sealed, false) == renew && at(sealed + 43'200, false) == renew &&
           at(sealed + 86'400, false) == full_handshake;
}
static_assert(older_keys());

/// Renewal does not extend a session: it ends a week after the full handshake, whatever the hint.
constexpr bool no_renewal_for_ever() {
    resumption_request const hello = hello_with(two_suites);
    std::uint32_t issued = began;
    std::uint32_t const end = began + 604'800;
    for (std::uint32_t now = began; now < end; now += 50'000) {
        ticket_verdict const v = judge_session<test::default_policy>(its_session, hello, issued, true, now);
        if (v != (now == began ? ticket_verdict::resume : ticket_verdict::renew)) return false;
        issued = now;
        if (now + lifetime_hint<test::default_policy>(its_session, now) > end) return false;
    }
    return judge_session<test::default_policy>(its_session, hello, end - 1, true, end - 1) == ticket_verdict::resume &&
           judge_session<test::default_policy>(its_session, hello, end - 1, true, end) ==
               ticket_verdict::full_handshake;
}
static_assert(no_renewal_for_ever());

constexpr bool hints() {
    constexpr auto hint = [](std::uint32_t now) { return lifetime_hint<test::default_policy>(its_session, now); };
    return hint(began) == 86'400 && hint(began + 518'400) == 86'400 && hint(began + 518'401) == 86'399 &&
           hint(began + 604'799) == 1 && hint(began + 604'800) == 1 && hint(began + 700'000) == 1 &&
           hint(began - 10) == 86'400;
}
static_assert(hints());

/// The server's clock wraps between the two times.
constexpr bool across_the_wrap() {
    session const s = session_with(1, 0xffff'ff00);
    resumption_request const hello = hello_with(two_suites);
    auto const verdict = [&](std::uint32_t now) {
        return judge_session<test::default_policy>(s, hello, 0xffff'ff10, true, now);
    };
    return verdict(0x100) == ticket_verdict::resume && verdict(43'200) == ticket_verdict::renew &&
           verdict(86'400) == ticket_verdict::full_handshake && lifetime_hint<test::default_policy>(s, 0x100) == 86'400;
}
static_assert(across_the_wrap());

} // namespace

TEST_CASE("T1, T10: a session of another version, suite or context is not resumed") {
    CHECK(at_run_time(own_sessions));
}
TEST_CASE("T14: resumption needs extended_master_secret, unless the policy says otherwise") {
    CHECK(at_run_time(ems_of_sessions));
}
TEST_CASE("T10: a ticket that does not agree with the hello is a full handshake") {
    CHECK(at_run_time(agreement));
    CHECK(at_run_time(names));
}
TEST_CASE("T10: extended_master_secret of session and hello: resumed, full or the end (RFC 7627 5.3)") {
    CHECK(at_run_time(master_secrets));
    CHECK(at_run_time(no_alert_for_strangers));
}
TEST_CASE("T10: a ticket that is too old, or from the future, is a full handshake") {
    CHECK(at_run_time(times));
    CHECK(at_run_time(across_the_wrap));
}
TEST_CASE("T11: a ticket past half its life, or under an older key, is renewed") {
    CHECK(at_run_time(times));
    CHECK(at_run_time(older_keys));
}
TEST_CASE("T11: renewal never extends past the full handshake and the policy's maximum") {
    CHECK(at_run_time(no_renewal_for_ever));
    CHECK(at_run_time(hints));
}
