// The clock of a server, by which tickets age.
#include "flintls/ticket/keys.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;

constexpr bool follows() {
    ticket_clock clock;
    return clock.read(5) == 5 && clock.read(5) == 5 && clock.read(1000) == 1000 && clock.read(1'000'000) == 1'000'000;
}
static_assert(follows());

constexpr bool stands_still_for_a_minute() {
    ticket_clock clock;
    return clock.read(1000) == 1000 && clock.read(999) == 1000 && clock.read(940) == 1000 && clock.read(999) == 1000 &&
           clock.read(1000) == 1000 && clock.read(1001) == 1001;
}
static_assert(stands_still_for_a_minute());

constexpr bool goes_on() {
    ticket_clock clock;
    return clock.read(1000) == 1000 && clock.read(939) == 1000 && clock.read(940) == 1001 && clock.read(1039) == 1100 &&
           clock.read(0) == 1100 && clock.read(7) == 1107 && clock.read(2000) == 3100;
}
static_assert(goes_on());

constexpr bool wraps() {
    ticket_clock clock;
    return clock.read(0xffff'fff0) == 0xffff'fff0 && clock.read(5) == 5 && clock.read(0xffff'fffe) == 5 &&
           clock.read(6) == 6;
}
static_assert(wraps());

constexpr bool starts_anywhere() {
    ticket_clock clock;
    return clock.read(0x9000'0000) == 0x9000'0000 && clock.read(0x9000'0001) == 0x9000'0001;
}
static_assert(starts_anywhere());

/// For any input the clock never goes back, and counts every second of inputs in order.
constexpr bool never_behind() {
    ticket_clock clock;
    std::uint32_t state = 1;
    std::uint32_t told = 0;
    std::uint32_t before = clock.read(told);
    for (unsigned i = 0; i < 2000; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        bool const jumps = state >> 29U == 0;
        told += jumps ? (state >> 4U & 0xf'ffff) - 0x8'0000 : state >> 24U;
        std::uint32_t const now = clock.read(told);
        if (seconds_since(before, now) < 0) return false;
        std::uint32_t const later = clock.read(told + 61);
        if (seconds_since(now, later) < 1) return false;
        told += 61;
        before = later;
    }
    return true;
}
static_assert(never_behind());

} // namespace

TEST_CASE("a ticket clock is what it is told, from the first time on") {
    CHECK(test::at_run_time(follows));
    CHECK(test::at_run_time(starts_anywhere));
    CHECK(test::at_run_time(wraps));
}
TEST_CASE("T10: a clock that goes back by a minute stands still, by more it goes on from where it was") {
    CHECK(test::at_run_time(stands_still_for_a_minute));
    CHECK(test::at_run_time(goes_on));
    CHECK(test::at_run_time(never_behind));
}
