// The instruction counter and the stack gauge are exact.
#include "measure.hpp"
#include "support/test.hpp"

namespace {

[[gnu::noinline]] void thousand_nops() { __asm volatile(".rept 1000\n nop\n .endr"); }

[[gnu::noinline]] void write_64_bytes() { __asm volatile("sub sp, #64\n str r0, [sp]\n add sp, #64" ::: "memory"); }

} // namespace

TEST_CASE("an instruction counts as one") {
    auto const call = board::measure([] { thousand_nops(); }).instructions;
    CHECK(call >= 1000);
    CHECK(call <= 1004);
    CHECK(board::measure([] { thousand_nops(); }).instructions == call);
    CHECK(board::measure([] { thousand_nops(), thousand_nops(); }).instructions >= call + 1000);
}

TEST_CASE("the stack gauge sees the deepest byte written") {
    auto const idle = board::measure([] { thousand_nops(); }).stack;
    CHECK(board::measure([] { write_64_bytes(); }).stack == idle + 64);
    CHECK(idle <= 8);
}
