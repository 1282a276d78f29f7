#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

/// Bytes between two numbers, so that offsets are not zero by chance
template <std::size_t Min, std::size_t Max> struct between {
    std::uint8_t before{};
    byte_view bytes;
    std::uint8_t after{};
    using wire = fields<field<&between::before>, field<&between::bytes, opaque<Min, Max>>, field<&between::after>>;
};
using two_to_five = between<2, 5>;

constexpr auto const& source = "a1 a2 a3 a4 a5 a6"_hex;
constexpr byte_view first(std::uint32_t size) { return {source.data(), size}; }

constexpr bool lengths_inside_the_bounds() {
    return round_trips<two_to_five>("01 02 a1a2 09"_hex, [](auto& m) { return m.bytes == first(2); }) &&
           round_trips<two_to_five>("01 03 a1a2a3 09"_hex, [](auto& m) { return m.bytes == first(3); }) &&
           round_trips<two_to_five>("01 05 a1a2a3a4a5 09"_hex, [](auto& m) { return m.bytes == first(5); }) &&
           refuses_less_room<5>(two_to_five{1, first(2), 9}) && refuses_less_room<8>(two_to_five{1, first(5), 9});
}
static_assert(lengths_inside_the_bounds());

constexpr bool lengths_outside_the_bounds() {
    return fails<two_to_five>("01 01 a1 09"_hex, errc::bad_length, 1) &&
           fails<two_to_five>("01 00 09"_hex, errc::bad_length, 1) &&
           fails<two_to_five>("01 06 a1a2a3a4a5a6 09"_hex, errc::bad_length, 1) &&
           cannot_write(two_to_five{1, first(1), 9}, errc::not_representable, 1) &&
           cannot_write(two_to_five{1, {}, 9}, errc::not_representable, 1) &&
           cannot_write(two_to_five{1, first(6), 9}, errc::not_representable, 1);
}
static_assert(lengths_outside_the_bounds());

constexpr bool lengths_past_the_end() {
    return fails<two_to_five>("01"_hex, errc::truncated, 1) && fails<two_to_five>("01 02"_hex, errc::truncated, 1) &&
           fails<two_to_five>("01 02 a1"_hex, errc::truncated, 1) &&
           fails<two_to_five>("01 02 a1a2"_hex, errc::truncated, 4) &&
           fails<two_to_five>("01 ff a1a2a3 09"_hex, errc::truncated, 1) &&
           fails<two_to_five>("01 02 a1a2 09 00"_hex, errc::trailing, 5);
}
static_assert(lengths_past_the_end());

constexpr bool prefixes_of_one_to_three_bytes() {
    return round_trips<between<0, 0xff>>("01 01 a1 09"_hex, [](auto& m) { return m.bytes == first(1); }) &&
           round_trips<between<0, 0x100>>("01 0001 a1 09"_hex, [](auto& m) { return m.bytes == first(1); }) &&
           round_trips<between<0, 0xffff>>("01 0002 a1a2 09"_hex, [](auto& m) { return m.bytes == first(2); }) &&
           round_trips<between<0, 0x1'0000>>("01 000001 a1 09"_hex, [](auto& m) { return m.bytes == first(1); }) &&
           round_trips<between<0, 0xff'ffff>>("01 000003 a1a2a3 09"_hex, [](auto& m) { return m.bytes == first(3); }) &&
           round_trips<between<0, 0xff'ffff>>("01 000000 09"_hex, [](auto& m) { return m.bytes.empty(); });
}
static_assert(prefixes_of_one_to_three_bytes());

constexpr bool wide_prefixes_that_are_cut() {
    return fails<between<0, 0xffff>>("01 00"_hex, errc::truncated, 1) &&
           fails<between<0, 0xffff>>("01 0001"_hex, errc::truncated, 1) &&
           fails<between<0, 0xffff>>("01 ffff a1 09"_hex, errc::truncated, 1) &&
           fails<between<0, 0xff'ffff>>("01 0000"_hex, errc::truncated, 1) &&
           fails<between<0, 0xff'ffff>>("01 ffffff a1 09"_hex, errc::truncated, 1) &&
           fails<between<1, 0xffff>>("01 0000 09"_hex, errc::bad_length, 1) &&
           fails<between<0, 0x100>>("01 0101 a1"_hex, errc::truncated, 1);
}
static_assert(wide_prefixes_that_are_cut());

constexpr bool views_alias_the_input() {
    constexpr auto const& wire = "01 02 a1a2 09"_hex;
    two_to_five m{};
    return !parse(byte_view{wire}, m) && m.bytes.data() == wire.data() + 2;
}
static_assert(views_alias_the_input());

/// A length of 257 does not fit into bounds of 256, though it fits into the prefix.
constexpr bool a_bound_inside_the_prefix() {
    std::array<std::uint8_t, 261> wire{};
    wire[1] = 1;
    wire[2] = 1;
    between<0, 0x100> m{};
    error const too_long = parse(byte_view{wire}, m);
    wire[2] = 0;
    wire[258] = 7;
    error const longest = parse(byte_view{wire.data(), 260}, m);
    std::array<std::uint8_t, 300> out{};
    writer w{out};
    error const written = w.write(between<0, 0x100>{0, byte_view{wire.data(), 257}, 0});
    return too_long == error{errc::bad_length, 1} && !longest && m.bytes.size() == 256 && m.bytes[255] == 7 &&
           written == error{errc::not_representable, 1} && w.size() == 0;
}
static_assert(a_bound_inside_the_prefix());

static_assert(prefix_width(0) == 1 && prefix_width(0xff) == 1 && prefix_width(0x100) == 2 && prefix_width(0xffff) == 2);
static_assert(prefix_width(0x1'0000) == 3 && prefix_width(0xff'ffff) == 3);
static_assert(min_size<two_to_five> == 5 && max_size<two_to_five> == 8);
static_assert(opaque<0, 0xffff>::min_size == 2 && opaque<0, 0xffff>::max_size == 0x1'0001);
static_assert(opaque<32, 0x1'0000>::min_size == 35 && opaque<32, 0x1'0000>::max_size == 0x1'0003);

} // namespace

TEST_CASE("opaque bytes within their bounds go both ways") {
    CHECK(at_run_time(lengths_inside_the_bounds));
    CHECK(at_run_time(prefixes_of_one_to_three_bytes));
    CHECK(at_run_time(views_alias_the_input));
}

TEST_CASE("opaque bytes one below or above their bounds are refused at their length, in both directions") {
    CHECK(at_run_time(lengths_outside_the_bounds));
    CHECK(at_run_time(a_bound_inside_the_prefix));
}

TEST_CASE("a length that reaches past the end is truncated, whatever its bounds") {
    CHECK(at_run_time(lengths_past_the_end));
    CHECK(at_run_time(wide_prefixes_that_are_cut));
}
