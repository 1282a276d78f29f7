#include "flintls/trust/der_stream.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test::literals;
using step = der_stream::step;

/// The events of a walk that enters every SEQUENCE: a letter for each step other than pieces, and the bytes of the
/// pieces counted.
struct story {
    std::array<char, 32> text{};
    std::uint32_t size = 0;
    std::uint32_t bytes = 0;
    bool is_all_taken = false;

    constexpr void tell(char c) { text[size++] = c; }
    [[nodiscard]] constexpr bool is(char const* expected) const {
        std::uint32_t i = 0;
        while (i != size && text[i] == expected[i]) ++i;
        return i == size && expected[i] == 0;
    }
};
/// In pieces of `cut` bytes. `size`: the announced size; 0: all of the input.
constexpr story walk(byte_view in, std::uint32_t cut, std::uint32_t size = 0) {
    story told;
    der_stream der;
    der.begin(size != 0 ? size : in.size());
    for (std::uint32_t at = 0;;) {
        std::uint32_t taken = 0;
        step const found = der.take(in.subview(at, cut), taken);
        at += taken;
        switch (found) {
        case step::more:
            if (at == in.size() && taken == 0) {
                told.is_all_taken = der.depth() == 0;
                return told;
            }
            break;
        case step::header:
            told.tell(der.tag() == der_tag::sequence ? 's' : 'h');
            if (der.tag() == der_tag::sequence) der.enter();
            break;
        case step::piece: told.bytes += taken; break;
        case step::end: told.tell('e'); break;
        case step::leave: told.tell('l'); break;
        case step::wrong: told.tell('!'); return told;
        }
    }
}
constexpr bool tells(byte_view in, char const* story, std::uint32_t bytes) {
    bool good = true;
    for (std::uint32_t cut = 1; cut != 9; ++cut) {
        good = good && walk(in, cut).is(story) && walk(in, cut).bytes == bytes;
    }
    return good && walk(in, 1000).is(story);
}

constexpr bool elements_come_in_order_however_they_are_cut() {
    return tells("30 0a 02 01 05 30 03 04 01 aa 05 00"_hex, "sheshelhel", 2) && tells("0500"_hex, "he", 0) &&
           tells("3000"_hex, "sl", 0) && tells("3004 3000 3000"_hex, "sslsll", 0) &&
           tells("30 02 30 00"_hex, "ssll", 0);
}
static_assert(elements_come_in_order_however_they_are_cut());

constexpr bool is_wrong(byte_view in, std::uint32_t size = 0) {
    bool good = true;
    for (std::uint32_t cut = 1; cut != 9; ++cut) {
        story const told = walk(in, cut, size);
        good = good && told.size != 0 && told.text[told.size - 1] == '!';
    }
    return good;
}
/// X.690 8.1.2.4, 8.1.3.6, 10.1
constexpr bool what_der_walk_refuses_is_refused() {
    return is_wrong("3080 0000"_hex) && is_wrong("04 81 05 0000000000"_hex) && is_wrong("04 82 0005 0000000000"_hex) &&
           is_wrong("04 84 00000005 0000000000"_hex) && is_wrong("1f 01 00"_hex) && is_wrong("00 00"_hex) &&
           is_wrong("3003 0402 00"_hex) && is_wrong("3001 04 00"_hex) && is_wrong("04 82 00"_hex) &&
           is_wrong("04"_hex) && is_wrong("30 02 04 05"_hex);
}
static_assert(what_der_walk_refuses_is_refused());

constexpr bool a_long_length_is_read() {
    std::array<std::uint8_t, 3 + 200> octets{0x04, 0x81, 200};
    std::array<std::uint8_t, 4 + 300> more{0x04, 0x82, 0x01, 0x2c};
    return tells(octets, "he", 200) && tells(more, "he", 300);
}
static_assert(a_long_length_is_read());

constexpr bool bytes_that_are_still_to_come_are_waited_for() {
    return !walk("30 0a 02 01 05"_hex, 2, 12).is_all_taken && walk("30 0a 02 01 05"_hex, 2, 12).is("she") &&
           walk("3000"_hex, 2).is_all_taken;
}
static_assert(bytes_that_are_still_to_come_are_waited_for());

} // namespace

TEST_CASE("elements come in order however their bytes are cut") {
    CHECK(elements_come_in_order_however_they_are_cut());
}
TEST_CASE("what der_walk refuses is refused in a stream as well") { CHECK(what_der_walk_refuses_is_refused()); }
TEST_CASE("a long length is read") { CHECK(a_long_length_is_read()); }
TEST_CASE("bytes that are still to come are waited for") { CHECK(bytes_that_are_still_to_come_are_waited_for()); }
