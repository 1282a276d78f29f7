#include "flintls/wire/describe.hpp"

#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test;

enum class fruit : std::uint8_t {};

struct pair_of_fruit {
    fruit left_one{};
    byte_view seeds;
    using wire = fields<field<&pair_of_fruit::left_one>, field<&pair_of_fruit::seeds, opaque<0, 255>>>;
};

/// A codec that the wire layer does not know: one byte.
struct secret {
    static constexpr errc read(cursor& c, std::uint8_t& value) { return u8::read(c, value); }
};

template <class Number> struct basket_of {
    Number weight{};
    fixed_view<2> mark;
    list_view<number<std::uint16_t>> sizes;
    list_view<nested<pair_of_fruit>> pairs;
    std::uint8_t hidden{};
    byte_view rest;
    using wire = fields<field<&basket_of::weight, u24>, field<&basket_of::mark, fixed<2>>,
                        field<&basket_of::sizes, vec<std::uint16_t, 0, 0xffff>>,
                        field<&basket_of::pairs, vec<pair_of_fruit, 0, 255>>, field<&basket_of::hidden, secret>,
                        field<&basket_of::rest, remaining>>;
};
using basket = basket_of<std::uint32_t>;

struct nothing {
    using wire = fields<>;
};

enum class kind { number, bytes, list, structure, other };

struct told {
    kind what{};
    message_part part;
    std::uint32_t value = 0; ///< the number, or how many bytes of content
};

/// Remembers what it is told.
struct recorder {
    std::array<told, 16> all{};
    std::size_t count = 0;
    bool fruit_keeps_its_type = false;

    constexpr void add(kind what, message_part const& part, std::uint32_t value) { all[count++] = {what, part, value}; }

    template <class T> constexpr void number(message_part const& at, T value) {
        fruit_keeps_its_type |= std::is_same_v<T, fruit>;
        add(kind::number, at, static_cast<std::uint32_t>(value));
    }
    constexpr void bytes(message_part const& at, byte_view value) { add(kind::bytes, at, value.size()); }
    template <class List> constexpr void list(message_part const& at, List const& value) {
        add(kind::list, at, value.encoded().size());
    }
    constexpr void structure(message_part const& at) { add(kind::structure, at, 0); }
    constexpr void other(std::type_identity<secret>, message_part const& at, std::uint8_t value) {
        add(kind::other, at, value);
    }
};

constexpr bool same_text(char const* a, char const* b) {
    while (*a != 0 && *a == *b) {
        ++a;
        ++b;
    }
    return *a == *b;
}

constexpr bool names_are_those_of_the_members() {
    return same_text(member_name<&pair_of_fruit::left_one>, "left_one") &&
           same_text(member_name<&basket::pairs>, "pairs") && same_text(member_name<&basket_of<int>::sizes>, "sizes");
}
static_assert(names_are_those_of_the_members());

/// name null: an element, whose index is `index`.
struct expected {
    kind what;
    char const* name;
    std::uint32_t index, offset, size, prefix, depth, value;

    constexpr bool matches(told const& t) const {
        bool const named = name == nullptr ? t.part.name == nullptr : same_text(name, t.part.name);
        return named && what == t.what && index == t.part.index && offset == t.part.offset &&
               size == t.part.bytes.size() && prefix == t.part.prefix && depth == t.part.depth && value == t.value;
    }
};

