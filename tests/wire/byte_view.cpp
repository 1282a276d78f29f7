#include "support/codec.hpp"
#include "support/test.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/text.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& six = "01 02 03 04 05 06"_hex;

constexpr bool a_view_is_what_it_was_made_of() {
    constexpr std::uint8_t array[] = {7, 8};
    byte_view const none;
    byte_view const all{six};
    byte_view const part{six.data() + 1, 2};
    std::span<std::uint8_t const> const back = all;
    return none.empty() && none.size() == 0 && none.data() == nullptr && none.begin() == none.end() &&
           all.size() == 6 && !all.empty() && all.data() == six.data() && all[5] == 6 && all.end() - all.begin() == 6 &&
           part.size() == 2 && part[0] == 2 && byte_view{array}.size() == 2 && back.data() == six.data() &&
           back.size() == 6 && byte_view{std::span{six}.subspan(2)}.size() == 4;
}
static_assert(a_view_is_what_it_was_made_of());

constexpr bool subviews_stay_inside() {
    byte_view const all{six};
    return all.subview(0) == all && all.subview(2).size() == 4 && all.subview(2)[0] == 3 &&
           all.subview(2, 3).size() == 3 && all.subview(2, 4).size() == 4 && all.subview(2, 5).size() == 4 &&
           all.subview(6).empty() && all.subview(7).empty() && all.subview(7, 1).empty() &&
           all.subview(0xffff'ffff, 0xffff'ffff).empty() && all.subview(5, 0).empty() && byte_view{}.subview(1).empty();
}
static_assert(subviews_stay_inside());

constexpr bool views_compare_their_bytes() {
    constexpr auto const& same = "01 02 03 04 05 06"_hex;
    constexpr auto const& first_differs = "00 02 03 04 05 06"_hex;
    constexpr auto const& last_differs = "01 02 03 04 05 07"_hex;
    return byte_view{six} == byte_view{same} && byte_view{six} != byte_view{first_differs} &&
           byte_view{six} != byte_view{last_differs} && byte_view{six} != byte_view{six}.subview(0, 5) &&
           byte_view{} == byte_view{six}.subview(3, 0);
}
static_assert(views_compare_their_bytes());

constexpr bool fixed_views() {
    fixed_view<6> const none;
    fixed_view<6> const all{six};
    constexpr std::uint8_t array[] = {1, 2, 3, 4, 5, 6};
    fixed_view<6> const of_array = array;
    return none.empty() && none.size() == 6 && byte_view{none}.empty() && all.data() == six.data() && !all.empty() &&
           all[3] == 4 && byte_view{all} == byte_view{six} && all == of_array && none != all &&
           fixed_view<2>{six.data() + 4}[1] == 6 && fixed_view<3>{std::span{six}.first<3>()}[2] == 3 &&
           none == fixed_view<6>{} && fixed_view<6>::extent == 6;
}
static_assert(fixed_views());

// Whatever may be viewed: lvalues, and spans, which own nothing.
template <class From> constexpr bool viewable = std::is_constructible_v<byte_view, From>;
static_assert(viewable<std::array<std::uint8_t, 3>&> && viewable<std::array<std::uint8_t, 3> const&>);
static_assert(viewable<std::uint8_t (&)[3]> && viewable<std::uint8_t const (&)[3]>);
static_assert(viewable<std::span<std::uint8_t>> && viewable<std::span<std::uint8_t const>>);
static_assert(viewable<std::span<std::uint8_t const, 3>> && viewable<std::span<std::uint8_t>&>);
static_assert(!viewable<std::array<std::uint8_t, 3>> && !viewable<std::array<std::uint8_t, 3> const>);
static_assert(!viewable<std::uint8_t[3]> && !viewable<std::uint8_t const[3]>);
static_assert(!viewable<std::span<std::byte>> && !viewable<std::uint16_t (&)[3]>);
static_assert(std::is_convertible_v<std::array<std::uint8_t, 3>&, byte_view>);

