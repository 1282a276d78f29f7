// What a client calls a server (RFC 6066 3): host names and addresses, against the rule as it is written down.
#include <array>
#include <cstdint>

#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/host_name.hpp"
#include "flintls/wire/text.hpp"

namespace {

using namespace flintls;
using test::at_run_time;

using enum server_text;

constexpr server_text kind(byte_view text) { return kind_of_server(without_trailing_dot(text)); }
constexpr bool all_are(server_text expected, auto const&... texts) { return (... && (kind(texts) == expected)); }

constexpr bool host_names() {
    return all_are(host_name, "a"_bytes, "a."_bytes, "a.b"_bytes, "sensor.example"_bytes, "Sensor.Example."_bytes,
                   "xn--bcher-kva.example"_bytes, "_dmarc.a"_bytes, "a-b_c"_bytes, "-"_bytes, "_"_bytes, "1"_bytes,
                   "10"_bytes, "1.2.3"_bytes, "1.2.3.4.5"_bytes, "1.2.3.256"_bytes, "256.1.1.1"_bytes,
                   "1.2.3.999999999999"_bytes, "1.2.3.4294967297"_bytes, "1.2.3.a"_bytes, "1.2.3.0x1"_bytes,
                   "dead.beef"_bytes, "a.1.2.3.4"_bytes, "1.2.3.4.a"_bytes, "1-2.3.4.5"_bytes, "localhost"_bytes);
}
static_assert(host_names());
constexpr bool addresses() {
    return all_are(address, "0.0.0.0"_bytes, "1.2.3.4"_bytes, "1.2.3.4."_bytes, "255.255.255.255"_bytes,
                   "127.0.0.1"_bytes, "010.000.0.1"_bytes, "::"_bytes, "::1"_bytes, "::1."_bytes, "fe80::1"_bytes,
                   "FE80::1"_bytes, "2001:db8:0:0:0:0:0:1"_bytes, "::ffff:10.0.0.1"_bytes, "a::f"_bytes, "1:2:3"_bytes);
}
static_assert(addresses());
constexpr std::array<std::uint8_t, 3> zero_inside{'a', 0, 'b'};
constexpr bool neither() {
    return all_are(invalid, "."_bytes, ".."_bytes, ".a"_bytes, "a.."_bytes, "a..b"_bytes, "a.b.."_bytes, "a b"_bytes,
                   " a"_bytes, "a "_bytes, "a/b"_bytes, "a@b"_bytes, "a:b"_bytes, "a:1"_bytes, ":"_bytes, "1:2"_bytes,
                   "[::1]"_bytes, "::1]"_bytes, "fe80::1%eth0"_bytes, "fe80::1%1"_bytes, "::g"_bytes, "::-"_bytes,
                   "a\tb"_bytes, "a\x7f"_bytes, "b\xc3\xbc"_bytes, "*.a"_bytes, "a,b"_bytes, "https://a"_bytes,
                   "1.2.3.4:5"_bytes, "1.2.3..4"_bytes, ".1.2.3.4"_bytes, "1.2.3.4.."_bytes, "+1.2.3.4"_bytes) &&
           kind(zero_inside) == invalid && all_are(nothing, ""_bytes);
}
static_assert(neither());

constexpr bool only_one_dot_goes() {
    return without_trailing_dot("a."_bytes) == byte_view{"a"_bytes} &&
           without_trailing_dot("a"_bytes) == byte_view{"a"_bytes} &&
           without_trailing_dot("a.."_bytes) == byte_view{"a."_bytes} &&
           without_trailing_dot("."_bytes) == byte_view{"."_bytes} && without_trailing_dot(""_bytes).empty() &&
           without_trailing_dot(".a"_bytes) == byte_view{".a"_bytes};
}
static_assert(only_one_dot_goes());

/// `Labels` of 63 letters, and one of `last`.
template <std::size_t Labels> constexpr server_text kind_of_long(std::size_t last, bool dot = false) {
    std::array<std::uint8_t, Labels * 64 + 70> text{};
    std::size_t size = 0;
    for (std::size_t i = 0; i < Labels; ++i) {
        for (unsigned k = 0; k < 63; ++k) text[size++] = 'a';
        text[size++] = '.';
    }
    for (std::size_t k = 0; k < last; ++k) text[size++] = 'z';
    if (dot) text[size++] = '.';
    return kind({text.data(), static_cast<std::uint32_t>(size)});
}
constexpr bool lengths() {
    return kind_of_long<0>(63) == host_name && kind_of_long<0>(64) == invalid && kind_of_long<1>(63) == host_name &&
           kind_of_long<1>(64) == invalid && kind_of_long<3>(61) == host_name &&
           kind_of_long<3>(61, true) == host_name && kind_of_long<3>(62) == invalid &&
           kind_of_long<3>(62, true) == invalid && kind_of_long<3>(63) == invalid;
}
static_assert(lengths());

// The rule once more, read from its text, part by part.
constexpr bool is_one_of(std::uint8_t c, byte_view set) {
    for (std::uint8_t const each : set) {
        if (each == c) return true;
    }
    return false;
}
constexpr byte_view digits = "0123456789"_bytes;
constexpr byte_view hex_digits = "0123456789abcdefABCDEF"_bytes;
constexpr byte_view of_labels = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"_bytes;
/// Calls `part(view)` for what stands between dots. \return how many there are, or 0 where one is refused
constexpr unsigned between_dots(byte_view text, auto part) {
    unsigned count = 1;
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i <= text.size(); ++i) {
        if (i != text.size() && text[i] != '.') continue;
        if (!part(text.subview(begin, i - begin))) return 0;
        count += i != text.size() ? 1U : 0U;
        begin = i + 1;
    }
    return count;
}
constexpr server_text by_the_rule(byte_view text) {
    if (text.empty()) return nothing;
    bool const decimal = between_dots(text, [](byte_view number) {
                             unsigned value = 0;
                             for (std::uint8_t const c : number) {
                                 if (!is_one_of(c, digits)) return false;
                                 value = value * 10 + (c - 48U);
                             }
                             return !number.empty() && value <= 255;
                         }) == 4;
    unsigned colons = 0;
    bool hexadecimal = true;
    for (std::uint8_t const c : text) {
        colons += c == ':' ? 1U : 0U;
        hexadecimal = hexadecimal && (is_one_of(c, hex_digits) || c == ':' || c == '.');
    }
    if (decimal || (hexadecimal && colons >= 2)) return address;
    bool const labels = between_dots(text, [](byte_view label) {
                            for (std::uint8_t const c : label) {
                                if (!is_one_of(c, of_labels)) return false;
                            }
                            return !label.empty() && label.size() <= 63;
                        }) != 0;
    return labels && text.size() <= 253 ? host_name : invalid;
}

