// JA3 and JA4 texts, against what their authors publish, and with little room.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/hello/fingerprint.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr bool says(byte_view text, char const* expected) {
    for (std::uint8_t const c : text) {
        if (c != static_cast<std::uint8_t>(*expected++)) return false;
    }
    return *expected == 0;
}

// Hellos that have the values of the examples in github.com/salesforce/ja3, README.md.
constexpr auto const& ja3_example =
    "0100005d0301000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000018002f0035000500"
    "0ac009c00ac013c01400320038001300040100001c00000006000400000161000a00080006001700180019000b000201"
    "00"_hex;
constexpr char const* ja3_example_text = "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0";
constexpr auto const& ja3_bare =
    "0100003d0301000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00001600040005000a00"
    "0900640062000300060013001200630100"_hex;
constexpr char const* ja3_bare_text = "769,4-5-10-9-100-98-3-6-19-18-99,,,";

// One that has those of the example in github.com/FoxIO-LLC/ja4, technical_details/JA4.md, and GREASE beside them:
// suite 4a4a, extensions 1a1a and dada, version 7a7a, group 3a3a.
constexpr auto const& ja4_example =
    "0100010b0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20808182838485868788"
    "898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f00204a4a130113021303c02bc02fc02cc030cca9cca8c013c0"
    "14009c009d002f0035010000a21a1a0000001b0003020002000000080006000003612e620033000c000a3a3a00010000"
    "1d0001aa0010000e000c02683208687474702f312e3144690005000302683200170000002d00020101000d0012001004"
    "0308040401050308050501080606010005000501000000000023000000120000002b0007067a7a03040303ff01000100"
    "000b00020100000a000a00083a3a001d00170018001500020000dada000100"_hex;
constexpr char const* ja4_example_text =
    "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_"
    "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_"
    "0403,0804,0401,0503,0805,0501,0806,0601";

template <std::size_t N> constexpr bool ja3_is(bytes<N> const& message, char const* expected) {
    bytes<fingerprint_room(N)> out{};
    hello_view hello;
    if (peek(message, hello)) return false;
    auto const text = ja3(hello, out);
    return text && text->data() == out.data() && says(*text, expected);
}
template <std::size_t N> constexpr bool ja4_is(bytes<N> const& message, char const* expected) {
    bytes<fingerprint_room(N)> out{};
    hello_view hello;
    if (peek(message, hello)) return false;
    auto const text = ja4_raw(hello, out);
    return text && text->whole.data() == out.data() && says(text->whole, expected);
}

constexpr bool published_ja3() { return ja3_is(ja3_example, ja3_example_text) && ja3_is(ja3_bare, ja3_bare_text); }
static_assert(published_ja3());

constexpr bool published_ja4() { return ja4_is(ja4_example, ja4_example_text); }
static_assert(published_ja4());

constexpr bool grease_is_in_no_text() {
    return ja3_is(ja4_example, "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,"
                               "27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0");
}
static_assert(grease_is_in_no_text());

constexpr bool hellos_without_extensions() {
    return ja4_is(ja3_bare, "t10i110000_0003,0004,0005,0006,0009,000a,0012,0013,0062,0063,0064_") &&
           ja4_is(ja3_example, "t10d120300_0004,0005,000a,0013,002f,0032,0035,0038,c009,c00a,c013,c014_000a,000b");
}
static_assert(hellos_without_extensions());

/// The two characters for the first protocol; the cases of JA4.md and some of IANA's.
template <std::size_t N> constexpr bool protocol_is(bytes<N> const& name, char first, char second) {
    constexpr auto const& head = "01 000000 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00"
                                 "0002 1301 01 00"_hex;
    bytes<head.size() + 9 + N> wire{};
    copy(wire.data(), head.data(), head.size());
    wire[3] = static_cast<std::uint8_t>(wire.size() - 4);
    std::uint8_t* const p = wire.data() + head.size();
    store<2>(p, 7 + N);
    store<2>(p + 2, 16);
    store<2>(p + 4, 3 + N);
    store<2>(p + 6, 1 + N);
    p[8] = N;
    copy(p + 9, name.data(), N);
    hello_view hello;
    bytes<100> out{};
    auto const text = peek(wire, hello) ? result<ja4_text>{error{errc::no_room, 0}} : ja4_raw(hello, out);
    return text && text->beginning.size() == 10 && text->beginning[8] == static_cast<std::uint8_t>(first) &&
           text->beginning[9] == static_cast<std::uint8_t>(second);
}
constexpr bool protocols() {
    return protocol_is("6832"_hex, 'h', '2') && protocol_is("687474702f312e31"_hex, 'h', '1') &&
           protocol_is("ab"_hex, 'a', 'b') && protocol_is("abcd"_hex, 'a', 'd') && protocol_is("30ab"_hex, '3', 'b') &&
           protocol_is("3031abcd"_hex, '3', 'd') && protocol_is("30abcd31"_hex, '0', '1') &&
           protocol_is("61"_hex, 'a', 'a') && protocol_is("5a7a"_hex, 'Z', 'z') && protocol_is("405b"_hex, '4', 'b');
}
static_assert(protocols());

