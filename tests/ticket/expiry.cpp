// Rule T8: how long a client keeps a ticket, with and without a clock. And tickets of TLS 1.3 (RFC 8446 4.6.1).
#include "message/rfc8448.hpp"
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/message/handshake.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

constexpr std::uint32_t top = 0xffff'ffff;

/// True if a ticket with this hint, received at `start`, is kept for `seconds` and no longer.
template <policy P> constexpr bool lives_for(std::uint32_t seconds, std::uint32_t lifetime_hint, std::uint32_t start) {
    ticket_store<P> store;
    keep(store, 1, ticket_a, start, lifetime_hint);
    return offers(store, 1, start, ticket_a) && offers(store, 1, start + seconds - 1, ticket_a) &&
           offers_nothing(store, 1, start + seconds) && store.size() == 0;
}
constexpr bool lifetimes() {
    bool good = true;
    for (std::uint32_t const start :
         {std::uint32_t{0}, std::uint32_t{5000}, top - 600, top, std::uint32_t{0x8000'0000}}) {
        good = good && lives_for<small<>>(1000, 0, start) && // unspecified
               lives_for<small<>>(1, 1, start) && lives_for<small<>>(300, 300, start) &&
               lives_for<small<>>(999, 999, start) && lives_for<small<>>(1000, 1000, start) &&
               lives_for<small<>>(1000, 1001, start) && lives_for<small<>>(1000, top, start) &&
               lives_for<test::default_policy>(604'800, 0, start) &&
               lives_for<test::default_policy>(604'800, 604'801, start) &&
               lives_for<test::default_policy>(604'800, 0x8000'0000, start) &&
               lives_for<test::default_policy>(7200, 7200, start);
    }
    return good;
}
static_assert(lifetimes());

/// A renewed ticket does not make its session live longer than the policy allows.
constexpr bool renewed_session() {
    ticket_store<small<>> store;
    keep(store, 1, ticket_a, 5000);
    store.commit(store.stage(message(ticket_b)).handle(), session_with(1, 5000), 5700); // resumed, and renewed
    bool const there = offers(store, 1, 5999, ticket_b);
    return there && offers_nothing(store, 1, 6000);
}
static_assert(renewed_session());

/// Other tickets stay when one expires.
constexpr bool one_by_one() {
    ticket_store<small<3>> store;
    keep(store, 1, ticket_a, 100, 50);
    keep(store, 2, ticket_b, 100, 30);
    keep(store, 3, ticket_c, 110, 30);
    store.expire(130);
    bool const two = store.size() == 2 && offers(store, 1, 130, ticket_a) && offers(store, 3, 130, ticket_c);
    store.expire(140);
    return two && store.size() == 1 && offers(store, 1, 140, ticket_a);
}
static_assert(one_by_one());

/// A staged ticket does not age.
constexpr bool staged_tickets_wait() {
    ticket_store<small<>> store;
    ticket_handle const h = store.stage(message(ticket_a, 10)).handle();
    store.expire(5000);
    store.expire(50'000);
    store.commit(h, session_with(1, 50'000), 50'000);
    return offers(store, 1, 50'009, ticket_a) && offers_nothing(store, 1, 50'010);
}
static_assert(staged_tickets_wait());

/// The clock goes back by `step` after `age` seconds: the remaining lifetime does not grow.
constexpr bool goes_back(std::uint32_t age, std::uint32_t step) {
    ticket_store<small<>> store;
    std::uint32_t const start = 10'000;
    keep(store, 1, ticket_a, start, 500);
    store.expire(start + age);
    std::uint32_t const now = start + age - step;
    bool const there = static_cast<bool>(store.take(peer(1), now));
    // The time is over a minute before the ticket's receipt: one of the two clocks is wrong.
    if (there != (step <= age + 60)) return false;
    return offers_nothing(store, 1, now + 500 - age) &&
           offers_nothing(store, 1, start + 499); // an expired ticket stays expired
}
constexpr bool clock_goes_back() {
    for (std::uint32_t const age : {0U, 1U, 100U, 499U}) {
        for (std::uint32_t const step : {0U, 1U, 59U, 60U, 61U, 99U, 400U, 560U, 5000U}) {
            if (step != 0 && !goes_back(age, step)) return false;
        }
    }
    return true;
}
static_assert(clock_goes_back());

/// The clock goes forth and back in small steps: each second that passes counts.
constexpr bool clock_trembles() {
    ticket_store<small<>> store;
    keep(store, 1, ticket_a, 10'000, 100);
    std::uint32_t now = 10'000;
    for (unsigned i = 0; i < 20; ++i) {
        now += 4;
        store.expire(now);
        now -= 2;
        store.expire(now);
    }
    bool const still = offers(store, 1, now + 19, ticket_a); // 80 seconds have passed
    return still && offers_nothing(store, 1, now + 20);
}
static_assert(clock_trembles());

/// A ticket received after the clock went back has its whole lifetime, and so has its session.
constexpr bool after_going_back() {
    ticket_store<small<2>> store;
    keep(store, 1, ticket_a, 900'000);
    keep(store, 2, ticket_b, 10'000, 100);
    return offers_nothing(store, 1, 10'000) && offers(store, 2, 10'099, ticket_b) && offers_nothing(store, 2, 10'100);
}
static_assert(after_going_back());

constexpr bool far_forward() {
    ticket_store<small<>> store;
    keep(store, 1, ticket_a, 10'000);
    return offers_nothing(store, 1, 10'000 + 0x7000'0000) && store.size() == 0;
}
static_assert(far_forward());

// Without a clock.
constexpr bool uses() {
    ticket_store<clockless<>> store;
    keep(store, 1, ticket_a, 0, 5);
    bool good = true;
    for (std::uint32_t const now : {7U, 0U, 0x9000'0000U}) {
        store.mark_saved();
        good = good && offers(store, 1, now, ticket_a) && store.dirty(); // only uses end the ticket
    }
    bool const three = good && offers_nothing(store, 1, 1) && store.size() == 0;
    keep(store, 1, ticket_b, 0);
    return three && offers(store, 1, 0, ticket_b);
}
static_assert(uses());

constexpr bool oldest_without_clock() {
    ticket_store<clockless<2>> store;
    keep(store, 1, ticket_a, 0);
    keep(store, 2, ticket_b, 0);
    keep(store, 1, ticket_c, 0); // newer than the ticket of 2
    keep(store, 3, ticket_a, 0);
    return offers_nothing(store, 2, 0) && offers(store, 1, 0, ticket_c) && offers(store, 3, 0, ticket_a);
}
static_assert(oldest_without_clock());

// TLS 1.3
struct up_to_1_3 : policy_of<options{.highest_version = protocol_version::tls_1_3}> {
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, gcm_ecdsa>;
};
constexpr session psk_of(std::uint8_t number, std::uint32_t now) {
    session s = session_with(number, now);
    s.version = protocol_version::tls_1_3;
    s.suite = cipher_suite::aes_128_gcm_sha256;
    s.extended_master_secret = false;
    return s;
}

/// The ticket of RFC 8448 3, and its age in RFC 8448 4.
constexpr bool rfc8448_ticket() {
    handshake<tls13::new_session_ticket> m;
    if (parse(byte_view{rfc8448::ticket_1rtt}, m)) return false;
    ticket_store<up_to_1_3> store;
    staged_ticket const staged = store.stage(m.body);
    store.commit(staged.handle(), psk_of(1, 7000), 7000);
    auto const* const slot = store.find(store.take(peer(1), 7029));
    bool const kept = staged.fate() == ticket_fate::staged && slot != nullptr && slot->ticket() == m.body.ticket &&
                      slot->ticket().size() == 178 && slot->lifetime == 30 && slot->ticket_age_add == 0xfad6'aac5 &&
                      slot->obfuscated_age(7000) == 0xfad6'aac5 && slot->obfuscated_age(7029) == 0xfad6'aac5 + 29'000;
    return kept && offers_nothing(store, 1, 7030);
}
static_assert(rfc8448_ticket());

constexpr tls13::new_session_ticket tls13_message(std::uint32_t lifetime, byte_view ticket = ticket_a) {
    tls13::new_session_ticket m{};
    m.ticket_lifetime = lifetime;
    m.ticket = ticket;
    return m;
}
constexpr bool tls13_lives_for(std::uint32_t seconds, std::uint32_t lifetime) {
    ticket_store<up_to_1_3> store;
    store.commit(store.stage(tls13_message(lifetime)).handle(), psk_of(1, 100), 100);
    return offers(store, 1, 100 + seconds - 1, ticket_a) && offers_nothing(store, 1, 100 + seconds);
}
/// RFC 8446 4.6.1: a lifetime of zero is valid, and a week is the maximum.
constexpr bool tls13_lifetimes() {
    ticket_store<up_to_1_3> store;
    keep(store, 1, ticket_b, 100);
    staged_ticket const discarded = store.stage(tls13_message(0));
    store.commit(discarded.handle(), psk_of(1, 100), 100);
    return discarded.fate() == ticket_fate::none && !discarded.handle() && offers(store, 1, 100, ticket_b) &&
           tls13_lives_for(1, 1) && tls13_lives_for(7200, 7200) && tls13_lives_for(604'800, 604'800) &&
           tls13_lives_for(604'800, 604'801) && tls13_lives_for(604'800, top) &&
           store.stage(tls13_message(5, {})).fate() == ticket_fate::empty;
}
static_assert(tls13_lifetimes());

} // namespace

TEST_CASE("T8: a ticket lives as long as its hint and the policy say, and seven days at most (RFC 5077 3.3)") {
    CHECK(at_run_time(lifetimes));
    CHECK(at_run_time(one_by_one));
    CHECK(at_run_time(staged_tickets_wait));
}
TEST_CASE("T8, T11: a session lives as long as the policy says, however often its ticket is renewed") {
    CHECK(at_run_time(renewed_session));
}
TEST_CASE("T8: a clock that goes back never extends a ticket") {
    CHECK(at_run_time(clock_goes_back));
    CHECK(at_run_time(clock_trembles));
    CHECK(at_run_time(after_going_back));
    CHECK(at_run_time(far_forward));
}
TEST_CASE("T8: without a clock a ticket is used a fixed number of times") {
    CHECK(at_run_time(uses));
    CHECK(at_run_time(oldest_without_clock));
}
TEST_CASE("a ticket of TLS 1.3 is kept with its age, and zero seconds means not at all (RFC 8446 4.6.1, RFC 8448 3)") {
    CHECK(at_run_time(rfc8448_ticket));
    CHECK(at_run_time(tls13_lifetimes));
}
