// The streaming parser: what it keeps, what it reports, and that it says what a parser in memory says. (Every split of
// every vector, mutants and random hellos: host/stream.cpp.)
#include "support/stream.hpp"
#include "support/codec.hpp"
#include "support/default_policy.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/extension/key_share.hpp"
#include "flintls/hello/stream.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace {

using namespace flintls;
using namespace test;

using stream = client_hello_stream<test::default_policy>;
using seen_hello = client_hello_of<test::default_policy>;

/// With the one extension that is longer than any buffer here.
struct with_key_share : test::default_policy {
    using client_hello_extensions = extension_list<server_name, supported_groups, signature_algorithms, key_share,
                                                   supported_versions, renegotiation_info>;
};
static_assert(sizeof(stream) <= 320 && sizeof(client_hello_stream<with_key_share>) <= 320);

constexpr pieces whole{0xffff'ffff, 1};
constexpr pieces single{1, 1};
constexpr pieces odd{101, 7};

/// The message's fields up to the session id stay; its suites c02b, c02f and the SCSV, and of its extensions SNI, point
/// formats, groups, ticket, ALPN, EMS, signature algorithms and versions, as they stand in a hex dump.
constexpr bool openssl_is_condensed(pieces cut) {
    byte_view const wire{vectors::openssl3_s_client};
    stream s;
    if (push_in(s, wire, cut) != wire.size() || !s.done() || s.message_size() != wire.size()) return false;
    byte_view const kept = s.condensed();
    seen_hello m{};
    if (s.read(m) || kept.size() != 222 || kept.subview(0, 67) != wire.subview(4, 67)) return false;
    if (kept.subview(67, 10) != byte_view{"0006 c02b c02f 00ff 01 00"_hex}) return false;
    constexpr std::uint16_t types[]{0, 11, 10, 35, 16, 23, 13, 43};
    std::uint32_t i = 0;
    handshake<seen_hello> original{};
    if (parse(wire, original)) return false;
    for (raw_extension const& each : m.extensions.all()) {
        if (i == 8 || each.type != extension_type{types[i++]}) return false;
        auto const found = original.body.extensions.all().find(each.type);
        if (!found || found->body != each.body) return false;
    }
    return i == 8 && m.extensions.get<server_name>() && m.session_id.size() == 32;
}
constexpr bool openssl_is_condensed() {
    return openssl_is_condensed(whole) && openssl_is_condensed(single) && openssl_is_condensed(odd);
}
static_assert(openssl_is_condensed());

template <policy P> constexpr bool agrees(byte_view wire) {
    error const e = in_memory<P>(wire);
    return streamed<P>(wire, whole) == e && streamed<P>(wire, single) == e && streamed<P>(wire, odd) == e;
}
template <policy P> constexpr bool says(byte_view wire, errc what, std::uint32_t offset) {
    error const e{what, offset};
    return streamed<P>(wire, whole) == e && streamed<P>(wire, single) == e && streamed<P>(wire, odd) == e;
}

template <policy P> constexpr bool reads_big(byte_view wire, pieces cut) {
    client_hello_stream<P> s;
    client_hello_of<P> m{};
    if (push_in(s, wire, cut) != 4096 || s.read(m)) return false;
    auto const names = m.extensions.template get<server_name>();
    auto const versions = m.extensions.template get<supported_versions>();
    bool const same = names && (*names->server_name_list.begin()).name.size() == 9 && versions &&
                      equal(versions->versions, {protocol_version::tls_1_3, protocol_version::tls_1_2});
    if constexpr (std::is_same_v<P, with_key_share>) {
        return same && !m.extensions.template has<key_share>() &&
               s.template too_long<key_share>() == big_hello::shares_size && s.template too_long<server_name>() == 0;
    } else {
        return same;
    }
}
constexpr bool a_big_hello_is_read() {
    big_hello hello;
    byte_view const wire = hello.view();
    if (wire.size() != 4096 || !agrees<test::default_policy>(wire)) return false;
    for (pieces const cut : {whole, odd}) {
        if (!reads_big<test::default_policy>(wire, cut) || !reads_big<with_key_share>(wire, cut)) return false;
    }
    // What is skipped is checked like the rest: the last share is empty, or longer than the list.
    store<2>(&hello.bytes[hello.last_share + 2], 0);
    if (!says<with_key_share>(wire, errc::bad_length, hello.last_share + 2) || !agrees<with_key_share>(wire))
        return false;
    store<2>(&hello.bytes[hello.last_share + 2], 1185);
    return says<with_key_share>(wire, errc::truncated, hello.last_share + 2) && agrees<with_key_share>(wire);
}

/// A server_name with a host name of `length` bytes: 5 bytes more.
template <std::size_t Room> constexpr hello_builder<Room>& add_name(hello_builder<Room>& hello, std::uint32_t length) {
    std::uint32_t const at = hello.size + 4;
    hello.fill(0, length + 5);
    store<2>(&hello.bytes[at], length + 3);
    hello.bytes[at + 2] = 0;
    store<2>(&hello.bytes[at + 3], length);
    return hello;
}

constexpr bool limits_hold() {
    hello_builder<600> longest;
    add_name(longest, 123); // 128 bytes
    stream s;
    seen_hello m{};
    if (push_in(s, longest.view(), odd) != longest.size || s.read(m) || !m.extensions.has<server_name>()) return false;

    hello_builder<600> longer;
    add_name(longer, 124).add(23, {});
    s.reset();
    if (push_in(s, longer.view(), odd) != longer.size || s.read(m)) return false;
    return !m.extensions.has<server_name>() && s.too_long<server_name>() == 129 &&
           m.extensions.has<extended_master_secret>() && s.too_long<session_ticket>() == 0;
}

/// Three extensions that together are too much, and what has a reserved place behind them.
constexpr bool what_is_reserved_finds_room() {
    hello_builder<600> hello;
    add_name(hello, 90).fill(35, 100).fill(35 + 0x4000, 70);
    constexpr auto const& info = "10 c1020304 05060708 090a0b0c 0d0e0f10"_hex;
    hello.add(1, "02"_hex).add(23, {}).add(0xff01, info);
    stream s;
    seen_hello m{};
    if (push_in(s, hello.view(), single) != hello.size || s.read(m)) return false;
    return s.condensed().size() <= test::default_policy::hello_buffer && m.extensions.has<server_name>() &&
           s.too_long<session_ticket>() == 100 && m.extensions.has<max_fragment_length>() &&
           m.extensions.has<extended_master_secret>() && m.extensions.body<renegotiation_info>() == byte_view{info};
}

/// No suite has a verify_data of 17 bytes. What cannot be kept is an error, so that nobody takes it for absent.
constexpr bool a_long_renegotiation_info_is_refused() {
    hello_builder<300> hello;
    hello.add(23, {});
    std::uint32_t const at = hello.size;
    hello.fill(0xff01, 18).add(0x4444, {});
    hello.bytes[at + 4] = 17;
    if (!says<test::default_policy>(hello.view(), errc::renegotiation_info_mismatch, at)) return false;
    hello.bytes[at + 4] = 16; // and malformed as well
    return says<test::default_policy>(hello.view(), errc::trailing, at + 4 + 17) &&
           agrees<test::default_policy>(hello.view());
}

constexpr bool types_are_told_apart() {
    hello_builder<200> hello;
    for (std::uint16_t i = 0; i < test::default_policy::max_unknown_extensions; ++i) {
        hello.add(static_cast<std::uint16_t>(0x0a0a + 0x1010 * i), {});
    }
    hello.add(23, {});
    if (!says<test::default_policy>(hello.view(), errc::ok, 0)) return false;
    hello_builder<200> again = hello;
    again.add(0x1a1a, {});
    if (!says<test::default_policy>(again.view(), errc::duplicate_extension, hello.size) ||
        !agrees<test::default_policy>(again.view())) {
        return false;
    }
    hello_builder<200> known = hello;
    known.add(23, {});
    if (!says<test::default_policy>(known.view(), errc::duplicate_extension, hello.size)) return false;
    again = hello;
    again.add(0x1234, {});
    return says<test::default_policy>(again.view(), errc::too_many_unknown, hello.size) &&
           to_alert(errc::too_many_unknown) == alert_description::handshake_failure &&
           in_memory<test::default_policy>(again.view()) == error{}; // which can look back
}

constexpr bool one_that_was_too_long_is_not_forgotten() {
    hello_builder<600> hello;
    add_name(hello, 200);
    std::uint32_t const second = hello.size;
    add_name(hello, 1);
    return says<test::default_policy>(hello.view(), errc::duplicate_extension, second) &&
           agrees<test::default_policy>(hello.view());
}

constexpr bool lists_are_never_empty() {
    constexpr auto const& wire = "01 000032 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                 "00 0008 1301 c02b c02b 00ff 02 40 00 0000"_hex;
    constexpr auto const& strange = "01 00002e 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                    "00 0004 1301 1302 02 40 41 0000"_hex;
    stream s;
    if (push_in(s, byte_view{wire}, single) != wire.size() || !s.done()) return false;
    if (s.condensed().subview(34) != byte_view{"00 0004 c02b 00ff 01 00 0000"_hex}) return false;
    s.reset();
    if (push_in(s, byte_view{strange}, whole) != strange.size() || !s.done()) return false;
    return s.condensed().subview(34) == byte_view{"00 0002 1302 01 41 0000"_hex};
}

constexpr bool a_hello_may_have_no_block() {
    constexpr auto const& none = "01 000029 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                 "00 0002 c02b 01 00"_hex;
    stream s;
    seen_hello m{};
    return push_in(s, byte_view{none}, single) == none.size() && !s.read(m) && !m.extensions.present() &&
           s.condensed() == byte_view{none}.subview(4) && agrees<test::default_policy>(byte_view{none});
}

constexpr bool what_follows_is_left_to_the_caller() {
    constexpr auto const& two = "01 000029 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                "00 0002 c02b 01 00 0b 000000"_hex;
    stream s;
    return s.push(byte_view{two}) == two.size() - 4 && s.done() && s.push(byte_view{two}) == 0 && s.done();
}

constexpr bool errors_stay() {
    stream s;
    seen_hello m{};
    m.legacy_version = protocol_version::ssl_3_0;
    if (s.outcome() != error{errc::truncated, 0} || s.read(m) != s.outcome() ||
        m.legacy_version != protocol_version{}) {
        return false;
    }
    bool good = s.push("01 0000"_hex) == 3 && s.outcome() == error{errc::truncated, 0} && s.message_size() == 0;
    good = good && s.push("26 03"_hex) == 2 && s.outcome() == error{errc::truncated, 1} && s.message_size() == 42;
    good = good && s.condensed().empty() && !s.done();
    s.reset();
    error const wrong{errc::unexpected_message, 0};
    good = good && s.push("02 000026 0303"_hex) == 4 && s.outcome() == wrong;
    good = good && s.push("01"_hex) == 0 && s.outcome() == wrong && s.read(m) == wrong && s.condensed().empty();
    s.reset();
    return good && s.push("01"_hex) == 1 && s.outcome() == error{errc::truncated, 0};
}

/// The rules of RFC 5746 read the condensed hello like any other.
constexpr bool a_client_renegotiates_through_streams() {
    constexpr auto const& scsv = "01 00002f 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                 "00 0008 1301 c02b 0a0a 00ff 01 00"_hex;
    constexpr bytes<12> client_data{0xc1, 2, 3};
    constexpr bytes<12> server_data{0x51, 2, 3};
    hello_builder<400> again;
    again.fill(0x4444, 200).add(0xff01, "0c c10203000000000000000000"_hex);
    hello_builder<400> forged = again;
    forged.bytes[forged.size - 1] ^= 1U;

    server_renegotiation<test::default_policy> server;
    stream s;
    seen_hello m{};
    if (push_in(s, byte_view{scsv}, odd) != scsv.size() || s.read(m) || !signals_of(m).scsv) return false;
    if (!server.on_client_hello(signals_of(m)).proceeds() || !server.secure()) return false;
    if (!server.on_change_cipher_spec().proceeds()) return false;
    if (!server.on_finished(client_data, server_data, {}).proceeds()) return false;
    auto other = server;
    s.reset();
    if (push_in(s, again.view(), odd) != again.size || s.read(m)) return false;
    if (!server.on_client_hello(signals_of(m)).proceeds()) return false;
    s.reset();
    if (push_in(s, forged.view(), single) != forged.size || s.read(m)) return false;
    return other.on_client_hello(signals_of(m)).why() == errc::renegotiation_info_mismatch;
}

static_assert(limits_hold() && what_is_reserved_finds_room() && a_long_renegotiation_info_is_refused());
static_assert(types_are_told_apart() && one_that_was_too_long_is_not_forgotten() && lists_are_never_empty());
static_assert(a_hello_may_have_no_block() && what_follows_is_left_to_the_caller() && errors_stay());
static_assert(a_client_renegotiates_through_streams());

} // namespace

