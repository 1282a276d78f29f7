// The stored and sealed form of a session, and ages.
#include "sessions.hpp"
#include "support/test.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

constexpr auto const& bytes = "01020304 05060708 0303 c02b 01 02"
                              "01 a0a1a2a3a4a5a6a7 a8a9aaabacadaeaf b0b1b2b3b4b5b6b7 b8b9babbbcbdbebf"
                              "02 c0c1c2c3c4c5c6c7 c8c9cacbcccdcecf d0d1d2d3d4d5d6d7 d8d9dadbdcdddedf"
                              "0001020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f 2021222324252627"
                              "28292a2b2c2d2e2f e0e1e2e3e4e5e6e7 e8e9eaebecedeeef"_hex;

constexpr bool is_the_one(session const& s) {
    bool same = true;
    for (unsigned i = 0; i < 32; ++i) {
        same = same && s.peer.digest[i] == 0xa0 + i && s.own.digest[i] == 0xc0 + i;
    }
    for (unsigned i = 0; i < 48; ++i) same = same && s.master_secret[i] == i;
    for (unsigned i = 0; i < 16; ++i) same = same && s.server_name[i] == 0xe0 + i;
    return same && s.authenticated_at == 0x0102'0304 && s.context_id == 0x0506'0708 &&
           s.version == protocol_version::tls_1_2 && s.suite == gcm_ecdsa && s.extended_master_secret &&
           s.max_fragment_length == 2 && s.peer.kind == identity_kind::spki_sha256 &&
           s.own.kind == identity_kind::psk_identity_sha256;
}
constexpr bool layout() {
    static_assert(bytes.size() == 144);
    session s;
    return !parse(bytes, s) && is_the_one(s) && test::writes(s, bytes) && test::refuses_less_room<144>(s);
}
static_assert(layout());

constexpr bool cuts() {
    for (std::uint32_t size = 0; size < 144; ++size) {
        session s;
        if (parse(byte_view{bytes.data(), size}, s).what() != errc::truncated || !(s == session{})) return false;
    }
    test::bytes<145> longer{};
    session s;
    return parse(longer, s) == error{errc::trailing, 144} && s == session{};
}
static_assert(cuts());

constexpr std::uint32_t top = 0xffff'ffff;
constexpr bool clock_wraps() {
    return seconds_since(10, 25) == 15 && seconds_since(25, 10) == -15 && seconds_since(top, 4) == 5 &&
           seconds_since(4, top) == -5 && seconds_since(0x8000'0000, 0x7fff'ffff) == -1;
}
static_assert(clock_wraps());

/// `then`, `lifetime`, `now`
constexpr bool ends() {
    return !is_over(100, 50, 100) && !is_over(100, 50, 149) && is_over(100, 50, 150) && is_over(100, 50, 0x7000'0000) &&
           !is_over(top - 9, 50, 30) && is_over(top - 9, 50, 40) && !is_over(0, 604'800, 604'799) &&
           is_over(0, 604'800, 604'800) && is_over(100, 0, 100);
}
static_assert(ends());

/// A timestamp up to a minute ahead is an inexact clock; a later one is wrong.
constexpr bool future() {
    return !is_over(100, 50, 40) && is_over(100, 50, 39) && is_over(100, 50, 0) && !is_over(20, 50, top - 39) &&
           is_over(20, 50, top - 40) && is_over(100, 50, 100 + 0x8000'0000);
}
static_assert(future());

/// RFC 8448 4: the ticket of RFC 8448 3, offered 6 ms later.
constexpr bool ages() {
    return obfuscated_ticket_age(5000, 5006, 0xfad6'aac5) == 0xfad6'aacb &&
           obfuscated_ticket_age(top - 2, 3, 0xfad6'aac5) == 0xfad6'aacb &&   // the clock wraps
           obfuscated_ticket_age(0, 604'800'000, 0xffff'ffff) == 604'799'999; // the sum may wrap, too
}
static_assert(ages());

/// A slot counts seconds, and wraps.
constexpr bool ages_of_slots() {
    ticket_slot<16> slot;
    slot.received_at = top - 1;
    slot.ticket_age_add = 0xfad6'aac5;
    bool const sum = slot.obfuscated_age(top - 1) == 0xfad6'aac5 && slot.obfuscated_age(1) == 0xfad6'aac5 + 3000;
    slot.ticket_age_add = 0xffff'fff0;
    return sum && slot.obfuscated_age(604'798) == 604'799'984;
}
static_assert(ages_of_slots());

} // namespace

TEST_CASE("a session has 144 bytes, each in its place, and comes back the same") { CHECK(at_run_time(layout)); }
TEST_CASE("a session that is cut short or too long is refused, and nothing of it is left") { CHECK(at_run_time(cuts)); }
TEST_CASE("T8: seconds are counted across the wrap of the clock") { CHECK(at_run_time(clock_wraps)); }
TEST_CASE("T8: what lives for some seconds is over when they have passed") { CHECK(at_run_time(ends)); }
TEST_CASE("T10: what begins more than a minute from now is over") { CHECK(at_run_time(future)); }
TEST_CASE("the age of a TLS 1.3 ticket is added up modulo 2^32 (RFC 8446 4.2.11.1)") {
    CHECK(at_run_time(ages));
    CHECK(at_run_time(ages_of_slots));
}
