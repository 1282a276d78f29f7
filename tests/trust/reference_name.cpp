#include "flintls/trust/reference_name.hpp"
#include "flintls/wire/text.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;

constexpr bool names(byte_view wanted, byte_view presented) { return reference_name<>{wanted}.matches_name(presented); }

constexpr bool names_match() {
    return names("device.example"_bytes, "device.example"_bytes) &&
           names("DEVICE.example"_bytes, "device.EXAMPLE"_bytes) &&
           names("device.example."_bytes, "device.example"_bytes) && names("a_b.example"_bytes, "a_b.example"_bytes) &&
           !names("device.example"_bytes, "device.example."_bytes) &&
           !names("device.example"_bytes, "evice.example"_bytes) && !names("device.example"_bytes, ""_bytes) &&
           !names(""_bytes, ""_bytes) &&
           !names("device[example"_bytes, "device{example"_bytes); // only letters have a case
}
static_assert(names_match());

constexpr bool wildcards_stand_for_one_label() {
    return names("device.example"_bytes, "*.example"_bytes) && names("a.example.org"_bytes, "*.EXAMPLE.org"_bytes) &&
           names("xn--abc.example"_bytes, "*.example"_bytes) && !names("a.b.example"_bytes, "*.example"_bytes) &&
           !names("example"_bytes, "*.example"_bytes) && !names("device.example"_bytes, "*"_bytes) &&
           !names("device"_bytes, "*"_bytes) && !names("device."_bytes, "*."_bytes) &&
           !names("device.example"_bytes, "dev*.example"_bytes) &&
           !names("device.example"_bytes, "*ice.example"_bytes) && !names("device.example"_bytes, "device.*"_bytes) &&
           !names("a.b.example"_bytes, "*.*.example"_bytes) && !names("device.example"_bytes, "**.example"_bytes) &&
           !names("*.example"_bytes, "*.example"_bytes);
}
static_assert(wildcards_stand_for_one_label());

constexpr std::array<std::uint8_t, 4> v4{127, 0, 0, 1};
constexpr bool addresses_match_addresses_alone() {
    reference_name<> const local{"127.0.0.1"_bytes};
    reference_name<> const host{"device.example"_bytes};
    return local.matches_address(v4) && !local.matches_name("127.0.0.1"_bytes) &&
           !local.matches_name("*.0.0.1"_bytes) && !local.matches_address(byte_view{v4}.subview(0, 3)) &&
           !local.matches_address({}) && !host.matches_address({}) && !host.matches_address(v4);
}
static_assert(addresses_match_addresses_alone());

constexpr bool reads_v4(byte_view text, std::uint32_t wanted) {
    std::array<std::uint8_t, 4> const address{
        static_cast<std::uint8_t>(wanted >> 24U), static_cast<std::uint8_t>(wanted >> 16U),
        static_cast<std::uint8_t>(wanted >> 8U), static_cast<std::uint8_t>(wanted)};
    return reference_name<>{text}.matches_address(address);
}
/// inet_aton reads 0x7f.1, 127.1 and 010.0.0.1; here these are not addresses.
constexpr bool only_four_plain_numbers_are_an_address() {
    return reads_v4("0.0.0.0"_bytes, 0) && reads_v4("255.255.255.255"_bytes, 0xffff'ffff) &&
           reads_v4("10.20.30.40"_bytes, 0x0a14'1e28) && !reads_v4("127.1"_bytes, 0x7f00'0001) &&
           !reads_v4("127.0.0.01"_bytes, 0x7f00'0001) && !reads_v4("127.0.0.001"_bytes, 0x7f00'0001) &&
           !reads_v4("256.0.0.0"_bytes, 0) && !reads_v4("1.2.3"_bytes, 0x0102'0003) &&
           !names("127.0.0.01"_bytes, "127.0.0.01"_bytes) && !names("127.1"_bytes, "127.1"_bytes) &&
           !names("1.2.3.4.5"_bytes, "1.2.3.4.5"_bytes) && names("1.2.3.x4"_bytes, "1.2.3.x4"_bytes);
}
static_assert(only_four_plain_numbers_are_an_address());

struct v6_text {
    byte_view text;
    std::array<std::uint8_t, 16> address;
};
constexpr bool reads_v6(byte_view text, std::array<std::uint8_t, 16> const& address) {
    return reference_name<>{text}.matches_address(address) && !reference_name<false>{text}.matches_address(address);
}
/// RFC 4291 2.2
constexpr bool addresses_of_ipv6_are_read_in_every_spelling() {
    std::array<std::uint8_t, 16> const example{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0x0c, 0x41, 0x7a};
    std::array<std::uint8_t, 16> const mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 129, 144, 52, 38};
    std::array<std::uint8_t, 16> const last{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    std::array<std::uint8_t, 16> const first{0xff, 1};
    return reads_v6("2001:DB8:0:0:8:800:200C:417A"_bytes, example) &&
           reads_v6("2001:db8::8:800:200c:417a"_bytes, example) &&
           reads_v6("0:0:0:0:0:FFFF:129.144.52.38"_bytes, mapped) && reads_v6("::FFFF:129.144.52.38"_bytes, mapped) &&
           reads_v6("::1"_bytes, last) && reads_v6("0:0:0:0:0:0:0:1"_bytes, last) && reads_v6("::"_bytes, {}) &&
           reads_v6("ff01::"_bytes, first) && reads_v6("ff01:0:0:0:0:0:0:0"_bytes, first);
}
static_assert(addresses_of_ipv6_are_read_in_every_spelling());

constexpr bool is_no_address(byte_view text) {
    std::array<std::uint8_t, 16> out{};
    return !reference_name_detail::read_ipv6(text, out);
}
constexpr bool what_is_no_address_of_ipv6_is_refused() {
    return is_no_address(":"_bytes) && is_no_address(":1:2:3:4:5:6:7"_bytes) && is_no_address("1:2:3:4:5:6:7:"_bytes) &&
           is_no_address("1:2:3:4:5:6:7"_bytes) && is_no_address("1:2:3:4:5:6:7:8:9"_bytes) &&
           is_no_address(":::"_bytes) && is_no_address("1::2::3"_bytes) && is_no_address("12345::"_bytes) &&
           is_no_address("1:2:3:4:5:6:7::8"_bytes) && is_no_address("::1.2.3"_bytes) &&
           is_no_address("::1.2.3.4.5"_bytes) && is_no_address("::1.2.3.4:5"_bytes) &&
           is_no_address("1:2:3:4:5:6:7:1.2.3.4"_bytes) && is_no_address("::256.1.1.1"_bytes) &&
           is_no_address("::g"_bytes) && is_no_address(""_bytes);
}
static_assert(what_is_no_address_of_ipv6_is_refused());

} // namespace

TEST_CASE("a dNSName is compared without regard to case, and as a whole (RFC 9525 6.3)") { CHECK(names_match()); }
TEST_CASE("a wildcard is the whole left-most label and stands for exactly one (RFC 9525 6.3)") {
    CHECK(wildcards_stand_for_one_label());
}
TEST_CASE("an address is matched by iPAddress alone (RFC 9525 6.4)") { CHECK(addresses_match_addresses_alone()); }
TEST_CASE("an address of IPv4 is four plain numbers, and what looks like one is no name of a host either") {
    CHECK(only_four_plain_numbers_are_an_address());
}
TEST_CASE("an address of IPv6 is read in every spelling of RFC 4291 2.2") {
    CHECK(addresses_of_ipv6_are_read_in_every_spelling());
}
TEST_CASE("what is no address of IPv6 is refused") { CHECK(what_is_no_address_of_ipv6_is_refused()); }
