// ServerKeyExchange and ClientKeyExchange of TLS 1.2 (RFC 8422 5.4, 5.7; RFC 4279 2; RFC 5489 2).
#include "message/tls12_flights.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/message/client_key_exchange.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_key_exchange.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& point = "04 a1a2"_hex;
constexpr auto const& signature = "300301"_hex;
constexpr auto const& hint = "68696e74"_hex;
constexpr server_ecdh_params params{ec_curve_type::named_curve, named_group::secp256r1, point};

constexpr bool the_shapes_are_written_as_the_rfcs_draw_them() {
    return writes(handshake{server_key_exchange_ecdhe{params, {signature_scheme::ecdsa_secp256r1_sha256, signature}}},
                  "0c 00000e 03 0017 03 04a1a2 0403 0003 300301"_hex) &&
           writes(handshake{server_key_exchange_psk{hint}}, "0c 000006 0004 68696e74"_hex) &&
           writes(handshake{server_key_exchange_ecdhe_psk{hint, params}},
                  "0c 00000d 0004 68696e74 03 0017 03 04a1a2"_hex) &&
           writes(handshake{client_key_exchange_ecdhe{point}}, "10 000004 03 04a1a2"_hex) &&
           writes(handshake{client_key_exchange_psk{hint}}, "10 000006 0004 68696e74"_hex) &&
           writes(handshake{client_key_exchange_ecdhe_psk{hint, point}}, "10 00000a 0004 68696e74 03 04a1a2"_hex);
}
static_assert(the_shapes_are_written_as_the_rfcs_draw_them());

constexpr bool less_room_is_refused() {
    return refuses_less_room<18>(
               handshake{server_key_exchange_ecdhe{params, {signature_scheme::ecdsa_secp256r1_sha256, signature}}}) &&
           refuses_less_room<10>(handshake{server_key_exchange_psk{hint}}) &&
           refuses_less_room<17>(handshake{server_key_exchange_ecdhe_psk{hint, params}}) &&
           refuses_less_room<8>(handshake{client_key_exchange_ecdhe{point}}) &&
           refuses_less_room<14>(handshake{client_key_exchange_ecdhe_psk{hint, point}});
}
static_assert(less_room_is_refused());

/// These bytes were checked when they were recorded: with the two randoms before them, the signature behind them is
/// good for the key of the server's certificate (`openssl dgst -verify`).
constexpr bool what_is_signed_is_at_the_front(byte_view message, std::uint32_t size) {
    handshake<server_key_exchange_ecdhe> m;
    return !parse(message, m) && encoded_size(m.body.params) == size &&
           m.body.params.point.end() == message.data() + 4 + size;
}

constexpr bool ecdhe_with_ecdsa() {
    constexpr auto const& server = tls12_flights::ecdsa_server_key_exchange;
    constexpr auto const& client = tls12_flights::ecdsa_client_key_exchange;
    return round_trips<handshake<server_key_exchange_ecdhe>>(
               server,
               [](auto const& m) {
                   return m.body.params.curve_type == ec_curve_type::named_curve &&
                          m.body.params.namedcurve == named_group::secp256r1 &&
                          m.body.params.point == byte_view{server}.subview(8, 65) &&
                          m.body.signed_params.algorithm == signature_scheme::ecdsa_secp256r1_sha256 &&
                          m.body.signed_params.signature == byte_view{server}.subview(77, 72);
               }) &&
           what_is_signed_is_at_the_front(server, 69) &&
           round_trips<handshake<client_key_exchange_ecdhe>>(
               client, [](auto const& m) { return m.body.point == byte_view{client}.subview(5, 65); });
}
static_assert(ecdhe_with_ecdsa());

constexpr bool ecdhe_with_rsa() {
    constexpr auto const& server = tls12_flights::rsa_server_key_exchange;
    return round_trips<handshake<server_key_exchange_ecdhe>>(
               server,
               [](auto const& m) {
                   return m.body.params.namedcurve == named_group::x25519 && m.body.params.point.size() == 32 &&
                          m.body.signed_params.algorithm == signature_scheme::rsa_pss_rsae_sha256 &&
                          m.body.signed_params.signature.size() == 256;
               }) &&
           what_is_signed_is_at_the_front(server, 36) &&
           round_trips<handshake<client_key_exchange_ecdhe>>(tls12_flights::rsa_client_key_exchange,
                                                             [](auto const& m) { return m.body.point.size() == 32; });
}
static_assert(ecdhe_with_rsa());