/// Every text of up to `Most` characters of an alphabet that has one of each kind.
template <std::size_t Most> bool agrees(byte_view alphabet) {
    std::array<std::uint8_t, Most> text{};
    std::array<std::uint32_t, Most> at{};
    for (std::uint32_t size = 0; size <= Most; ++size) {
        at = {};
        for (bool more = true; more;) {
            for (std::uint32_t i = 0; i < size; ++i) text[i] = alphabet[at[i]];
            byte_view const whole{text.data(), size};
            if (kind_of_server(whole) != by_the_rule(whole)) return false;
            more = false;
            for (std::uint32_t i = 0; i < size && !more; ++i) {
                at[i] = at[i] + 1 == alphabet.size() ? 0 : at[i] + 1;
                more = at[i] != 0;
            }
        }
    }
    return true;
}
/// Every byte alone, in front, behind and between.
bool agrees_on_every_byte() {
    for (unsigned c = 0; c <= 0xff; ++c) {
        auto const byte = static_cast<std::uint8_t>(c);
        for (std::array<std::uint8_t, 4> const& text : {std::array<std::uint8_t, 4>{byte, 'a', 'b', 'c'},
                                                        {'a', byte, 'b', 'c'},
                                                        {'a', 'b', 'c', byte},
                                                        {':', ':', byte, '1'},
                                                        {':', ':', '1', byte}}) {
            if (kind_of_server(text) != by_the_rule(text)) return false;
        }
        if (kind_of_server({&byte, 1}) != by_the_rule({&byte, 1})) return false;
    }
    return true;
}
/// Every first number, with as many zeros in front as fit.
bool agrees_on_every_number() {
    for (unsigned number = 0; number < 1000; ++number) {
        std::array<std::uint8_t, 9> const text{static_cast<std::uint8_t>('0' + number / 100),
                                               static_cast<std::uint8_t>('0' + number / 10 % 10),
                                               static_cast<std::uint8_t>('0' + number % 10),
                                               '.',
                                               '9',
                                               '.',
                                               '0',
                                               '.',
                                               '7'};
        if (kind_of_server(text) != (number <= 255 ? address : host_name)) return false;
    }
    return true;
}

} // namespace

TEST_CASE("RFC 6066 3: what is a host name, what is an address, and what is neither") {
    CHECK(at_run_time(host_names));
    CHECK(at_run_time(addresses));
    CHECK(at_run_time(neither));
}
TEST_CASE("RFC 1035 2.3.4: labels of 63 characters, names of 253, and one dot behind them") {
    CHECK(at_run_time(only_one_dot_goes));
    CHECK(at_run_time(lengths));
}
TEST_CASE("every short text is what the rule says, part by part") {
    CHECK(agrees<6>("ag0.:"_bytes));
    CHECK(agrees<4>("aZg059-_.: \x80"_bytes));
    CHECK(agrees<9>("2.:"_bytes));
    CHECK(agrees_on_every_byte());
    CHECK(agrees_on_every_number());
}
