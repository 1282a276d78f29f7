#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/stored.hpp"

namespace {

using namespace flintls;
using namespace test::literals;
using test::at_run_time;
using test::fails;
using test::round_trips;
using test::writes;

/// `opaque mark[3]; opaque text<0..5>; uint8 last;`
struct note {
    std::array<std::uint8_t, 3> mark{};
    std::array<std::uint8_t, 5> text{};
    std::uint16_t size = 0;
    std::uint8_t last = 0;

    using wire = fields<field<&note::mark, stored<3>>, stored_opaque<&note::size, &note::text>, field<&note::last, u8>>;
};
static_assert(note::wire::min_size == 3 + 1 + 1 && note::wire::max_size == 3 + 1 + 5 + 1);

constexpr bool whole() {
    return round_trips<note>("a1a2a3 02 b1b2 c1"_hex,
                             [](note const& n) {
                                 return n.mark == std::array<std::uint8_t, 3>{0xa1, 0xa2, 0xa3} && n.size == 2 &&
                                        n.text == std::array<std::uint8_t, 5>{0xb1, 0xb2, 0, 0, 0} && n.last == 0xc1;
                             }) &&
           round_trips<note>("a1a2a3 00 c1"_hex, [](note const& n) { return n.size == 0 && n.last == 0xc1; }) &&
           round_trips<note>("a1a2a3 05 b1b2b3b4b5 c1"_hex, [](note const& n) { return n.size == 5; });
}
static_assert(whole());

constexpr bool malformed() {
    return fails<note>("a1a2"_hex, errc::truncated, 0) && fails<note>("a1a2a3"_hex, errc::truncated, 3) &&
           fails<note>("a1a2a3 02 b1"_hex, errc::truncated, 3) &&
           fails<note>("a1a2a3 06 b1b2b3b4b5b6 c1"_hex, errc::bad_length, 3) &&
           fails<note>("a1a2a3 ff"_hex, errc::truncated, 3) && fails<note>("a1a2a3 01 b1 c1 00"_hex, errc::trailing, 6);
}
static_assert(malformed());

/// What is kept does not go with the buffer.
constexpr bool copies() {
    auto bytes = "a1a2a3 02 b1b2 c1"_hex;
    note n;
    bool const parsed = !parse(bytes, n);
    bytes.fill(0);
    return parsed && writes(n, "a1a2a3 02 b1b2 c1"_hex);
}
static_assert(copies());

constexpr bool no_room() {
    note n;
    n.size = 5;
    note impossible;
    impossible.size = 6; // more than there is room for
    return test::refuses_less_room<10>(n) && test::cannot_write(impossible, errc::not_representable, 3);
}
static_assert(no_room());

} // namespace

TEST_CASE("bytes that are stored come back, however many there are") { CHECK(at_run_time(whole)); }
TEST_CASE("bytes that are cut short or do not fit are refused, each at its place") { CHECK(at_run_time(malformed)); }
TEST_CASE("bytes that are stored outlive the buffer that they came from") { CHECK(at_run_time(copies)); }
TEST_CASE("a store that says more than it holds is not written") { CHECK(at_run_time(no_room)); }
