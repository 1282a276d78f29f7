#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

template <class Elem, std::size_t Min, std::size_t Max> struct list_of {
    std::uint8_t before{};
    typename vec<Elem, Min, Max>::value_type list;
    using wire = fields<field<&list_of::before>, field<&list_of::list, vec<Elem, Min, Max>>>;
};

using numbers = list_of<std::uint16_t, 2, 6>;
constexpr std::uint16_t three_numbers[] = {0x0102, 0x0304, 0xffff};
constexpr std::uint16_t one_number[] = {0x0102};

constexpr bool lists_of_numbers() {
    return round_trips<numbers>("09 02 0102"_hex, [](auto& m) { return equal(m.list, one_number); }) &&
           round_trips<numbers>("09 06 0102 0304 ffff"_hex, [](auto& m) { return equal(m.list, three_numbers); }) &&
           writes(numbers{9, one_number}, "09 02 0102"_hex) &&
           writes(numbers{9, three_numbers}, "09 06 0102 0304 ffff"_hex) &&
           refuses_less_room<8>(numbers{9, three_numbers});
}
static_assert(lists_of_numbers());

constexpr std::uint16_t four_numbers[] = {1, 2, 3, 4};
constexpr bool lists_of_numbers_out_of_bounds() {
    return fails<numbers>("09 00"_hex, errc::bad_length, 1) &&
           fails<numbers>("09 08 0001 0002 0003 0004"_hex, errc::bad_length, 1) &&
           fails<numbers>("09 07 0001 0002 0003 00"_hex, errc::bad_length, 1) &&
           fails<numbers>("09 01 00"_hex, errc::bad_length, 1) && // below the bound
           fails<numbers>("09 03 0001 00"_hex, errc::bad_length, 1) &&
           fails<numbers>("09 05 0001 0002 00"_hex, errc::bad_length, 1) &&
           fails<numbers>("09 06 0001 0002 00"_hex, errc::truncated, 1) &&
           fails<numbers>("09"_hex, errc::truncated, 1) && fails<numbers>("09 02 0001 00"_hex, errc::trailing, 4) &&
           cannot_write(numbers{9, {}}, errc::not_representable, 1) &&
           cannot_write(numbers{9, four_numbers}, errc::not_representable, 1);
}
static_assert(lists_of_numbers_out_of_bounds());

struct point {
    std::uint8_t x{};
    std::uint16_t y{};
    using wire = fields<field<&point::x>, field<&point::y>>;
    friend constexpr bool operator==(point, point) = default;
};
using points = list_of<point, 0, 0xffff>;
constexpr point two_points[] = {{1, 0x0203}, {4, 0x0506}};

constexpr bool lists_of_structs_of_one_size() {
    return round_trips<points>("09 0000"_hex, [](auto& m) { return m.list.empty(); }) &&
           round_trips<points>("09 0006 01 0203 04 0506"_hex, [](auto& m) { return equal(m.list, two_points); }) &&
           writes(points{9, two_points}, "09 0006 01 0203 04 0506"_hex) && writes(points{9, {}}, "09 0000"_hex) &&
           refuses_less_room<9>(points{9, two_points}) && fails<points>("09 0001 01"_hex, errc::bad_length, 1) &&
           fails<points>("09 0002 01 02"_hex, errc::bad_length, 1) &&
           fails<points>("09 0005 01 0203 04 05"_hex, errc::bad_length, 1) &&
           fails<points>("09 0006 01 0203 04 05"_hex, errc::truncated, 1);
}
static_assert(lists_of_structs_of_one_size());

using names = list_of<opaque<1, 3>, 2, 8>;
constexpr auto const& abc = "61 62 63 64"_hex;
constexpr byte_view two_names[] = {byte_view{abc.data(), 1}, byte_view{abc.data(), 3}};
constexpr byte_view with_an_empty_name[] = {byte_view{abc.data(), 1}, byte_view{}};
constexpr byte_view with_a_long_name[] = {byte_view{abc.data(), 1}, byte_view{abc}};
constexpr byte_view three_names[] = {byte_view{abc.data(), 2}, byte_view{abc.data(), 2}, byte_view{abc.data(), 2}};

constexpr bool lists_of_opaque_bytes() {
    return round_trips<names>("09 06 01 61 03 616263"_hex, [](auto& m) { return equal(m.list, two_names); }) &&
           writes(names{9, two_names}, "09 06 01 61 03 616263"_hex) && refuses_less_room<8>(names{9, two_names}) &&
           cannot_write(names{9, with_an_empty_name}, errc::not_representable, 4) &&
           cannot_write(names{9, with_a_long_name}, errc::not_representable, 4) &&
           cannot_write(names{9, three_names}, errc::not_representable, 1) &&
           cannot_write(names{9, {}}, errc::not_representable, 1);
}
static_assert(lists_of_opaque_bytes());

