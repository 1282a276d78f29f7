// Every message with its header, cut at every byte and followed by one byte too many.
#include "message/rfc8448.hpp"
#include "message/tls12_flights.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/end_of_early_data.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/hello_request.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/message/message_hash.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"

namespace {

using namespace flintls;
using namespace test;

/// Is every strict prefix of these bytes refused? A header that is whole has a length that reaches past the cut.
template <class M> constexpr bool refuses_prefixes(byte_view whole) {
    for (std::uint32_t size = 0; size < whole.size(); ++size) {
        handshake<M> m{};
        if (parse(byte_view{whole.data(), size}, m) != error{errc::truncated, size < 4 ? 0U : 1U}) return false;
    }
    return true;
}

/// Is a byte behind the whole message refused? The length says that it is not part of it. \pre the byte is readable
template <class M> constexpr bool refuses_a_byte_more(byte_view whole) {
    handshake<M> m{};
    return parse(byte_view{whole.data(), whole.size() + 1}, m) == error{errc::trailing, whole.size()};
}

template <class M, std::size_t N> constexpr bool is_whole(bytes<N> const& wire) {
    bytes<N + 1> longer{};
    for (std::size_t i = 0; i < N; ++i) longer[i] = wire[i];
    return refuses_prefixes<M>(wire) && refuses_a_byte_more<M>({longer.data(), N});
}

constexpr bool small_messages() {
    return is_whole<hello_request>("00 000000"_hex) && is_whole<finished>("14 00000c e0e1e2e3e4e5e6e7e8e9eaeb"_hex) &&
           is_whole<new_session_ticket>("04 00000b 00015180 0005 d1d2d3d4d5"_hex) &&
           is_whole<tls13::new_session_ticket>("04 00000e 00000001 00000002 00 0001 d1 0000"_hex) &&
           is_whole<key_update>("18 000001 01"_hex) && is_whole<message_hash>("fe 000004 e0e1e2e3"_hex) &&
           is_whole<tls13::certificate>("0b 000004 00 000000"_hex);
}
static_assert(small_messages());

constexpr bool traces() {
    return is_whole<server_hello>(rfc8448::server_hello_1rtt) && is_whole<finished>(rfc8448::finished_1rtt) &&
           is_whole<tls13::new_session_ticket>(rfc8448::ticket_1rtt) &&
           is_whole<server_hello>(rfc8448::hello_retry_request) && is_whole<client_hello>(rfc8448::client_hello_1rtt);
}
static_assert(traces());

constexpr bool encrypted_traces() {
    using namespace rfc8448;
    return is_whole<encrypted_extensions>(encrypted_extensions_1rtt) &&
           is_whole<tls13::certificate>(certificate_1rtt) && is_whole<certificate_verify>(certificate_verify_1rtt) &&
           is_whole<flintls::end_of_early_data>(rfc8448::end_of_early_data) &&
           is_whole<tls13::certificate_request>(rfc8448::certificate_request) &&
           is_whole<tls13::certificate>(certificate_of_ecdsa) && is_whole<tls13::certificate>(certificate_of_client);
}
static_assert(encrypted_traces());

constexpr bool key_exchanges() {
    using namespace tls12_flights;
    return is_whole<server_key_exchange_ecdhe>(ecdsa_server_key_exchange) &&
           is_whole<client_key_exchange_ecdhe>(ecdsa_client_key_exchange) &&
           is_whole<server_key_exchange_psk>(psk_server_key_exchange) &&
           is_whole<client_key_exchange_psk>(psk_client_key_exchange) &&
           is_whole<server_key_exchange_ecdhe_psk>(ecdhe_psk_server_key_exchange) &&
           is_whole<client_key_exchange_ecdhe_psk>(ecdhe_psk_client_key_exchange);
}
static_assert(key_exchanges());

constexpr bool certificates_and_what_goes_with_them() {
    using namespace tls12_flights;
    return is_whole<certificate>(ecdsa_certificate) && is_whole<certificate_request>(ecdsa_certificate_request) &&
           is_whole<certificate_verify>(ecdsa_certificate_verify) &&
           is_whole<server_hello_done>(ecdsa_server_hello_done);
}
static_assert(certificates_and_what_goes_with_them());

/// A header that says less than the body has, or more: the fields inside end at its length.
template <class M, std::size_t N> constexpr bool length_rules(bytes<N> wire, std::uint8_t length, error expected) {
    wire[3] = length;
    handshake<M> m{};
    return parse(byte_view{wire}, m) == expected;
}

constexpr bool the_length_in_the_header_rules() {
    constexpr auto const& ticket = "04 00000b 00015180 0005 d1d2d3d4d5"_hex;
    return length_rules<new_session_ticket>(ticket, 0x0a, error{errc::truncated, 8}) &&
           length_rules<new_session_ticket>(ticket, 0x05, error{errc::truncated, 8}) &&
           length_rules<new_session_ticket>(ticket, 0x03, error{errc::truncated, 4}) &&
           length_rules<new_session_ticket>(ticket, 0x00, error{errc::truncated, 4}) &&
           length_rules<new_session_ticket>(ticket, 0x0c, error{errc::truncated, 1}) &&
           length_rules<finished>("14 00000c e0e1e2e3e4e5e6e7e8e9eaeb"_hex, 0x0b, error{errc::trailing, 15});
}
static_assert(the_length_in_the_header_rules());

constexpr bool the_type_in_the_header_rules() {
    return fails<handshake<client_hello>>(rfc8448::server_hello_1rtt, errc::unexpected_message, 0) &&
           fails<handshake<server_hello>>(rfc8448::client_hello_1rtt, errc::unexpected_message, 0) &&
           fails<handshake<new_session_ticket>>(rfc8448::finished_1rtt, errc::unexpected_message, 0) &&
           fails<handshake<hello_request>>("ff 000000"_hex, errc::unexpected_message, 0);
}
static_assert(the_type_in_the_header_rules());

std::uint8_t one_more[2048];

} // namespace

TEST_CASE("every strict prefix of a message with its header is refused, and a byte too many") {
    CHECK(at_run_time(small_messages));
    CHECK(at_run_time(traces));
    CHECK(at_run_time(encrypted_traces));
    CHECK(at_run_time(key_exchanges));
    CHECK(at_run_time(certificates_and_what_goes_with_them));
}

TEST_CASE("every strict prefix of a captured hello is refused, and a byte too many") {
    for (vectors::entry const& each : vectors::all) {
        CAPTURE(each.name);
        bool const is_client = each.data[0] == 1;
        byte_view const whole{each.data, each.size};
        REQUIRE(each.size < sizeof one_more);
        copy(one_more, each.data, each.size);
        byte_view const longer{one_more, each.size};
        CHECK((is_client ? refuses_prefixes<client_hello>(whole) : refuses_prefixes<server_hello>(whole)));
        CHECK((is_client ? refuses_a_byte_more<client_hello>(longer) : refuses_a_byte_more<server_hello>(longer)));
    }
}

TEST_CASE("the type and the length in the header rule over what follows") {
    CHECK(at_run_time(the_type_in_the_header_rules));
    CHECK(at_run_time(the_length_in_the_header_rules));
}