constexpr bool version_is(std::uint8_t high, std::uint8_t low, char first, char second) {
    auto wire = ja3_bare;
    wire[4] = high;
    wire[5] = low;
    hello_view hello;
    bytes<200> out{};
    auto const text = peek(wire, hello) ? result<ja4_text>{error{errc::no_room, 0}} : ja4_raw(hello, out);
    return text && text->beginning[1] == static_cast<std::uint8_t>(first) &&
           text->beginning[2] == static_cast<std::uint8_t>(second);
}
constexpr bool versions() {
    return version_is(3, 4, '1', '3') && version_is(3, 3, '1', '2') && version_is(3, 2, '1', '1') &&
           version_is(3, 1, '1', '0') && version_is(3, 0, 's', '3') && version_is(0, 2, 's', '2') &&
           version_is(0xfe, 0xff, 'd', '1') && version_is(0xfe, 0xfd, 'd', '2') && version_is(0xfe, 0xfc, 'd', '3') &&
           version_is(3, 5, '0', '0') && version_is(0x7f, 0x1c, '0', '0') && version_is(0x1a, 0x1a, '0', '0');
}
static_assert(versions());

constexpr bool hashes_stand_in_their_places() {
    bytes<2000> out{};
    hello_view hello;
    if (peek(ja4_example, hello)) return false;
    auto const text = ja4_raw(hello, out);
    auto const first_and_size = [](byte_view part) { // no hash, but it tells what it was made of
        std::array<std::uint8_t, 32> made{part[0], static_cast<std::uint8_t>(part.size()), 0x9a, 0xbc, 0xde, 0xf0,
                                          0xff};
        return made;
    };
    auto const whole = ja4(*text, first_and_size);
    if (peek(ja3_bare, hello)) return false;
    auto const bare = ja4_raw(hello, out);
    auto const without = ja4(*bare, first_and_size);
    return text && says(byte_view{whole}, "t13d1516h2_304a9abcdef0_306d9abcdef0") && bare &&
           says(byte_view{without}, "t10i110000_30369abcdef0_000000000000");
}
static_assert(hashes_stand_in_their_places());

/// Does less room than the text takes answer no_room, and leave what is behind alone?
bool refuses_less_room() {
    static bytes<1000> out{};
    hello_view hello;
    if (peek(ja4_example, hello)) return false;
    std::uint32_t const size3 = (*ja3(hello, out)).size();
    std::uint32_t const size4 = (*ja4_raw(hello, out)).whole.size();
    for (std::uint32_t room = 0; room < size4; ++room) {
        out = {};
        auto const four = ja4_raw(hello, std::span{out}.first(room));
        if (four || four.error().what() != errc::no_room || out[room] != 0) return false;
        auto const three = ja3(hello, std::span{out}.first(room));
        if (three.has_value() != (room >= size3) || out[room] != 0) return false;
    }
    return ja3(hello, std::span{out}.first(size3)) && ja4_raw(hello, std::span{out}.first(size4));
}

/// 120 suites in falling order, each twice, and 40 extensions.
bool sorts_and_caps() {
    static bytes<39 + 482 + 2 + 162> wire{};
    static bytes<3000> out{};
    wire = {};
    copy(wire.data(), "01 000000 0303"_hex.data(), 6);
    store<2>(wire.data() + 2, wire.size() - 4);
    std::uint8_t* p = wire.data() + 39;
    store<2>(p, 480);
    for (std::uint32_t i = 0; i < 240; ++i) store<2>(p + 2 + 2 * i, 0x9000 - i / 2 * 256);
    p += 482;
    p[0] = 1;
    store<2>(p + 2, 160);
    for (std::uint32_t i = 0; i < 40; ++i) store<4>(p + 4 + 4 * i, (0x8000 - i * 0x301) << 16U);
    hello_view hello;
    if (peek(wire, hello)) return false;
    auto const text = ja4_raw(hello, out);
    if (!text || !says(text->beginning, "t12i994000")) return false;
    auto const in_order = [](byte_view list) {
        for (std::uint32_t i = 5; i < list.size(); i += 5) {
            if (list[i - 1] != ',' || load<4>(list.data() + i - 5) > load<4>(list.data() + i)) return false;
        }
        return true;
    };
    return text->suites.size() == 240 * 5 - 1 && in_order(text->suites) && text->extensions.size() == 40 * 5 - 1 &&
           in_order(text->extensions);
}

} // namespace

TEST_CASE("JA3 and JA4 texts are those that their authors publish") {
    CHECK(at_run_time(published_ja3));
    CHECK(at_run_time(published_ja4));
    CHECK(at_run_time(grease_is_in_no_text));
    CHECK(at_run_time(hellos_without_extensions));
}

TEST_CASE("JA4 names versions and protocols in two characters each") {
    CHECK(at_run_time(protocols));
    CHECK(at_run_time(versions));
}

TEST_CASE("JA4 hashes stand in their places, and of nothing there is none") {
    CHECK(at_run_time(hashes_stand_in_their_places));
}

TEST_CASE("a fingerprint text that does not fit is refused at every smaller size") { CHECK(refuses_less_room()); }

TEST_CASE("many suites and extensions are sorted, repeated ones too, and counted up to 99") { CHECK(sorts_and_caps()); }
