// Extensions of hellos of all versions: golden bodies in both directions, every bound, a bad body for each.
#include "support/codec.hpp"
#include "support/test.hpp"

#include <array>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/block.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/signature_algorithms.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/registry/alert.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& letters = "61 62 63 64 65 66"_hex;
constexpr byte_view text(std::uint32_t size) { return {letters.data(), size}; }

constexpr bool server_names() {
    constexpr server_name_entry host[] = {{name_type::host_name, text(3)}};
    constexpr server_name_entry other_first[] = {{name_type{9}, text(1)}, {name_type::host_name, text(2)}};
    constexpr server_name_entry other[] = {{name_type{9}, text(1)}};
    constexpr server_name_entry empty[] = {{name_type::host_name, {}}};
    constexpr server_name_entry nameless[] = {{name_type{9}, {}}, {name_type::host_name, text(1)}};
    constexpr server_name_entry twice[] = {{name_type::host_name, text(1)}, {name_type::host_name, text(2)}};
    return round_trips<server_name>(
               "0007 09 0000 00 0001 61"_hex, // RFC 6066 3: of another type the length is read, and nothing else known
               [&](auto const& m) { return equal(m.server_name_list, nameless) && m.host_name() == text(1); }) &&
           round_trips<server_name>("0009 09 0001 00 0a 0002 20ff"_hex,
                                    [&](auto const& m) {
                                        return m.host_name().empty() && (*m.server_name_list.begin()).name.size() == 1;
                                    }) &&
           writes(server_name{nameless}, "0007 09 0000 00 0001 61"_hex) &&
           cannot_write(server_name{twice}, errc::not_representable, 6) &&
           round_trips<server_name>(
               "0006 00 0003 616263"_hex,
               [&](auto const& m) { return equal(m.server_name_list, host) && m.host_name() == text(3); }) &&
           round_trips<server_name>(
               "0009 09 0001 61 00 0002 6162"_hex,
               [&](auto const& m) { return equal(m.server_name_list, other_first) && m.host_name() == text(2); }) &&
           round_trips<server_name>(
               "0004 09 0001 61"_hex,
               [&](auto const& m) { return equal(m.server_name_list, other) && m.host_name().empty(); }) &&
           writes(server_name{host}, "0006 00 0003 616263"_hex) && server_name{host}.host_name() == text(3) &&
           refuses_less_room<8>(server_name{host}) && cannot_write(server_name{}, errc::not_representable, 0) &&
           cannot_write(server_name{empty}, errc::not_representable, 3);
}
static_assert(server_names());

constexpr bool malformed_server_names() {
    return fails<server_name>(""_hex, errc::truncated, 0) && fails<server_name>("0000"_hex, errc::bad_length, 0) &&
           fails<server_name>("0003 00 0000"_hex, errc::bad_length, 3) &&
           fails<server_name>("0005 00 0003 6162"_hex, errc::truncated, 3) &&
           fails<server_name>("0002 00 00"_hex, errc::truncated, 3) &&
           fails<server_name>("0006 00 0002 616200"_hex, errc::truncated, 8) &&
           fails<server_name>("0006 00 0003 616263 00"_hex, errc::trailing, 8) &&
           fails<server_name>("0007 09 0000 00 0002 61"_hex, errc::truncated, 6);
}
static_assert(malformed_server_names());

/// RFC 6066 3: not more than one name of a type, whichever types these are, wherever they stand.
constexpr bool names_of_one_type() {
    return fails<server_name>("0008 00 0001 61 00 0001 62"_hex, errc::forbidden_value, 6) &&
           fails<server_name>("0008 00 0001 61 00 0001 61"_hex, errc::forbidden_value, 6) &&
           fails<server_name>("0006 09 0000 09 0000"_hex, errc::forbidden_value, 5) &&
           fails<server_name>("000d 00 0001 61 09 0001 61 00 0002 6263"_hex, errc::forbidden_value, 10) &&
           fails<server_name>("000c 07 0000 09 0000 08 0000 09 0000"_hex, errc::forbidden_value, 11) &&
           fails<server_name>("0008 00 0001 61 00 0002 62"_hex, errc::truncated, 7) && // structure comes first
           fails<server_name>("0007 00 0001 61 00 0000"_hex, errc::bad_length, 7);
}
static_assert(names_of_one_type());
static_assert(to_alert(errc::forbidden_value) == alert_description::illegal_parameter);

