// A hello peeked at: everything it says, in the client's order; lists that are missing; bodies that are malformed.
#include "support/codec.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/hello/view.hpp"

namespace {

using namespace flintls;
using namespace test;

/// GREASE among suites, extensions, groups and versions; a ticket and a key.
constexpr auto const& full =
    "01 0000d3 0303 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f 03 c1c2c3"
    "0006 1a1a 1301 00ff 01 00 00a1"
    "2a2a 0000"
    "0000 0010 000e 00 000b 6d2e4578616d706c652e61" // host_name "m.Example.a"
    "0010 000b 0009 02 6832 05 68332d3239"          // "h2", "h3-29"
    "002b 0007 06 3a3a 0304 0303"
    "000a 0008 0006 4a4a 001d 0017"
    "000d 0006 0004 0403 0804"
    "000b 0002 01 00"
    "0023 0003 d1d2d3"
    "002d 0002 01 01"
    "0033 0008 0006 001d 0002 e1e2"
    "ff01 0001 00"
    "7777 0001 5a"
    "0029 002c 0007 0001 f0 01020304 0021 20 a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"_hex;

constexpr bool everything_is_there() {
    hello_view hello;
    if (peek(full, hello)) return false;
    constexpr protocol_version versions[] = {protocol_version{0x3a3a}, protocol_version::tls_1_3,
                                             protocol_version::tls_1_2};
    constexpr cipher_suite suites[] = {cipher_suite{0x1a1a}, cipher_suite{0x1301}, cipher_suite{0x00ff}};
    constexpr named_group groups[] = {named_group{0x4a4a}, named_group::x25519, named_group::secp256r1};
    constexpr signature_scheme schemes[] = {signature_scheme{0x0403}, signature_scheme{0x0804}};
    constexpr byte_view protocols[] = {byte_view{"6832"_hex}, byte_view{"68332d3239"_hex}};
    constexpr ec_point_format formats[] = {ec_point_format::uncompressed};
    return hello.host_name() == byte_view{"6d2e4578616d706c652e61"_hex} && equal(hello.versions(), versions) &&
           hello.highest_version() == protocol_version::tls_1_3 &&
           hello.message().legacy_version == protocol_version::tls_1_2 &&
           hello.message().session_id == byte_view{"c1c2c3"_hex} && hello.message().random[31] == 0x3f &&
           equal(hello.message().cipher_suites, suites) && equal(hello.groups(), groups) &&
           equal(hello.signature_algorithms(), schemes) && equal(hello.application_protocols(), protocols) &&
           equal(hello.point_formats(), formats);
}
static_assert(everything_is_there());

constexpr bool extensions_keep_their_order_and_bodies() {
    hello_view hello;
    if (peek(full, hello)) return false;
    constexpr std::uint16_t order[] = {0x2a2a, 0, 16, 43, 10, 13, 11, 35, 45, 51, 0xff01, 0x7777, 41};
    std::uint32_t i = 0;
    for (raw_extension const& each : hello.extensions()) {
        if (static_cast<std::uint16_t>(each.type) != order[i++]) return false;
    }
    auto const ticket = hello.get<session_ticket>();
    auto const keys = hello.get<pre_shared_key>();
    auto const shares = hello.get<key_share>();
    constexpr psk_identity identity[] = {{byte_view{"f0"_hex}, 0x01020304}};
    return i == 13 && hello.body(extension_type{0x7777}) == byte_view{"5a"_hex} && ticket &&
           hello.body(extension_type{0x7778}).empty() && ticket->ticket == byte_view{"d1d2d3"_hex} && keys &&
           equal(keys->identities, identity) && shares &&
           (*shares->client_shares.begin()).key_exchange == byte_view{"e1e2"_hex} && hello.get<renegotiation_info>();
}
static_assert(extensions_keep_their_order_and_bodies());

constexpr auto const& bare = "01 00002b 0302 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00"
                             "0004 002f 0035 01 00"_hex;

constexpr bool what_is_missing_is_empty() {
    hello_view hello;
    if (peek(bare, hello)) return false;
    constexpr protocol_version versions[] = {protocol_version::tls_1_1};
    return !hello.extensions().present() && hello.host_name().empty() && hello.application_protocols().empty() &&
           hello.groups().empty() && hello.signature_algorithms().empty() && hello.point_formats().empty() &&
           !hello.get<session_ticket>() && !hello.get<pre_shared_key>() && equal(hello.versions(), versions) &&
           hello.highest_version() == protocol_version::tls_1_1;
}
static_assert(what_is_missing_is_empty());

constexpr bool is_empty(hello_view const& hello) {
    return hello.message().random.empty() && hello.message().cipher_suites.empty() && !hello.extensions().present() &&
           hello.versions().empty() && hello.highest_version() == protocol_version{} && hello.host_name().empty();
}
static_assert(is_empty({}));

/// Is a hello with this block refused, at this byte of the block, and the view emptied?
template <std::size_t N> constexpr bool refuses(bytes<N> const& block, errc what, std::uint32_t at) {
    bytes<bare.size() + 2 + N> wire{};
    copy(wire.data(), bare.data(), bare.size());
    copy(wire.data() + bare.size() + 2, block.data(), N);
    wire[3] = static_cast<std::uint8_t>(wire.size() - 4);
    wire[bare.size() + 1] = N;
    hello_view hello;
    if (peek(full, hello)) return false; // something to be emptied
    return peek(wire, hello) == error{what, static_cast<std::uint32_t>(bare.size() + 2 + at)} && is_empty(hello);
}
constexpr bool malformed_bodies_are_found() {
    return refuses("0017 0000 0000 0006 0004 00 0002 61"_hex, errc::truncated, 11) &&
           refuses("0000 0002 0000"_hex, errc::bad_length, 4) && refuses("0000 0000"_hex, errc::truncated, 4) &&
           refuses("0010 0004 0002 02 61"_hex, errc::truncated, 6) &&
           refuses("0010 0003 0001 00"_hex, errc::bad_length, 4) &&
           refuses("002b 0004 03 0304 03"_hex, errc::bad_length, 4) &&
           refuses("000a 0005 0003 001d00"_hex, errc::bad_length, 4) &&
           refuses("000d 0002 0000"_hex, errc::bad_length, 4) && refuses("000b 0001 00"_hex, errc::bad_length, 4) &&
           refuses("002d 0001 00"_hex, errc::bad_length, 4) && refuses("0033 0003 0000 00"_hex, errc::trailing, 6) &&
           refuses("ff01 0002 00 00"_hex, errc::trailing, 5) && refuses("0029 0002 0000"_hex, errc::bad_length, 4);
}
static_assert(malformed_bodies_are_found());

/// RFC 6066 3: whoever routes by a name must not be told two. What bytes it has is shown as it is.
constexpr bool two_names_are_found() {
    return refuses("0000 000a 0008 00 0001 61 00 0001 62"_hex, errc::forbidden_value, 10) &&
           refuses("0000 000c 000a 09 0000 00 0001 61 09 0000"_hex, errc::forbidden_value, 13) &&
           refuses("0000 0005 0003 00 0000"_hex, errc::bad_length, 7) &&
           !refuses("0000 0009 0007 09 0000 00 0001 00"_hex, errc::forbidden_value, 12);
}
static_assert(two_names_are_found());

constexpr bool structure_is_checked() {
    return refuses("7777 0000 7777 0000"_hex, errc::duplicate_extension, 4) &&
           refuses("0a0a 0000 0023 0000 0a0a 0000"_hex, errc::duplicate_extension, 8) &&
           refuses("0029 0000 0017 0000"_hex, errc::pre_shared_key_not_last, 0) &&
           refuses("7777 0001"_hex, errc::truncated, 2);
}
static_assert(structure_is_checked());

/// What another message may not carry, and values out of range, are shown as they are.
constexpr bool is_lenient() {
    bytes<bare.size() + 11> wire{};
    copy(wire.data(), bare.data(), bare.size());
    constexpr auto const& block = "0009 0030 0000 0001 0001 77"_hex; // oid_filters; a fragment length nobody knows
    copy(wire.data() + bare.size(), block.data(), block.size());
    wire[3] = static_cast<std::uint8_t>(wire.size() - 4);
    hello_view hello;
    return !peek(wire, hello) && hello.extensions().has(extension_type::oid_filters);
}
static_assert(is_lenient());

constexpr bool versions_are_those_of_the_list() {
    bytes<bare.size() + 13> wire{};
    copy(wire.data(), bare.data(), bare.size());
    constexpr auto const& block = "000b 002b 0007 06 0302 0303 0301"_hex;
    copy(wire.data() + bare.size(), block.data(), block.size());
    wire[3] = static_cast<std::uint8_t>(wire.size() - 4);
    hello_view hello;
    if (peek(wire, hello) || hello.highest_version() != protocol_version::tls_1_2) return false;
    wire[bare.size() + 8] = wire[bare.size() + 7] = 0x5a; // GREASE where 1.1 was
    wire[bare.size() + 10] = wire[bare.size() + 9] = 0x0a;
    return !peek(wire, hello) && hello.highest_version() == protocol_version::tls_1_0;
}
static_assert(versions_are_those_of_the_list());

constexpr bool other_messages_are_refused() {
    hello_view hello;
    return peek("02 000000"_hex, hello) == error{errc::unexpected_message, 0} &&
           peek("01 0000"_hex, hello) == error{errc::truncated, 0} && peek({}, hello) == error{errc::truncated, 0};
}
static_assert(other_messages_are_refused());

struct captured {
    std::uint8_t const* data;
    std::uint32_t size;
    char const* host_name;
    char const* first_protocol;
    protocol_version highest;
    std::uint32_t extensions;
};
#define FLINTLS_VECTOR(name) vectors::name, sizeof vectors::name
constexpr captured hellos[] = {
    {FLINTLS_VECTOR(mbedtls36_tls12), "www.example.com", "h2", protocol_version::tls_1_2, 8},
    {FLINTLS_VECTOR(openssl3_s_client), "www.example.com", "h2", protocol_version::tls_1_3, 11},
    {FLINTLS_VECTOR(gnutls_cli), "www.example.com", "", protocol_version::tls_1_3, 13},
    {FLINTLS_VECTOR(chromium156_1), "www.example.com", "h2", protocol_version::tls_1_3, 19},
};
#undef FLINTLS_VECTOR

bool says(byte_view bytes, char const* text) {
    for (std::uint8_t const byte : bytes) {
        if (byte != static_cast<std::uint8_t>(*text++)) return false;
    }
    return *text == 0;
}

} // namespace