constexpr bool every_part_is_told_in_order() {
    constexpr expected parts[] = {
        {kind::number, "weight", 0, 0, 3, 0, 0, 0x102}, {kind::bytes, "mark", 0, 3, 2, 0, 0, 2},
        {kind::list, "sizes", 0, 5, 6, 2, 0, 4},        {kind::number, nullptr, 0, 7, 2, 0, 1, 1},
        {kind::number, nullptr, 1, 9, 2, 0, 1, 2},      {kind::list, "pairs", 0, 11, 6, 1, 0, 5},
        {kind::structure, nullptr, 0, 12, 2, 0, 1, 0},  {kind::number, "left_one", 0, 12, 1, 0, 2, 5},
        {kind::bytes, "seeds", 0, 13, 1, 1, 2, 0},      {kind::structure, nullptr, 1, 14, 3, 0, 1, 0},
        {kind::number, "left_one", 0, 14, 1, 0, 2, 6},  {kind::bytes, "seeds", 0, 15, 2, 1, 2, 1},
        {kind::other, "hidden", 0, 17, 1, 0, 0, 0x2a},  {kind::bytes, "rest", 0, 18, 2, 0, 0, 2},
    };
    constexpr auto bytes = "000102 aabb 0004 00010002 05 0500 0601c1 2a ddee"_hex;
    recorder heard;
    if (describe<basket>(bytes, heard) || heard.count != std::size(parts) || !heard.fruit_keeps_its_type) {
        return false;
    }
    for (std::size_t i = 0; i < heard.count; ++i) {
        if (!parts[i].matches(heard.all[i])) {
            return false;
        }
    }
    return true;
}
static_assert(every_part_is_told_in_order());

constexpr bool offset_and_depth_count_from_where_the_message_stands() {
    constexpr auto bytes = "05 01 c1"_hex;
    recorder heard;
    return !describe<pair_of_fruit>(bytes, heard, 100, 3) && heard.count == 2 &&
           expected{kind::number, "left_one", 0, 100, 1, 0, 3, 5}.matches(heard.all[0]) &&
           expected{kind::bytes, "seeds", 0, 101, 2, 1, 3, 1}.matches(heard.all[1]) &&
           heard.all[1].part.bytes.data() == bytes.data() + 1;
}
static_assert(offset_and_depth_count_from_where_the_message_stands());

constexpr bool a_part_is_known_by_all_of_its_name() {
    constexpr auto is_seeds = [](char const* name) { return is_member<&pair_of_fruit::seeds>(name); };
    return is_seeds("seeds") && !is_seeds("sewed") && !is_seeds("deeds") && !is_seeds("seed") &&
           !is_seeds("seedsman") && !is_seeds("") && !is_seeds(nullptr) &&
           is_member<&pair_of_fruit::left_one>("left_one");
}
static_assert(a_part_is_known_by_all_of_its_name());

template <class M, std::size_t Size>
constexpr bool stops(std::array<std::uint8_t, Size> const& bytes, errc what, std::uint32_t offset, std::size_t count) {
    recorder heard;
    M unused{};
    error const e = describe<M>(bytes, heard);
    return e == error{what, offset} && e == parse(bytes, unused) && heard.count == count;
}

constexpr bool what_is_wrong_is_what_parse_says() {
    return stops<pair_of_fruit>("05 02 c1"_hex, errc::truncated, 1, 1) &&
           stops<pair_of_fruit>("05 00 c1"_hex, errc::trailing, 2, 2) &&
           stops<basket>("000102 aabb 0003 000100 00"_hex, errc::bad_length, 5, 2) &&
           stops<basket>("000102 aabb 0000 03 05 00 06 00"_hex, errc::truncated, 11, 3) &&
           stops<nothing>("00"_hex, errc::trailing, 0, 0);
}
static_assert(what_is_wrong_is_what_parse_says());

constexpr bool a_message_without_fields_has_no_parts() {
    recorder heard;
    return !describe<nothing>(byte_view{}, heard) && heard.count == 0;
}
static_assert(a_message_without_fields_has_no_parts());

} // namespace

TEST_CASE("describe: names are those of the members") { CHECK(names_are_those_of_the_members()); }
TEST_CASE("describe tells every part in the order of the wire, lists before their elements") {
    CHECK(every_part_is_told_in_order());
}
TEST_CASE("describe: a part is known by all of its name") { CHECK(at_run_time(a_part_is_known_by_all_of_its_name)); }
TEST_CASE("describe: offset and depth count from where the message stands") {
    CHECK(offset_and_depth_count_from_where_the_message_stands());
}
TEST_CASE("describe refuses what parse refuses, at the same byte, and has told what stands before it") {
    CHECK(what_is_wrong_is_what_parse_says());
}
TEST_CASE("describe: a message without fields has no parts") { CHECK(a_message_without_fields_has_no_parts()); }