/// Every type once is well-formed, and a duplicate of any of them is found.
bool names_of_all_types() {
    std::array<std::uint8_t, 2 + 4 * 257> body{};
    for (std::uint32_t last = 0; last <= 256; ++last) { // 256: none stands twice
        std::uint32_t const count = last < 256 ? 257 : 256;
        store<2>(body.data(), 4 * count);
        for (std::uint32_t i = 0; i < count; ++i) {
            std::uint8_t* const entry = body.data() + 2 + std::size_t{4} * i;
            entry[0] = static_cast<std::uint8_t>(i < 256 ? i * 29U : last);
            entry[1] = 0;
            entry[2] = 1;
            entry[3] = 'a';
        }
        server_name names;
        error const expected = last < 256 ? error{errc::forbidden_value, 2 + 4 * 256} : error{};
        if (parse({body.data(), 2 + 4 * count}, names) != expected) return false;
    }
    return true;
}

/// RFC 6066 3: ASCII; what no name holds, and what stands at the edges of that.
constexpr bool bytes_of_host_names() {
    for (std::uint32_t value = 0; value < 256; ++value) {
        std::array<std::uint8_t, 3> const name{'a', static_cast<std::uint8_t>(value), 'b'};
        bool const good = value >= 0x21 && value <= 0x7e;
        if (judge_host_name(name) != (good ? error{} : error{errc::forbidden_value, 1})) return false;
    }
    return !judge_host_name({}) && !judge_host_name("78 2d 2d 5f 2e"_hex) &&
           judge_host_name("61 00"_hex) == error{errc::forbidden_value, 1} &&
           judge_host_name("20"_hex) == error{errc::forbidden_value, 0};
}
static_assert(bytes_of_host_names());

constexpr bool protocol_names() {
    using alpn = application_layer_protocol_negotiation;
    constexpr byte_view names[] = {text(2), text(1)};
    constexpr byte_view empty[] = {byte_view{}};
    return round_trips<alpn>("0005 02 6162 01 61"_hex,
                             [&](auto const& m) { return equal(m.protocol_name_list, names); }) &&
           writes(alpn{names}, "0005 02 6162 01 61"_hex) && refuses_less_room<7>(alpn{names}) &&
           round_trips<alpn>("0002 01 61"_hex, [&](auto const& m) { return m.protocol_name_list.contains(text(1)); }) &&
           cannot_write(alpn{}, errc::not_representable, 0) && cannot_write(alpn{empty}, errc::not_representable, 2) &&
           fails<alpn>("0000"_hex, errc::bad_length, 0) && fails<alpn>("0001 61"_hex, errc::bad_length, 0) &&
           fails<alpn>("0002 00 61"_hex, errc::bad_length, 2) &&
           fails<alpn>("0003 01 61 00"_hex, errc::bad_length, 4) &&
           fails<alpn>("0003 01 61 01"_hex, errc::truncated, 4) && fails<alpn>("0002 02 61"_hex, errc::truncated, 2) &&
           fails<alpn>("0002 01 61 00"_hex, errc::trailing, 4) && fails<alpn>("0003 01 61"_hex, errc::truncated, 0);
}
static_assert(protocol_names());

constexpr bool chosen_protocols() {
    constexpr byte_view one[] = {text(2)};
    constexpr byte_view two[] = {text(2), text(1)};
    constexpr byte_view empty[] = {byte_view{}};
    return round_trips<chosen_protocol>(
               "0003 02 6162"_hex,
               [&](auto const& m) { return m.name() == text(2) && equal(m.protocol_name_list, one); }) &&
           writes(chosen_protocol{one}, "0003 02 6162"_hex) && chosen_protocol{one}.name() == text(2) &&
           refuses_less_room<5>(chosen_protocol{one}) && cannot_write(chosen_protocol{}, errc::not_representable, 0) &&
           cannot_write(chosen_protocol{two}, errc::not_representable, 5) &&
           cannot_write(chosen_protocol{empty}, errc::not_representable, 2) &&
           fails<chosen_protocol>("0005 02 6162 01 61"_hex, errc::trailing, 5) &&
           fails<chosen_protocol>("0006 02 6162 02 6162"_hex, errc::trailing, 5) &&
           fails<chosen_protocol>("0000"_hex, errc::bad_length, 0) &&
           fails<chosen_protocol>("0002 00 00"_hex, errc::bad_length, 2) &&
           fails<chosen_protocol>("0003 01 61 00"_hex, errc::bad_length, 4) &&
           fails<chosen_protocol>("0002 02 61"_hex, errc::truncated, 2) &&
           fails<chosen_protocol>("0002 01 61 00"_hex, errc::trailing, 4) &&
           fails<chosen_protocol>(""_hex, errc::truncated, 0);
}
static_assert(chosen_protocols());
static_assert(
    std::is_same_v<form_of<application_layer_protocol_negotiation, extension_context::server_hello>, chosen_protocol>);