constexpr auto const& sensors = "73656e736f7273"_hex;       // "sensors"
constexpr auto const& sensor_17 = "73656e736f722d3137"_hex; // "sensor-17"
constexpr bool psk() {
    return round_trips<handshake<server_key_exchange_psk>>(
               tls12_flights::psk_server_key_exchange,
               [](auto const& m) { return m.body == server_key_exchange_psk{sensors}; }) &&
           round_trips<handshake<client_key_exchange_psk>>(tls12_flights::psk_client_key_exchange, [](auto const& m) {
               return m.body == client_key_exchange_psk{sensor_17};
           });
}
static_assert(psk());

constexpr bool ecdhe_with_psk() {
    return round_trips<handshake<server_key_exchange_ecdhe_psk>>(
               tls12_flights::ecdhe_psk_server_key_exchange,
               [](auto const& m) {
                   return m.body.psk_identity_hint == byte_view{sensors} &&
                          m.body.params.namedcurve == named_group::x25519 && m.body.params.point[0] == 0xbd &&
                          m.body.params.point.size() == 32;
               }) &&
           round_trips<handshake<server_key_exchange_ecdhe_psk>>(
               tls12_flights::ecdhe_psk_server_key_exchange_without_hint,
               [](auto const& m) { return m.body.psk_identity_hint.empty() && m.body.params.point[0] == 0x07; }) &&
           round_trips<handshake<client_key_exchange_ecdhe_psk>>(
               tls12_flights::ecdhe_psk_client_key_exchange, [](auto const& m) {
                   return m.body.psk_identity == byte_view{sensor_17} && m.body.point[0] == 0x8c &&
                          m.body.point.size() == 32;
               });
}
static_assert(ecdhe_with_psk());

constexpr bool only_named_curves() { // RFC 8422 5.4
    server_ecdh_params other = params;
    other.curve_type = ec_curve_type::explicit_prime;
    server_ecdh_params pointless = params;
    pointless.point = {};
    return fails<server_ecdh_params>("00 0017 01 04"_hex, errc::forbidden_value, 0) &&
           fails<server_ecdh_params>("01 0017 01 04"_hex, errc::forbidden_value, 0) &&
           fails<server_ecdh_params>("02 0017 01 04"_hex, errc::forbidden_value, 0) &&
           fails<server_ecdh_params>("ff 0017 01 04"_hex, errc::forbidden_value, 0) &&
           fails<server_key_exchange_ecdhe_psk>("0001 68 01 0017 01 04"_hex, errc::forbidden_value, 3) &&
           cannot_write(other, errc::not_representable, 0) && cannot_write(pointless, errc::not_representable, 3) &&
           cannot_write(server_ecdh_params{}, errc::not_representable, 0) &&
           round_trips<server_ecdh_params>("03 fefe 01 04"_hex, // a group without a name
                                           [](auto const& m) { return m.namedcurve == named_group{0xfefe}; });
}
static_assert(only_named_curves());

