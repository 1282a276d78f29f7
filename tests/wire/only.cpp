#include "flintls/wire/only.hpp"

#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/describe.hpp"

namespace {

using namespace flintls;
using namespace test;

enum class colour : std::uint16_t { red = 0x0102 };

struct flag {
    colour first{};
    std::uint8_t second{};
    using wire = fields<field<&flag::first, only<colour::red>>, field<&flag::second, only<std::uint8_t{7}>>>;
};

constexpr bool one_value_and_no_other() {
    return round_trips<flag>("0102 07"_hex, [](flag const& m) { return m.first == colour::red && m.second == 7; }) &&
           fails<flag>("0103 07"_hex, errc::forbidden_value, 0) &&
           fails<flag>("0002 07"_hex, errc::forbidden_value, 0) &&
           fails<flag>("0102 06"_hex, errc::forbidden_value, 2) && fails<flag>("01"_hex, errc::truncated, 0) &&
           fails<flag>("0102"_hex, errc::truncated, 2) && fails<flag>("0102 07 07"_hex, errc::trailing, 3) &&
           cannot_write(flag{}, errc::not_representable, 0) &&
           cannot_write(flag{colour::red, 8}, errc::not_representable, 2) && refuses_less_room<3>(flag{colour::red, 7});
}
static_assert(one_value_and_no_other());
static_assert(min_size<flag> == 3 && max_size<flag> == 3);

struct few {
    colour first{};
    std::uint8_t second{};
    using wire = fields<field<&few::first, at_most<colour::red>>, field<&few::second, at_most<std::uint8_t{7}>>>;
};

constexpr bool a_value_up_to_the_largest() {
    return round_trips<few>("0102 07"_hex, [](few const& m) { return m.first == colour::red && m.second == 7; }) &&
           round_trips<few>("0000 00"_hex, [](few const& m) { return m.first == colour{} && m.second == 0; }) &&
           fails<few>("0103 07"_hex, errc::forbidden_value, 0) && fails<few>("ff02 07"_hex, errc::forbidden_value, 0) &&
           fails<few>("0102 08"_hex, errc::forbidden_value, 2) && fails<few>("0102 ff"_hex, errc::forbidden_value, 2) &&
           fails<few>("01"_hex, errc::truncated, 0) && fails<few>("0102"_hex, errc::truncated, 2) &&
           fails<few>("0102 07 07"_hex, errc::trailing, 3) && writes(few{}, "0000 00"_hex) &&
           cannot_write(few{colour{0x0103}, 0}, errc::not_representable, 0) &&
           cannot_write(few{colour::red, 8}, errc::not_representable, 2) && refuses_less_room<3>(few{colour::red, 7});
}
static_assert(a_value_up_to_the_largest());
static_assert(min_size<few> == 3 && max_size<few> == 3);

struct listener {
    std::uint32_t numbers = 0;
    constexpr void number(message_part const&, colour value) { numbers += value == colour::red ? 1 : 0; }
    constexpr void number(message_part const& at, std::uint8_t value) {
        numbers += value == 7 && at.offset == 2 ? 10 : 0;
    }
};
constexpr bool it_is_told_as_a_number() {
    listener heard;
    listener of_few;
    return !describe<flag>("0102 07"_hex, heard) && heard.numbers == 11 && !describe<few>("0102 07"_hex, of_few) &&
           of_few.numbers == 11;
}
static_assert(it_is_told_as_a_number());

} // namespace

TEST_CASE("a field with a fixed value takes no other, and is told as a number") {
    CHECK(at_run_time(one_value_and_no_other));
    CHECK(at_run_time(it_is_told_as_a_number));
}
TEST_CASE("a field with a largest value takes none above it") { CHECK(at_run_time(a_value_up_to_the_largest)); }