static_assert(std::is_same_v<form_of<application_layer_protocol_negotiation, extension_context::encrypted_extensions>,
                             chosen_protocol>);
static_assert(std::is_same_v<form_of<application_layer_protocol_negotiation, extension_context::client_hello>,
                             application_layer_protocol_negotiation>);

constexpr bool groups() {
    constexpr named_group both[] = {named_group::x25519, named_group{0x0a0a}};
    return round_trips<supported_groups>("0004 001d 0a0a"_hex,
                                         [&](auto const& m) { return equal(m.named_group_list, both); }) &&
           writes(supported_groups{both}, "0004 001d 0a0a"_hex) && refuses_less_room<6>(supported_groups{both}) &&
           cannot_write(supported_groups{}, errc::not_representable, 0) &&
           fails<supported_groups>("0000"_hex, errc::bad_length, 0) &&
           fails<supported_groups>("0001 00"_hex, errc::bad_length, 0) &&
           fails<supported_groups>("0003 001d 00"_hex, errc::bad_length, 0) &&
           fails<supported_groups>("0004 001d"_hex, errc::truncated, 0) &&
           fails<supported_groups>("0002 001d 00"_hex, errc::trailing, 4) &&
           fails<supported_groups>("00"_hex, errc::truncated, 0);
}
static_assert(groups());

constexpr bool point_formats() {
    constexpr ec_point_format all[] = {ec_point_format::uncompressed, ec_point_format::ansi_x962_compressed_prime,
                                       ec_point_format{0xff}};
    return round_trips<ec_point_formats>("03 00 01 ff"_hex,
                                         [&](auto const& m) { return equal(m.ec_point_format_list, all); }) &&
           writes(ec_point_formats{all}, "03 0001ff"_hex) && refuses_less_room<4>(ec_point_formats{all}) &&
           cannot_write(ec_point_formats{}, errc::not_representable, 0) &&
           fails<ec_point_formats>("00"_hex, errc::bad_length, 0) &&
           fails<ec_point_formats>("02 00"_hex, errc::truncated, 0) &&
           fails<ec_point_formats>("01 00 00"_hex, errc::trailing, 2) &&
           fails<ec_point_formats>(""_hex, errc::truncated, 0);
}
static_assert(point_formats());

template <class E> constexpr bool schemes() {
    constexpr signature_scheme both[] = {signature_scheme::ecdsa_secp256r1_sha256, signature_scheme{0xfafa}};
    return round_trips<E>("0004 0403 fafa"_hex,
                          [&](auto const& m) { return equal(m.supported_signature_algorithms, both); }) &&
           writes(E{both}, "0004 0403 fafa"_hex) && refuses_less_room<6>(E{both}) &&
           cannot_write(E{}, errc::not_representable, 0) && fails<E>("0000"_hex, errc::bad_length, 0) &&
           fails<E>("0003 0403 00"_hex, errc::bad_length, 0) && fails<E>("0004 0403"_hex, errc::truncated, 0) &&
           fails<E>("0002 0403 00"_hex, errc::trailing, 4) && fails<E>("ffff"_hex, errc::truncated, 0);
}
static_assert(schemes<signature_algorithms>() && schemes<signature_algorithms_cert>());

constexpr bool status_requests() {
    constexpr byte_view ids[] = {text(1), text(2)};
    constexpr byte_view empty[] = {byte_view{}};
    constexpr auto ocsp = certificate_status_type::ocsp;
    return round_trips<status_request>("01 0000 0000"_hex,
                                       [&](auto const& m) {
                                           return m.status_type == ocsp && m.responder_id_list.empty() &&
                                                  m.request_extensions.empty();
                                       }) &&
           round_trips<status_request>(
               "01 0007 0001 61 0002 6162 0003 616263"_hex,
               [&](auto const& m) { return equal(m.responder_id_list, ids) && m.request_extensions == text(3); }) &&
           writes(status_request{ocsp, ids, text(3)}, "01 0007 0001 61 0002 6162 0003 616263"_hex) &&
           refuses_less_room<15>(status_request{ocsp, ids, text(3)}) &&
           cannot_write(status_request{ocsp, empty, {}}, errc::not_representable, 3) &&
           fails<status_request>(""_hex, errc::truncated, 0) &&
           fails<status_request>("01 00"_hex, errc::truncated, 1) &&
           fails<status_request>("01 0000"_hex, errc::truncated, 3) &&
           fails<status_request>("01 0000 0001"_hex, errc::truncated, 3) &&
           fails<status_request>("01 0002 0000 0000"_hex, errc::bad_length, 3) &&
           fails<status_request>("01 0001 00 0000"_hex, errc::truncated, 3) &&
           fails<status_request>("01 0000 0000 00"_hex, errc::trailing, 5);
}
static_assert(status_requests());