constexpr bool malformed_ones() {
    return fails<server_key_exchange_ecdhe>(""_hex, errc::truncated, 0) &&
           fails<server_key_exchange_ecdhe>("03"_hex, errc::truncated, 1) &&
           fails<server_key_exchange_ecdhe>("03 00"_hex, errc::truncated, 1) &&
           fails<server_key_exchange_ecdhe>("03 0017"_hex, errc::truncated, 3) &&
           fails<server_key_exchange_ecdhe>("03 0017 00 0403 0000"_hex, errc::bad_length, 3) && // point<1..2^8-1>
           fails<server_key_exchange_ecdhe>("03 0017 02 04"_hex, errc::truncated, 3) &&
           fails<server_key_exchange_ecdhe>("03 0017 01 04"_hex, errc::truncated, 5) && // not signed
           fails<server_key_exchange_ecdhe>("03 0017 01 04 0403 0001"_hex, errc::truncated, 7) &&
           fails<server_key_exchange_ecdhe>("03 0017 01 04 0403 0000 00"_hex, errc::trailing, 9) &&
           fails<server_key_exchange_psk>("00"_hex, errc::truncated, 0) &&
           fails<server_key_exchange_psk>("0001"_hex, errc::truncated, 0) &&
           fails<server_key_exchange_psk>("0000 00"_hex, errc::trailing, 2) &&
           fails<server_key_exchange_ecdhe_psk>("0000"_hex, errc::truncated, 2) &&
           fails<server_key_exchange_ecdhe_psk>("0000 03 0017 01 04 00"_hex, errc::trailing, 7) &&
           fails<client_key_exchange_ecdhe>(""_hex, errc::truncated, 0) &&
           fails<client_key_exchange_ecdhe>("00"_hex, errc::bad_length, 0) && // implicit: fixed ECDH only
           fails<client_key_exchange_ecdhe>("02 04"_hex, errc::truncated, 0) &&
           fails<client_key_exchange_ecdhe>("01 04 00"_hex, errc::trailing, 2) &&
           fails<client_key_exchange_psk>("0002 69"_hex, errc::truncated, 0) &&
           fails<client_key_exchange_psk>("0000 00"_hex, errc::trailing, 2) &&
           fails<client_key_exchange_ecdhe_psk>("0001 69"_hex, errc::truncated, 3) &&
           fails<client_key_exchange_ecdhe_psk>("0001 69 00"_hex, errc::bad_length, 3) &&
           fails<client_key_exchange_ecdhe_psk>("0001 69 01 04 00"_hex, errc::trailing, 5);
}
static_assert(malformed_ones());

constexpr bool one_kind_is_not_taken_for_another() {
    return fails<handshake<server_key_exchange_psk>>(tls12_flights::ecdhe_psk_server_key_exchange, errc::trailing,
                                                     13) &&
           fails<handshake<client_key_exchange_psk>>(tls12_flights::ecdhe_psk_client_key_exchange, errc::trailing,
                                                     15) &&
           fails<handshake<client_key_exchange_ecdhe_psk>>(tls12_flights::psk_client_key_exchange, errc::truncated,
                                                           15) &&
           fails<handshake<client_key_exchange_psk>>(tls12_flights::psk_server_key_exchange, errc::unexpected_message,
                                                     0);
}
static_assert(one_kind_is_not_taken_for_another());

static_assert(min_size<server_ecdh_params> == 5 && max_size<server_ecdh_params> == 4 + 255);
static_assert(min_size<server_key_exchange_ecdhe> == 9 && max_size<server_key_exchange_ecdhe> == 259 + 4 + 0xffff);
static_assert(min_size<server_key_exchange_psk> == 2 && max_size<server_key_exchange_psk> == 2 + 0xffff);
static_assert(min_size<server_key_exchange_ecdhe_psk> == 7 &&
              max_size<server_key_exchange_ecdhe_psk> == 0x1'0001 + 259);
static_assert(min_size<client_key_exchange_ecdhe> == 2 && max_size<client_key_exchange_ecdhe> == 256);
static_assert(min_size<client_key_exchange_psk> == 2 && max_size<client_key_exchange_psk> == 2 + 0xffff);
static_assert(min_size<client_key_exchange_ecdhe_psk> == 4 &&
              max_size<client_key_exchange_ecdhe_psk> == 0x1'0001 + 256);

/// Encoded on its own, a structure takes what `encoded_size` says: what a server signs.
constexpr bool parameters_on_their_own() {
    return writes(params, "03 0017 03 04a1a2"_hex) && encoded_size(params) == 7 && refuses_less_room<7>(params);
}
static_assert(parameters_on_their_own());

} // namespace

TEST_CASE("a key exchange is written as its RFC draws it") {
    CHECK(at_run_time(the_shapes_are_written_as_the_rfcs_draw_them));
    CHECK(at_run_time(less_room_is_refused));
    CHECK(at_run_time(parameters_on_their_own));
}

TEST_CASE("the key exchanges of OpenSSL hold what they hold and become the same bytes again") {
    CHECK(at_run_time(ecdhe_with_ecdsa));
    CHECK(at_run_time(ecdhe_with_rsa));
    CHECK(at_run_time(psk));
    CHECK(at_run_time(ecdhe_with_psk));
}

TEST_CASE("a curve without a name is an illegal_parameter") { CHECK(at_run_time(only_named_curves)); }

TEST_CASE("a malformed key exchange is refused at the byte that is wrong") {
    CHECK(at_run_time(malformed_ones));
    CHECK(at_run_time(one_kind_is_not_taken_for_another));
}
