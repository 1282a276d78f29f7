#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

enum class colour : std::uint16_t { red = 1 };

struct numbers {
    std::uint8_t one{};
    std::uint16_t two{};
    std::uint32_t three{};
    std::uint32_t four{};
    colour code_point{};

    using wire = fields<field<&numbers::one>, field<&numbers::two>, field<&numbers::three, u24>, field<&numbers::four>,
                        field<&numbers::code_point>>;
    friend constexpr bool operator==(numbers, numbers) = default;
};

constexpr auto const& wire = "01 0203 040506 0708090a fefd"_hex;
constexpr numbers value{1, 0x0203, 0x040506, 0x0708090a, colour{0xfefd}};

constexpr bool both_directions() {
    return round_trips<numbers>(wire, [](numbers m) { return m == value; }) && refuses_less_room<12>(value);
}
static_assert(both_directions());

constexpr auto const& zeros = "00 0000 000000 00000000 0000"_hex;
constexpr auto const& ones = "ff ffff ffffff ffffffff ffff"_hex;
constexpr bool extremes() {
    return round_trips<numbers>(zeros, [](numbers m) { return m == numbers{}; }) &&
           round_trips<numbers>(ones, [](numbers m) {
               return m == numbers{0xff, 0xffff, 0xff'ffff, 0xffff'ffff, colour{0xffff}};
           });
}
static_assert(extremes());

/// Where the number that a cut goes through begins
constexpr std::uint32_t begins[12] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};

constexpr bool cuts_are_found_where_the_number_begins() {
    for (std::uint32_t size = 0; size < 12; ++size) {
        numbers m{value};
        if (parse(byte_view{wire.data(), size}, m) != error{errc::truncated, begins[size]} || m != numbers{}) {
            return false;
        }
    }
    return true;
}
static_assert(cuts_are_found_where_the_number_begins());

constexpr bool lack_of_room_is_found_where_the_number_begins() {
    for (std::uint32_t room = 0; room < 12; ++room) {
        std::array<std::uint8_t, 12> out{};
        writer w{std::span{out}.first(room)};
        if (w.write(value) != error{errc::no_room, begins[room]} || w.size() != 0) {
            return false;
        }
    }
    return true;
}
static_assert(lack_of_room_is_found_where_the_number_begins());

constexpr bool a_left_over_byte_is_found() {
    return fails<numbers>("01 0203 040506 0708090a fefd 00"_hex, errc::trailing, 12);
}
static_assert(a_left_over_byte_is_found());

constexpr bool a_u24_holds_no_more_than_24_bits() {
    return cannot_write(numbers{1, 2, 0x100'0000, 4, colour::red}, errc::not_representable, 3) &&
           cannot_write(numbers{1, 2, 0xffff'ffff, 4, colour::red}, errc::not_representable, 3) &&
           writes(numbers{1, 2, 0xff'ffff, 4, colour::red}, "01 0002 ffffff 00000004 0001"_hex);
}
static_assert(a_u24_holds_no_more_than_24_bits());

static_assert(u8::min_size == 1 && u8::max_size == 1);
static_assert(u16::min_size == 2 && u16::max_size == 2);
static_assert(u24::min_size == 3 && u24::max_size == 3);
static_assert(u32::min_size == 4 && u32::max_size == 4);
static_assert(min_size<numbers> == 12 && max_size<numbers> == 12);
static_assert(std::is_same_v<codec_of<std::uint16_t>, u16> && std::is_same_v<codec_of<u24>, u24>);
static_assert(std::is_same_v<codec_of<colour>, number<colour>> && number<colour>::min_size == 2);

static_assert(add_sizes(2, 3) == 5);
static_assert(add_sizes(unbounded, 0) == unbounded && add_sizes(0, unbounded) == unbounded);
static_assert(add_sizes(unbounded, 1) == unbounded && add_sizes(unbounded, unbounded) == unbounded);
static_assert(add_sizes(unbounded - 2, 1) == unbounded - 1 && add_sizes(unbounded - 1, 2) == unbounded);

struct random_bytes {
    fixed_view<3> value;
    using wire = fields<field<&random_bytes::value, fixed<3>>>;
};
constexpr auto const& three = "a1b2c3"_hex;

constexpr bool fixed_both_directions() {
    return round_trips<random_bytes>(three,
                                     [](random_bytes const& m) {
                                         return m.value.data() == three.data() && m.value == fixed_view<3>{three};
                                     }) &&
           refuses_less_room<3>(random_bytes{three});
}
static_assert(fixed_both_directions());

constexpr bool fixed_knows_its_size() {
    return fails<random_bytes>(""_hex, errc::truncated, 0) && fails<random_bytes>("a1b2"_hex, errc::truncated, 0) &&
           fails<random_bytes>("a1b2c3d4"_hex, errc::trailing, 3) &&
           cannot_write(random_bytes{}, errc::not_representable, 0);
}
static_assert(fixed_knows_its_size());
static_assert(min_size<random_bytes> == 3 && max_size<random_bytes> == 3);

struct rest {
    std::uint8_t first{};
    byte_view others;
    using wire = fields<field<&rest::first>, field<&rest::others, remaining>>;
};
constexpr auto const& four = "09 a1b2c3"_hex;

constexpr bool remaining_both_directions() {
    return round_trips<rest>(four, [](rest const& m) { return m.others == byte_view{three} && m.first == 9; }) &&
           round_trips<rest>("09"_hex, [](rest const& m) { return m.others.empty() && m.first == 9; }) &&
           refuses_less_room<4>(rest{9, three}) && fails<rest>(""_hex, errc::truncated, 0);
}
static_assert(remaining_both_directions());
static_assert(min_size<rest> == 1 && max_size<rest> == unbounded);

} // namespace

TEST_CASE("numbers of 1 to 4 bytes and code points are big-endian, in both directions") {
    CHECK(at_run_time(both_directions));
    CHECK(at_run_time(extremes));
}

TEST_CASE("a number that is cut, or has no room, fails at its first byte and leaves nothing behind") {
    CHECK(at_run_time(cuts_are_found_where_the_number_begins));
    CHECK(at_run_time(lack_of_room_is_found_where_the_number_begins));
    CHECK(at_run_time(a_left_over_byte_is_found));
}

TEST_CASE("a number that does not fit into 24 bits is not representable") {
    CHECK(at_run_time(a_u24_holds_no_more_than_24_bits));
}

TEST_CASE("bytes of a known count alias the input and cannot be missing when written") {
    CHECK(at_run_time(fixed_both_directions));
    CHECK(at_run_time(fixed_knows_its_size));
}

TEST_CASE("what is left may be nothing") { CHECK(at_run_time(remaining_both_directions)); }