/// RFC 6066 8 defines ocsp alone: what another type means is not known, and it is carried as it is.
constexpr bool other_status_requests() {
    constexpr auto other = certificate_status_type{2};
    return round_trips<status_request>(
               "02"_hex, [](auto const& m) { return m.status_type == other && m.other_request.empty(); }) &&
           round_trips<status_request>(
               "02 616263"_hex, [](auto const& m) { return m.status_type == other && m.other_request == text(3); }) &&
           round_trips<status_request>("00 ffff"_hex, [](auto const& m) { return m.other_request.size() == 2; }) &&
           writes(
               status_request{
                   .status_type = other, .responder_id_list = {}, .request_extensions = {}, .other_request = text(2)},
               "02 6162"_hex);
}
static_assert(other_status_requests());

constexpr bool timestamps() {
    using empty = signed_certificate_timestamp;
    using list = signed_certificate_timestamp_list;
    constexpr byte_view both[] = {text(1), text(3)};
    return round_trips<empty>(""_hex, [](auto const&) { return true; }) && fails<empty>("00"_hex, errc::trailing, 0) &&
           round_trips<list>("0008 0001 61 0003 616263"_hex, [&](auto const& m) { return equal(m.sct_list, both); }) &&
           writes(list{both}, "0008 0001 61 0003 616263"_hex) && cannot_write(list{}, errc::not_representable, 0) &&
           fails<list>("0000"_hex, errc::bad_length, 0) && fails<list>("0001 00"_hex, errc::truncated, 2) &&
           fails<list>("0002 0000"_hex, errc::bad_length, 2) && fails<list>("0004 0001 6100"_hex, errc::truncated, 5);
}
static_assert(timestamps());

constexpr bool paddings() {
    return round_trips<padding>(""_hex, [&](auto const& m) { return m.padding_bytes.empty(); }) &&
           round_trips<padding>("000001"_hex, [&](auto const& m) { return m.padding_bytes.size() == 3; }) &&
           writes(padding{text(2)}, "6162"_hex) && refuses_less_room<2>(padding{text(2)});
}
static_assert(paddings());

} // namespace

TEST_CASE("server_name holds names, of which the host_name counts (RFC 6066 3)") {
    CHECK(at_run_time(server_names));
    CHECK(at_run_time(malformed_server_names));
}
TEST_CASE("server_name holds one name of a type (RFC 6066 3)") {
    CHECK(at_run_time(names_of_one_type));
    CHECK(names_of_all_types());
}
TEST_CASE("a host name has no controls, no blanks and nothing above 0x7E (RFC 6066 3)") {
    CHECK(at_run_time(bytes_of_host_names));
}
TEST_CASE("ALPN holds names of a byte at least (RFC 7301 3.1)") { CHECK(at_run_time(protocol_names)); }
TEST_CASE("the answer to ALPN holds exactly one name (RFC 7301 3.1)") { CHECK(at_run_time(chosen_protocols)); }
TEST_CASE("supported_groups holds a group at least (RFC 8446 4.2.7)") { CHECK(at_run_time(groups)); }
TEST_CASE("ec_point_formats holds a format at least (RFC 8422 5.1.2)") { CHECK(at_run_time(point_formats)); }
TEST_CASE("signature_algorithms and _cert hold a scheme at least (RFC 8446 4.2.3)") {
    CHECK(at_run_time(schemes<signature_algorithms>));
    CHECK(at_run_time(schemes<signature_algorithms_cert>));
}
TEST_CASE("status_request holds responders and extensions, or none (RFC 6066 8)") {
    CHECK(at_run_time(status_requests));
}
TEST_CASE("status_request of another type than ocsp is carried as it is (RFC 6066 8)") {
    CHECK(at_run_time(other_status_requests));
}
TEST_CASE("signed_certificate_timestamp is a wish or a list (RFC 6962 3.3.1)") { CHECK(at_run_time(timestamps)); }
TEST_CASE("padding holds any bytes (RFC 7685 3)") { CHECK(at_run_time(paddings)); }
