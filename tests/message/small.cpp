// The messages and headers without an extensions block.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/message/finished.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/hello_request.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/record.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& ticket_bytes = "d1d2d3d4d5"_hex;

constexpr new_session_ticket ticket{0x0001'5180, ticket_bytes};
constexpr bool tickets() {
    return round_trips<handshake<new_session_ticket>>("04 00000b 00015180 0005 d1d2d3d4d5"_hex,
                                                      [](auto const& m) { return m.body == ticket; }) &&
           writes(handshake<new_session_ticket>{ticket}, "04 00000b 00015180 0005 d1d2d3d4d5"_hex) &&
           refuses_less_room<15>(handshake<new_session_ticket>{ticket});
}
static_assert(tickets());

constexpr bool a_ticket_without_lifetime_and_an_empty_ticket() {
    return round_trips<handshake<new_session_ticket>>(
               "04 000007 00000000 0001 d1"_hex,
               [](auto const& m) {
                   return m.body.ticket_lifetime_hint == 0 && m.body.ticket == byte_view{ticket_bytes.data(), 1};
               }) &&
           round_trips<handshake<new_session_ticket>>(
               "04 000006 ffffffff 0000"_hex,
               [](auto const& m) { return m.body.ticket_lifetime_hint == 0xffff'ffff && m.body.ticket.empty(); }) &&
           writes(new_session_ticket{}, "00000000 0000"_hex);
}
static_assert(a_ticket_without_lifetime_and_an_empty_ticket());

constexpr bool malformed_tickets() {
    using message = handshake<new_session_ticket>;
    return fails<message>("04 000005 00000000 00"_hex, errc::truncated, 8) &&
           fails<message>("04 000003 000000"_hex, errc::truncated, 4) &&
           fails<message>("04 000006 00000000 0001"_hex, errc::truncated, 8) &&
           fails<message>("04 000007 00000000 0000 d1"_hex, errc::trailing, 10) &&
           fails<message>("04 000006 00000000 0000 d1"_hex, errc::trailing, 10);
}
static_assert(malformed_tickets());

constexpr bool the_two_tickets_are_not_confused() {
    // A TLS 1.3 ticket with all lengths at their least: lifetime, age_add, nonce, ticket, extensions
    constexpr auto const& wire = "04 00000e 00000001 00000002 00 0001 d1 0000"_hex;
    static_assert(!std::is_convertible_v<new_session_ticket, tls13::new_session_ticket>);
    return round_trips<handshake<tls13::new_session_ticket>>(
               wire,
               [](auto const& m) {
                   return m.body.ticket_lifetime == 1 && m.body.ticket_age_add == 2 && m.body.ticket_nonce.empty() &&
                          m.body.ticket == byte_view{ticket_bytes.data(), 1} && m.body.extensions.present() &&
                          !m.body.extensions.has(extension_type{});
               }) &&
           fails<handshake<new_session_ticket>>(wire, errc::trailing, 10);
}
static_assert(the_two_tickets_are_not_confused());

constexpr auto const& nonce = "aabb"_hex;
constexpr bool bounds_of_the_tls13_ticket() {
    using message = tls13::new_session_ticket;
    message m{7, 9, nonce, ticket_bytes, {}};
    if (!writes(m, "00000007 00000009 02 aabb 0005 d1d2d3d4d5 0000"_hex)) return false;
    m.ticket = {};
    return cannot_write(m, errc::not_representable, 11) &&
           fails<message>("00000001 00000002 00 0000 0000"_hex, errc::bad_length, 9) &&
           fails<message>("00000001 00000002 00 0001 d1"_hex, errc::truncated, 12) && // the block is required
           fails<message>("00000001 00000002 00 0001 d1 00"_hex, errc::truncated, 12) &&
           fails<message>("00000001 00000002 00 0001 d1 0001"_hex, errc::truncated, 12) &&
           fails<message>("00000001 00000002 00 0001 d1 0000 00"_hex, errc::trailing, 14) &&
           fails<message>("00000001 00000002"_hex, errc::truncated, 8) &&
           fails<message>("00000001 00000002 01"_hex, errc::truncated, 8);
}
static_assert(bounds_of_the_tls13_ticket());
static_assert(min_size<new_session_ticket> == 6 && max_size<new_session_ticket> == 6 + 0xffff);
static_assert(min_size<tls13::new_session_ticket> == 14);

constexpr bool hello_requests() {
    return round_trips<handshake<hello_request>>("00 000000"_hex, [](auto const&) { return true; }) &&
           fails<handshake<hello_request>>("00 000001 00"_hex, errc::trailing, 4) &&
           fails<handshake<hello_request>>("00 000000 00"_hex, errc::trailing, 4) &&
           fails<handshake<hello_request>>("00 000001"_hex, errc::truncated, 1) &&
           fails<handshake<hello_request>>("00 0000"_hex, errc::truncated, 0) &&
           fails<handshake<hello_request>>("01 000000"_hex, errc::unexpected_message, 0) &&
           refuses_less_room<4>(handshake<hello_request>{});
}
static_assert(hello_requests());

constexpr auto const& verify_data = "e0e1e2e3e4e5e6e7e8e9eaeb"_hex;
constexpr bool finished_of_any_length() {
    return round_trips<handshake<finished>>("14 00000c e0e1e2e3e4e5e6e7e8e9eaeb"_hex,
                                            [](auto const& m) { return m.body == finished{verify_data}; }) &&
           round_trips<handshake<finished>>("14 000000"_hex,
                                            [](auto const& m) { return m.body.verify_data.empty(); }) &&
           fails<handshake<finished>>("14 00000c e0e1e2e3e4e5e6e7e8e9ea"_hex, errc::truncated, 1) &&
           fails<handshake<finished>>("14 00000c e0e1e2e3e4e5e6e7e8e9eaeb ec"_hex, errc::trailing, 16) &&
           fails<handshake<finished>>("04 00000c e0e1e2e3e4e5e6e7e8e9eaeb"_hex, errc::unexpected_message, 0) &&
           writes(handshake{finished{verify_data}}, "14 00000c e0e1e2e3e4e5e6e7e8e9eaeb"_hex) &&
           refuses_less_room<16>(handshake{finished{verify_data}});
}
static_assert(finished_of_any_length());
static_assert(min_size<finished> == 0 && max_size<finished> == unbounded && max_size<handshake<finished>> == unbounded);

constexpr bool handshake_headers() {
    return round_trips<handshake_header>("0b 012345"_hex,
                                         [](handshake_header m) {
                                             return m == handshake_header{handshake_type::certificate, 0x01'2345};
                                         }) &&
           round_trips<handshake_header>(
               "63 ffffff"_hex, [](auto m) { return m.msg_type == handshake_type{99} && m.length == 0xff'ffff; }) &&
           cannot_write(handshake_header{handshake_type::finished, 0x100'0000}, errc::not_representable, 1) &&
           fails<handshake_header>("0b 0123"_hex, errc::truncated, 1) &&
           fails<handshake_header>("0b 012345 00"_hex, errc::trailing, 4);
}
static_assert(handshake_headers());

constexpr bool record_headers() {
    return round_trips<record_header>("16 0301 4000"_hex,
                                      [](record_header m) {
                                          return m == record_header{content_type::handshake, protocol_version::tls_1_0,
                                                                    0x4000} &&
                                                 m.length == max_plaintext;
                                      }) &&
           round_trips<record_header>("ff ffff ffff"_hex,
                                      [](auto m) { return m.type == content_type{255} && m.length == 0xffff; }) &&
           fails<record_header>("16 0301 40"_hex, errc::truncated, 3) &&
           fails<record_header>("16 03"_hex, errc::truncated, 1) &&
           fails<record_header>("16 0301 4000 00"_hex, errc::trailing, 5) && refuses_less_room<5>(record_header{});
}
static_assert(record_headers());
static_assert(min_size<record_header> == 5 && max_size<record_header> == 5 && min_size<handshake_header> == 4);

} // namespace

TEST_CASE("a TLS 1.2 ticket may be empty and its lifetime unspecified") {
    CHECK(at_run_time(tickets));
    CHECK(at_run_time(a_ticket_without_lifetime_and_an_empty_ticket));
    CHECK(at_run_time(malformed_tickets));
}

TEST_CASE("the tickets of TLS 1.2 and TLS 1.3 are two messages") {
    CHECK(at_run_time(the_two_tickets_are_not_confused));
    CHECK(at_run_time(bounds_of_the_tls13_ticket));
}

TEST_CASE("a HelloRequest is its header") { CHECK(at_run_time(hello_requests)); }

TEST_CASE("verify_data of a Finished has the length that the header says") {
    CHECK(at_run_time(finished_of_any_length));
}

TEST_CASE("handshake and record headers go both ways") {
    CHECK(at_run_time(handshake_headers));
    CHECK(at_run_time(record_headers));
}
