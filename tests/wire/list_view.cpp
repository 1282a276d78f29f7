#include "support/codec.hpp"
#include "support/test.hpp"

#include <array>
#include <span>
#include <type_traits>

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

using numbers = list_view<u16>;
constexpr auto const& encoded = "0001 00ff ff00"_hex;
constexpr std::uint16_t elements[] = {0x0001, 0x00ff, 0xff00};

constexpr bool both_kinds_iterate_alike() {
    auto const parsed = numbers::from_encoded(encoded);
    numbers const made{elements};
    return equal(parsed, elements) && equal(made, elements) && !parsed.empty() && !made.empty();
}
static_assert(both_kinds_iterate_alike());

constexpr bool each_kind_knows_what_it_is() {
    auto const parsed = numbers::from_encoded(encoded);
    numbers const made{elements};
    return parsed.is_encoded() && parsed.encoded().data() == encoded.data() && parsed.encoded().size() == 6 &&
           parsed.elements().empty() && !made.is_encoded() && made.encoded().empty() &&
           made.elements().data() == elements && made.elements().size() == 3;
}
static_assert(each_kind_knows_what_it_is());

constexpr bool no_elements() {
    numbers const none;
    auto const parsed = numbers::from_encoded({encoded.data(), 0});
    std::span<std::uint16_t const> const nothing;
    numbers const made{nothing};
    return none.empty() && none.begin() == none.end() && parsed.empty() && parsed.begin() == parsed.end() &&
           made.empty() && made.begin() == made.end() && !none.contains(0) && !parsed.contains(0) && !made.contains(0);
}
static_assert(no_elements());

constexpr bool contains_looks_at_whole_elements() {
    auto const parsed = numbers::from_encoded(encoded);
    numbers const made{elements};
    for (std::uint16_t const each : elements) {
        if (!parsed.contains(each) || !made.contains(each)) return false;
    }
    // 0100 and ffff stand in the bytes, but across two elements
    return !parsed.contains(0x0100) && !parsed.contains(0xffff) && !made.contains(0xffff) && !made.contains(0);
}
static_assert(contains_looks_at_whole_elements());

constexpr bool iterators_step() {
    auto const parsed = numbers::from_encoded(encoded);
    auto i = parsed.begin();
    bool const first = *i == 1;
    i++;
    bool const second = *i == 0xff && *i == 0xff;
    ++i;
    bool const third = *i == 0xff00 && i != parsed.end();
    return first && second && third && ++i == parsed.end();
}
static_assert(iterators_step());

constexpr auto const& encoded_names = "02 6832 08 687474702f312e31 00"_hex;
constexpr byte_view names[] = {{encoded_names.data() + 1, 2}, {encoded_names.data() + 4, 8}, {}};
constexpr bool elements_of_unequal_size() {
    auto const parsed = list_view<opaque<0, 255>>::from_encoded(encoded_names);
    return equal(parsed, names) && parsed.contains(byte_view{encoded_names.data() + 1, 2}) &&
           !parsed.contains(byte_view{encoded_names.data() + 1, 3}) &&
           (*parsed.begin()).data() == encoded_names.data() + 1;
}
static_assert(elements_of_unequal_size());

/// What from_encoded requires but did not get: the walk ends inside the bytes all the same.
constexpr bool malformed_bytes_end_the_walk() {
    constexpr auto const& cut = "02 6832 05 68"_hex;
    auto const parsed = list_view<opaque<0, 255>>::from_encoded(cut);
    std::uint32_t count = 0;
    for (byte_view const each : parsed) {
        count += each.size() == 2 || each.empty() ? 1U : 100U;
    }
    return count == 2;
}
static_assert(malformed_bytes_end_the_walk());

constexpr std::array<std::uint16_t, 2> array{1, 2};
static_assert(equal(numbers{array}, {1, 2}));
static_assert(equal(numbers{std::span<std::uint16_t const>{array}}, {1, 2}));
static_assert(!std::is_constructible_v<numbers, std::array<std::uint16_t, 2>>);
static_assert(!std::is_constructible_v<numbers, std::uint16_t[2]>);
static_assert(!std::is_constructible_v<numbers, std::array<std::uint32_t, 2>&>);
static_assert(std::is_trivially_copyable_v<numbers>);

} // namespace

TEST_CASE("a parsed list and a list of elements iterate alike") {
    CHECK(at_run_time(both_kinds_iterate_alike));
    CHECK(at_run_time(each_kind_knows_what_it_is));
    CHECK(at_run_time(iterators_step));
}

TEST_CASE("a list without elements is empty, wherever it comes from") { CHECK(at_run_time(no_elements)); }

TEST_CASE("a list contains its elements, not the bytes across them") {
    CHECK(at_run_time(contains_looks_at_whole_elements));
}

TEST_CASE("a list of 2^31-1 elements is whole, and one of more is none: never cut") {
    if constexpr (sizeof(std::size_t) > 4) {
        constexpr std::size_t most = 0x7fff'ffff; // nobody looks at them
        CHECK(numbers{std::span<std::uint16_t const>{elements, most}}.elements().size() == most);
        CHECK(numbers{std::span<std::uint16_t const>{elements, most + 1}}.empty());
    }
}

TEST_CASE("elements of unequal size alias the list's bytes, and a walk never leaves them") {
    CHECK(at_run_time(elements_of_unequal_size));
    CHECK(at_run_time(malformed_bytes_end_the_walk));
}
