// Extensions of TLS 1.2: golden bodies in both directions, every bound, a bad body for each.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/block.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/max_fragment_length.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/session_ticket.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& data = "e0e1e2e3e4e5e6e7e8e9eaeb"_hex;

constexpr bool renegotiation() {
    using info = renegotiation_info;
    return round_trips<info>("00"_hex, [&](auto const& m) { return m.renegotiated_connection.empty(); }) &&
           round_trips<info>("0c e0e1e2e3e4e5e6e7e8e9eaeb"_hex, [&](auto const& m) { return m == info{data}; }) &&
           writes(info{}, "00"_hex) && writes(info{data}, "0c e0e1e2e3e4e5e6e7e8e9eaeb"_hex) &&
           refuses_less_room<13>(info{data}) && fails<info>(""_hex, errc::truncated, 0) &&
           fails<info>("01"_hex, errc::truncated, 0) && fails<info>("00 00"_hex, errc::trailing, 1) &&
           fails<info>("0c e0e1e2e3e4e5e6e7e8e9ea"_hex, errc::truncated, 0);
}
static_assert(renegotiation());

constexpr bool longest_renegotiated_connection() {
    bytes<256> wire{};
    wire[0] = 255;
    wire[255] = 7;
    renegotiation_info m{};
    if (parse(byte_view{wire}, m) || m.renegotiated_connection.size() != 255) return false;
    return m.renegotiated_connection[254] == 7 && writes(m, wire);
}
static_assert(longest_renegotiated_connection());

constexpr bool tickets() {
    return round_trips<session_ticket>(""_hex, [&](auto const& m) { return m.ticket.empty(); }) &&
           round_trips<session_ticket>("e0e1e2e3e4e5e6e7e8e9eaeb"_hex,
                                       [&](auto const& m) { return m == session_ticket{data}; }) &&
           writes(session_ticket{data}, data) && refuses_less_room<12>(session_ticket{data}) &&
           fails<session_ticket::in_server_hello>("e0"_hex, errc::trailing, 0);
}
static_assert(tickets());

template <class E> constexpr bool is_empty() {
    return round_trips<E>(""_hex, [](auto const&) { return true; }) && writes(E{}, ""_hex) &&
           fails<E>("00"_hex, errc::trailing, 0) && fails<E>("0000"_hex, errc::trailing, 0);
}
static_assert(is_empty<extended_master_secret>() && is_empty<encrypt_then_mac>());
static_assert(extended_master_secret::type == extension_type{23} && encrypt_then_mac::type == extension_type{22});

/// What a view gives and what a selection accepts for one body
template <class E, std::size_t N> constexpr error captured(bytes<N> const& body) {
    struct block {
        selection<extension_context::client_hello, E> extensions;
    };
    bytes<N + 6> wire{};
    wire[1] = static_cast<std::uint8_t>(N + 4);
    wire[2] = static_cast<std::uint8_t>(static_cast<unsigned>(E::type) >> 8U);
    wire[3] = static_cast<std::uint8_t>(E::type);
    wire[5] = static_cast<std::uint8_t>(N);
    for (std::size_t i = 0; i < N; ++i) wire[6 + i] = body[i];
    cursor c{wire.data(), wire.data() + wire.size()};
    block b{};
    errc const e = extension_block<extension_context::client_hello>::read(c, b.extensions);
    return e == errc::ok ? error{} : error{e, static_cast<std::uint32_t>(c.p - wire.data())};
}

constexpr bool fragment_lengths() {
    using mfl = max_fragment_length;
    for (std::uint8_t code = 1; code <= 4; ++code) {
        bytes<1> body{};
        body[0] = code;
        if (captured<mfl>(body)) return false;
        if (!round_trips<mfl>(body, [&](mfl m) { return m == mfl{max_fragment_length_code{code}}; })) return false;
    }
    // A view is raw; a selection knows RFC 6066 4.
    return round_trips<mfl>("05"_hex,
                            [](mfl m) { return m.max_fragment_length_value == max_fragment_length_code{5}; }) &&
           captured<mfl>("00"_hex) == error{errc::forbidden_value, 6} &&
           captured<mfl>("05"_hex) == error{errc::forbidden_value, 6} &&
           captured<mfl>("ff"_hex) == error{errc::forbidden_value, 6} &&
           captured<mfl>(""_hex) == error{errc::truncated, 6} &&
           captured<mfl>("01 00"_hex) == error{errc::trailing, 7} && fails<mfl>(""_hex, errc::truncated, 0) &&
           fails<mfl>("01 00"_hex, errc::trailing, 1) && refuses_less_room<1>(mfl{});
}
static_assert(fragment_lengths());

constexpr bool record_limits() {
    using rsl = record_size_limit;
    return round_trips<rsl>("4001"_hex, [](rsl m) { return m == rsl{0x4001}; }) && refuses_less_room<2>(rsl{64}) &&
           !captured<rsl>("0040"_hex) && !captured<rsl>("ffff"_hex) && !captured<rsl>("0100"_hex) &&
           captured<rsl>("003f"_hex) == error{errc::forbidden_value, 6} &&
           captured<rsl>("0000"_hex) == error{errc::forbidden_value, 6} &&
           round_trips<rsl>("003f"_hex, [](rsl m) { return m.limit == 63; }) &&
           captured<rsl>("40"_hex) == error{errc::truncated, 6} &&
           captured<rsl>("4001 00"_hex) == error{errc::trailing, 8} && fails<rsl>("40"_hex, errc::truncated, 0) &&
           fails<rsl>("4001 00"_hex, errc::trailing, 2);
}
static_assert(record_limits());

} // namespace

TEST_CASE("renegotiation_info holds up to 255 bytes (RFC 5746 3.2)") {
    CHECK(at_run_time(renegotiation));
    CHECK(at_run_time(longest_renegotiated_connection));
}
TEST_CASE("SessionTicket is the ticket itself, and empty in an answer (RFC 5077 3.2)") { CHECK(at_run_time(tickets)); }
TEST_CASE("extended_master_secret and encrypt_then_mac are empty (RFC 7627 5.1, RFC 7366 2)") {
    CHECK(at_run_time(is_empty<extended_master_secret>));
    CHECK(at_run_time(is_empty<encrypt_then_mac>));
}
TEST_CASE("max_fragment_length is 1 to 4 (RFC 6066 4)") { CHECK(at_run_time(fragment_lengths)); }
TEST_CASE("record_size_limit is 64 at least (RFC 8449 4)") { CHECK(at_run_time(record_limits)); }