TEST_CASE("a hello that is peeked at says what it offers, in its order") {
    CHECK(at_run_time(everything_is_there));
    CHECK(at_run_time(extensions_keep_their_order_and_bodies));
    CHECK(at_run_time(other_messages_are_refused));
}

TEST_CASE("what a hello leaves out is empty, and its version is that of the old field") {
    CHECK(at_run_time(what_is_missing_is_empty));
    CHECK(at_run_time(versions_are_those_of_the_list));
}

TEST_CASE("a malformed body is found when it is peeked at, and leaves an empty view") {
    CHECK(at_run_time(malformed_bodies_are_found));
    CHECK(at_run_time(two_names_are_found));
    CHECK(at_run_time(structure_is_checked));
}

TEST_CASE("extensions of other messages and values out of range do not bother a peeker") {
    CHECK(at_run_time(is_lenient));
}

TEST_CASE("the hellos of real programs name whom they want to reach") {
    for (captured const& each : hellos) {
        CAPTURE(each.host_name);
        hello_view hello;
        REQUIRE_FALSE(static_cast<bool>(peek(byte_view{each.data, each.size}, hello)));
        CHECK(says(hello.host_name(), each.host_name));
        bool const has_protocols = !hello.application_protocols().empty();
        CHECK(says(has_protocols ? *hello.application_protocols().begin() : byte_view{}, each.first_protocol));
        CHECK(hello.highest_version() == each.highest);
        std::uint32_t count = 0;
        for (auto i = hello.extensions().begin(); i != hello.extensions().end(); ++i) ++count;
        CHECK(count == each.extensions);
    }
}
