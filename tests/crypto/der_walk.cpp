// The walk over DER (X.690 8.1, 10.1): each failure has its byte, the first failure stays, and nothing behind the input
// is read.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/crypto/der_walk.hpp"

namespace {

using namespace flintls;
using namespace test;

/// True if the input is refused as one element with this tag, for this reason and at this byte.
template <std::size_t N>
constexpr bool refuses(std::uint8_t tag, bytes<N> const& input, errc what, std::uint32_t offset) {
    der_walk walk{input};
    byte_view const contents = walk.take(tag);
    return walk.what() == what && walk.position() == input.data() + offset && contents.empty();
}

constexpr bool takes_one_after_another() {
    constexpr auto const& input = "02 02 a1a2 30 00 03 01 b1"_hex;
    der_walk walk{input};
    byte_view const number = walk.take(der_tag::integer);
    byte_view const nothing = walk.take(der_tag::sequence);
    byte_view const bits = walk.take(der_tag::any);
    return walk.what() == errc::ok && walk.is_at_end() && number == byte_view{input}.subview(2, 2) &&
           number.data() == input.data() + 2 && nothing.empty() && bits == byte_view{input}.subview(8, 1);
}
static_assert(takes_one_after_another());

constexpr bool an_optional_one_may_be_absent() {
    constexpr auto const& input = "a0 01 05 02 00"_hex;
    der_walk walk{input};
    walk.take_optional(der_tag::constructed(1));
    bool const not_there = walk.position() == input.data();
    walk.take_optional(der_tag::constructed(0));
    bool const there = walk.position() == input.data() + 3;
    (void)walk.take(der_tag::integer);
    walk.take_optional(der_tag::primitive(2)); // at the end
    return not_there && there && walk.what() == errc::ok && walk.is_at_end();
}
static_assert(an_optional_one_may_be_absent());
static_assert(der_tag::constructed(3) == 0xa3 && der_tag::primitive(2) == 0x82);

constexpr bool lengths_have_one_form() { // X.690 10.1
    constexpr std::uint8_t tag = der_tag::sequence;
    return refuses(tag, "30 80 0000"_hex, errc::bad_length, 1) && // indefinite
           refuses(tag, "30 81 01 a1"_hex, errc::bad_length, 1) && refuses(tag, "30 81 7f"_hex, errc::bad_length, 1) &&
           refuses(tag, "30 81 80"_hex, errc::truncated, 1) && refuses(tag, "30 82 0080"_hex, errc::bad_length, 1) &&
           refuses(tag, "30 82 00ff"_hex, errc::bad_length, 1) && refuses(tag, "30 82 0100"_hex, errc::truncated, 1) &&
           refuses(tag, "30 83 00ffff"_hex, errc::bad_length, 1) &&
           refuses(tag, "30 83 010000"_hex, errc::truncated, 1) &&
           refuses(tag, "30 83 ffffff"_hex, errc::truncated, 1) &&
           refuses(tag, "30 84 00000001 a1"_hex, errc::bad_length, 1) &&
           refuses(tag, "30 84 ffffffff a1"_hex, errc::bad_length, 1) && refuses(tag, "30 ff"_hex, errc::bad_length, 1);
}
static_assert(lengths_have_one_form());

template <std::size_t Size, std::size_t Header> constexpr bool takes_exactly(bytes<Header> const& header) {
    bytes<Header + Size> input{};
    copy(input.data(), header.data(), Header);
    input[Header + Size - 1] = 0xa1;
    der_walk walk{input};
    byte_view const contents = walk.take(der_tag::sequence);
    return walk.what() == errc::ok && walk.is_at_end() && contents.data() == input.data() + Header &&
           contents.size() == Size && refuses(der_tag::sequence, header, errc::truncated, 1);
}
constexpr bool the_shortest_of_each_form() {
    return takes_exactly<1>("30 01"_hex) && takes_exactly<127>("30 7f"_hex) && takes_exactly<128>("30 81 80"_hex) &&
           takes_exactly<255>("30 81 ff"_hex) && takes_exactly<256>("30 82 0100"_hex);
}
static_assert(the_shortest_of_each_form());

constexpr bool what_is_cut_short() {
    constexpr std::uint8_t tag = der_tag::integer;
    return refuses(tag, ""_hex, errc::truncated, 0) && refuses(tag, "02"_hex, errc::truncated, 1) &&
           refuses(tag, "02 01"_hex, errc::truncated, 1) && refuses(tag, "02 02 a1"_hex, errc::truncated, 1) &&
           refuses(tag, "02 81"_hex, errc::truncated, 1) && refuses(tag, "02 82 01"_hex, errc::truncated, 1) &&
           refuses(tag, "02 83 0100"_hex, errc::truncated, 1);
}
static_assert(what_is_cut_short());

constexpr bool tags_that_cannot_stand_there() {
    return refuses(der_tag::integer, "03 01 a1"_hex, errc::forbidden_value, 0) &&
           refuses(der_tag::integer, "22 01 a1"_hex, errc::forbidden_value, 0) && // constructed
           refuses(der_tag::any, "00 00"_hex, errc::forbidden_value, 0) &&        // end-of-contents, for BER only
           refuses(der_tag::any, "1f 81 01 00"_hex, errc::forbidden_value, 0) &&  // a tag number of more than one byte
           refuses(der_tag::any, "bf 81 01 00"_hex, errc::forbidden_value, 0);
}
static_assert(tags_that_cannot_stand_there());

constexpr bool nested_ones_end_where_they_end() {
    constexpr auto const& input = "30 05 30 03 020107 02 00"_hex;
    der_walk walk{input};
    auto const* const outer = walk.enter(der_tag::sequence);
    auto const* const inner = walk.enter(der_tag::sequence);
    bool const at_number = walk.take(der_tag::integer)[0] == 7 && walk.is_at_end();
    walk.leave(inner);
    bool const at_end_of_outer = walk.is_at_end();
    walk.leave(outer);
    return at_number && at_end_of_outer && walk.take(der_tag::integer).empty() && walk.is_at_end() &&
           walk.what() == errc::ok;
}
static_assert(nested_ones_end_where_they_end());

constexpr bool an_element_does_not_reach_out_of_its_parent() {
    constexpr auto const& input = "30 03 02 02 a1 a2 a3"_hex;
    der_walk walk{input};
    (void)walk.enter(der_tag::sequence);
    byte_view const contents = walk.take(der_tag::integer);
    return walk.what() == errc::truncated && walk.position() == input.data() + 3 && contents.empty();
}
static_assert(an_element_does_not_reach_out_of_its_parent());

constexpr bool what_is_left_over() {
    constexpr auto const& input = "30 04 0200 0500 0200"_hex;
    der_walk walk{input};
    auto const* const outside = walk.enter(der_tag::sequence);
    (void)walk.take(der_tag::integer);
    walk.leave(outside);
    return walk.what() == errc::trailing && walk.position() == input.data() + 4;
}
static_assert(what_is_left_over());

constexpr bool the_first_failure_stays() {
    constexpr auto const& input = "03 00 02 00"_hex;
    der_walk walk{input};
    (void)walk.take(der_tag::integer);
    (void)walk.take(der_tag::bit_string); // correct, but after a failure
    auto const* const outside = walk.enter(der_tag::bit_string);
    walk.leave(outside);
    walk.take_optional(der_tag::bit_string);
    walk.fail(errc::trailing);
    return walk.what() == errc::forbidden_value && walk.position() == input.data();
}
static_assert(the_first_failure_stays());

constexpr bool nothing_to_walk_over() {
    der_walk walk{byte_view{}};
    bool const at_end = walk.is_at_end();
    walk.take_optional(der_tag::integer);
    bool const fine = walk.what() == errc::ok;
    (void)walk.take(der_tag::any);
    return at_end && fine && walk.what() == errc::truncated && walk.position() == nullptr;
}
static_assert(nothing_to_walk_over());

} // namespace

TEST_CASE("elements are taken one after another, and entered and left") {
    CHECK(at_run_time(takes_one_after_another));
    CHECK(at_run_time(an_optional_one_may_be_absent));
    CHECK(at_run_time(nested_ones_end_where_they_end));
    CHECK(at_run_time(nothing_to_walk_over));
}

TEST_CASE("a length has one form in DER, and ends inside what holds it") {
    CHECK(at_run_time(lengths_have_one_form));
    CHECK(at_run_time(the_shortest_of_each_form));
    CHECK(at_run_time(what_is_cut_short));
    CHECK(at_run_time(an_element_does_not_reach_out_of_its_parent));
}

TEST_CASE("wrong tags, left-over elements and the first failure are remembered") {
    CHECK(at_run_time(tags_that_cannot_stand_there));
    CHECK(at_run_time(what_is_left_over));
    CHECK(at_run_time(the_first_failure_stays));
}