// Text: literals, strings that last, and views of strings, as the standard library, and others, have them.
struct other_view { // of a library of its own: other types for sizes, and more of it
    using size_type = std::uint16_t;
    char const* begin_;
    size_type size_;
    [[nodiscard]] constexpr char const* data() const { return begin_; }
    [[nodiscard]] constexpr size_type size() const { return size_; }
};
struct fixed_string { // owns its characters, and is copied as it is
    std::array<char, 8> characters;
    [[nodiscard]] char const* data() const { return characters.data(); }
    [[nodiscard]] char* data() { return characters.data(); }
    [[nodiscard]] std::size_t size() const { return 8; }
};
static_assert(viewable<char const (&)[4]> && std::is_convertible_v<char const (&)[4], byte_view>);
static_assert(viewable<std::string_view> && viewable<std::string_view&> && viewable<std::string_view const>);
static_assert(viewable<std::string&> && viewable<std::string const&> && viewable<other_view>);
static_assert(std::is_convertible_v<std::string_view, byte_view>);
static_assert(viewable<fixed_string&> && viewable<std::span<char const>>);
static_assert(!viewable<std::string> && !viewable<std::string const> && !viewable<fixed_string>);
static_assert(!viewable<std::array<char, 3>> && !viewable<std::array<char const, 3>>);
static_assert(!viewable<char (&)[4]> && !viewable<char const[4]>); // a buffer, a temporary
static_assert(!viewable<char const*> && !viewable<char const*&> && !viewable<wchar_t const (&)[4]>);
static_assert(!viewable<std::wstring_view> && !viewable<std::vector<int>&>);

constexpr bool a_literal_in_a_constant_expression() {
    constexpr byte_view none = ""_bytes;
    constexpr byte_view name = "mqtt"_bytes;
    constexpr byte_view inside = "a\0b"_bytes;
    return none.empty() && name.size() == 4 && name[0] == 0x6d && name[3] == 0x74 && inside.size() == 3 &&
           inside[1] == 0 && inside[2] == 0x62;
}
static_assert(a_literal_in_a_constant_expression());

template <class From> constexpr bool fixable = std::is_constructible_v<fixed_view<3>, From>;
static_assert(fixable<std::array<std::uint8_t, 3>&> && fixable<std::span<std::uint8_t const, 3>>);
static_assert(!fixable<std::array<std::uint8_t, 3>> && !fixable<std::array<std::uint8_t, 3> const>);
static_assert(!fixable<std::array<std::uint8_t, 2>&> && !fixable<byte_view>);
static_assert(!std::is_convertible_v<std::uint8_t const*, fixed_view<3>>);

static_assert(std::is_trivially_copyable_v<byte_view> && std::is_trivially_copyable_v<fixed_view<32>>);
static_assert(sizeof(byte_view) <= 2 * sizeof(void*) && sizeof(fixed_view<32>) == sizeof(void*));

} // namespace

TEST_CASE("a view has the bytes and the size of what it was made of") {
    CHECK(at_run_time(a_view_is_what_it_was_made_of));
    CHECK(at_run_time(fixed_views));
}

TEST_CASE("text is viewed without its terminating zero") {
    constexpr auto const& mqtt = "6d 71 74 74"_hex;
    CHECK(at_run_time(a_literal_in_a_constant_expression));
    CHECK(byte_view{"mqtt"} == byte_view{mqtt});
    CHECK(byte_view{""}.empty());
    CHECK(byte_view{"a\0b"}.size() == 3);
    static char const without_zero[] = {'m', 'q', 't', 't'};
    CHECK(byte_view{without_zero} == byte_view{mqtt});
    std::string_view const view = "mqtt";
    CHECK(byte_view{view}.data() == static_cast<void const*>(view.data()));
    CHECK(byte_view{view} == byte_view{mqtt});
    CHECK(byte_view{view.substr(1, 2)} == byte_view{mqtt}.subview(1, 2));
    fixed_string const owner{{'m', 'q', 't', 't', '!', '!', '!', '!'}};
    CHECK(byte_view{owner}.size() == 8);
    CHECK(byte_view{owner}.subview(0, 4) == byte_view{mqtt});
    CHECK(byte_view{other_view{"mqtt", 3}} == byte_view{mqtt}.subview(0, 3));
    auto const size_of = [](byte_view given) { return given.size(); };
    CHECK(size_of("mqtt") == 4);
    CHECK(size_of("mqtt"_bytes) == 4);
}

TEST_CASE("a part of a view never reaches outside it") { CHECK(at_run_time(subviews_stay_inside)); }

TEST_CASE("views are equal if their bytes are") { CHECK(at_run_time(views_compare_their_bytes)); }

#if SIZE_MAX > 0xffffffff
TEST_CASE("a span of more than 4 GiB - 1 is refused, never cut") {
    std::uint8_t const* volatile start = six.data(); // nothing behind it is read
    std::size_t volatile size = 0xffff'ffff;
    CHECK(byte_view{std::span<std::uint8_t const>{start, size}}.size() == 0xffff'ffffU);
    size = 0x1'0000'0000;
    CHECK(byte_view{std::span<std::uint8_t const>{start, size}}.empty());
    size = 0x1'0000'0006;
    CHECK(byte_view{std::span<std::uint8_t const>{start, size}}.data() == nullptr);
}
#endif
