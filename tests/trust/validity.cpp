#include "flintls/trust/validity.hpp"
#include "flintls/wire/text.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test::literals;

constexpr std::uint8_t utc = 0x17;
constexpr std::uint8_t general = 0x18;

constexpr bool reads(std::uint8_t tag, byte_view text, std::uint32_t seconds) {
    std::uint32_t found = 1;
    return read_time(tag, text, found) && found == seconds;
}
constexpr bool refuses(std::uint8_t tag, byte_view text) {
    std::uint32_t found = 1;
    return !read_time(tag, text, found);
}
/// Numbers by `date -u -d … +%s`.
constexpr bool times_are_seconds_since_1970() {
    return reads(utc, "700101000000Z"_bytes, 0) && reads(utc, "700101000001Z"_bytes, 1) &&
           reads(utc, "000229235959Z"_bytes, 951'868'799) && reads(utc, "000301000000Z"_bytes, 951'868'800) &&
           reads(utc, "261130175213Z"_bytes, 1'796'061'133) && reads(utc, "491231235959Z"_bytes, 2'524'607'999) &&
           reads(general, "20500101000000Z"_bytes, 2'524'608'000) &&
           reads(general, "21000301000000Z"_bytes, 4'107'542'400) &&
           reads(general, "21051231235959Z"_bytes, 4'291'747'199);
}
static_assert(times_are_seconds_since_1970());

/// RFC 5280 4.1.2.5: 99991231235959Z means a certificate without an end.
constexpr bool what_lies_outside_is_held_at_the_ends() {
    return reads(utc, "691231235959Z"_bytes, 0) && reads(utc, "500101000000Z"_bytes, 0) &&
           reads(general, "19500101000000Z"_bytes, 0) && reads(general, "21060101000000Z"_bytes, 0xffff'ffff) &&
           reads(general, "99991231235959Z"_bytes, 0xffff'ffff);
}
static_assert(what_lies_outside_is_held_at_the_ends());

constexpr bool other_texts_are_no_times() {
    return refuses(utc, "2611301752Z"_bytes) && refuses(utc, "261130175213+0100"_bytes) &&
           refuses(utc, "261130175213z"_bytes) && refuses(utc, "2611301752.3Z"_bytes) &&
           refuses(utc, "20261130175213Z"_bytes) && refuses(general, "261130175213Z"_bytes) &&
           refuses(general, "20261130175213.5Z"_bytes) && refuses(0x16, "261130175213Z"_bytes) &&
           refuses(utc, ""_bytes) && refuses(utc, "261330175213Z"_bytes) && refuses(utc, "260030175213Z"_bytes) &&
           refuses(utc, "261100175213Z"_bytes) && refuses(utc, "261131175213Z"_bytes) &&
           refuses(utc, "270229175213Z"_bytes) && refuses(general, "21000229000000Z"_bytes) &&
           refuses(utc, "261130245213Z"_bytes) && refuses(utc, "261130176013Z"_bytes) &&
           refuses(utc, "261130175260Z"_bytes);
}
static_assert(other_texts_are_no_times());

/// 2026-01-01 00:00:00 (1767225600) to 2026-12-31 23:59:59 (1798761599)
inline constexpr auto const& year_2026 = "170d3236303130313030303030305a170d3236313233313233353935395a"_hex;
constexpr bool both_ends_of_a_validity_belong_to_it() {
    return judge_validity(year_2026, utc_time{1'767'225'599}) == errc::certificate_not_yet_valid &&
           judge_validity(year_2026, utc_time{1'767'225'600}) == errc::ok &&
           judge_validity(year_2026, utc_time{1'798'761'599}) == errc::ok &&
           judge_validity(year_2026, utc_time{1'798'761'600}) == errc::certificate_expired;
}
static_assert(both_ends_of_a_validity_belong_to_it());

constexpr bool without_a_clock_nothing_is_valid() {
    return judge_validity(year_2026, utc_time{}) == errc::time_unknown &&
           judge_validity(year_2026, not_before_build{0}) == errc::time_unknown &&
           judge_validity(year_2026, not_before_build{1}) == errc::ok &&
           judge_validity(year_2026, not_before_build{1'798'761'600}) == errc::certificate_expired;
}
static_assert(without_a_clock_nothing_is_valid());

constexpr bool a_validity_is_two_times() {
    byte_view const whole{year_2026};
    return judge_validity(whole.subview(0, 15), utc_time{1'780'000'000}) == errc::bad_certificate &&
           judge_validity(whole.subview(0, 29), utc_time{1'780'000'000}) == errc::bad_certificate &&
           judge_validity({}, utc_time{1'780'000'000}) == errc::bad_certificate &&
           judge_validity("170d3236303130313030303030305a170d3236313233313233353935395a0500"_hex,
                          utc_time{1'780'000'000}) == errc::bad_certificate;
}
static_assert(a_validity_is_two_times());

} // namespace

TEST_CASE("times are seconds since 1970 (RFC 5280 4.1.2.5)") { CHECK(times_are_seconds_since_1970()); }
TEST_CASE("what lies before 1970 or behind 2105 is held at the ends") {
    CHECK(what_lies_outside_is_held_at_the_ends());
}
TEST_CASE("texts that RFC 5280 4.1.2.5 does not allow are no times") { CHECK(other_texts_are_no_times()); }
TEST_CASE("both ends of a validity belong to it") { CHECK(both_ends_of_a_validity_belong_to_it()); }
TEST_CASE("no clock is never \"valid\", and a build is not before what expired before it") {
    CHECK(without_a_clock_nothing_is_valid());
}
TEST_CASE("a validity is two times and nothing else") { CHECK(a_validity_is_two_times()); }