constexpr bool malformed_elements() {
    return fails<names>("09 02 00 61"_hex, errc::bad_length, 2) &&
           fails<names>("09 04 01 61 00 61"_hex, errc::bad_length, 4) &&
           fails<names>("09 05 04 61626364"_hex, errc::bad_length, 2) &&
           fails<names>("09 03 03 6162"_hex, errc::truncated, 2) &&
           fails<names>("09 03 01 61 01"_hex, errc::truncated, 4) &&
           fails<names>("09 02 02 61 62"_hex, errc::truncated, 2) && // not past the list, though bytes follow
           fails<names>("09 01 00"_hex, errc::bad_length, 1) &&
           fails<names>("09 09 02 6162 02 6162 02 6162"_hex, errc::bad_length, 1);
}
static_assert(malformed_elements());

struct pair {
    std::uint8_t id{};
    byte_view name;
    using wire = fields<field<&pair::id>, field<&pair::name, opaque<0, 255>>>;
    friend constexpr bool operator==(pair const&, pair const&) = default;
};
using pairs = list_of<pair, 0, 0xff>;
constexpr pair two_pairs[] = {{1, byte_view{}}, {2, byte_view{abc.data(), 2}}};

constexpr bool lists_of_structs_of_unequal_sizes() {
    return round_trips<pairs>("09 06 01 00 02 02 6162"_hex, [](auto& m) { return equal(m.list, two_pairs); }) &&
           writes(pairs{9, two_pairs}, "09 06 01 00 02 02 6162"_hex) && refuses_less_room<8>(pairs{9, two_pairs}) &&
           fails<pairs>("09 01 01"_hex, errc::truncated, 3) && fails<pairs>("09 03 01 00 02"_hex, errc::truncated, 5) &&
           fails<pairs>("09 05 01 00 02 02 61"_hex, errc::truncated, 5);
}
static_assert(lists_of_structs_of_unequal_sizes());

struct outer {
    point where{};
    list_of<pair, 0, 255> inside{};
    std::uint8_t last{};
    using wire = fields<field<&outer::where>, field<&outer::inside>, field<&outer::last>>;
};

constexpr bool nested_structs() {
    return round_trips<outer>("01 0203 09 06 01 00 02 02 6162 ff"_hex,
                              [](outer const& m) {
                                  return m.where == point{1, 0x0203} && m.inside.before == 9 &&
                                         equal(m.inside.list, two_pairs) && m.last == 0xff;
                              }) &&
           refuses_less_room<12>(outer{{1, 0x0203}, {9, two_pairs}, 0xff}) &&
           fails<outer>("01 02"_hex, errc::truncated, 1) && fails<outer>("01 0203 09 01 01 ff"_hex, errc::truncated, 6);
}
static_assert(nested_structs());

struct nothing {
    using wire = fields<>;
};
static_assert(min_size<nothing> == 0 && max_size<nothing> == 0);
static_assert(min_size<numbers> == 4 && max_size<numbers> == 8);
static_assert(min_size<points> == 3 && max_size<points> == 3 + 0xffff);
static_assert(min_size<pair> == 2 && max_size<pair> == 257);
static_assert(min_size<outer> == 3 + 2 + 1 && max_size<outer> == 3 + 257 + 1);
static_assert(std::is_same_v<codec_of<point>, nested<point>>);

constexpr bool a_struct_without_fields() {
    return round_trips<nothing>(""_hex, [](nothing) { return true; }) && fails<nothing>("00"_hex, errc::trailing, 0) &&
           writes(nothing{}, ""_hex);
}
static_assert(a_struct_without_fields());

} // namespace

TEST_CASE("lists of numbers go both ways, from encoded bytes and from elements") {
    CHECK(at_run_time(lists_of_numbers));
}

TEST_CASE("lists outside their bounds or of odd length are refused at their length") {
    CHECK(at_run_time(lists_of_numbers_out_of_bounds));
}

TEST_CASE("lists of structs are checked by arithmetic where the size is known and by walking where it is not") {
    CHECK(at_run_time(lists_of_structs_of_one_size));
    CHECK(at_run_time(lists_of_structs_of_unequal_sizes));
}

TEST_CASE("a malformed element fails at its own byte") {
    CHECK(at_run_time(lists_of_opaque_bytes));
    CHECK(at_run_time(malformed_elements));
}

TEST_CASE("structs nest") {
    CHECK(at_run_time(nested_structs));
    CHECK(at_run_time(a_struct_without_fields));
}