TEST_CASE("a hello of openssl is condensed to what the policy names") { CHECK(at_run_time(openssl_is_condensed)); }

TEST_CASE("every captured hello has the outcome of the parser in memory, however it is cut") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        byte_view const wire{hello.data, hello.size};
        CHECK(agrees<test::default_policy>(wire));
        CHECK(agrees<with_key_share>(wire));
        CHECK(streamed<test::default_policy>(wire, odd) == error{});
    }
}

TEST_CASE(
    "4 KB with three post-quantum key shares are read within 320 bytes, and the shares that are skipped checked") {
    CHECK(at_run_time(a_big_hello_is_read));
}

TEST_CASE("an extension is kept up to its limit, and a longer one reported with its length") {
    CHECK(at_run_time(limits_hold));
    CHECK(at_run_time(one_that_was_too_long_is_not_forgotten));
}

TEST_CASE("what is reserved for an extension finds room behind others that took all there was") {
    CHECK(at_run_time(what_is_reserved_finds_room));
}

TEST_CASE("a renegotiation_info that is too long to keep is refused, not lost") {
    CHECK(at_run_time(a_long_renegotiation_info_is_refused));
}

TEST_CASE("a type that stands twice is found, until there are more unknown ones than the policy says") {
    CHECK(at_run_time(types_are_told_apart));
}

TEST_CASE("of suites and compression methods those of the policy are kept, or the last one") {
    CHECK(at_run_time(lists_are_never_empty));
    CHECK(at_run_time(a_hello_may_have_no_block));
}

TEST_CASE("bytes behind the hello are not taken; an error stays until the next message") {
    CHECK(at_run_time(what_follows_is_left_to_the_caller));
    CHECK(at_run_time(errors_stay));
}

TEST_CASE("the rules of renegotiation read condensed hellos like any others") {
    CHECK(at_run_time(a_client_renegotiates_through_streams));
}
