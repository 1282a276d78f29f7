// Extensions of TLS 1.3: golden bodies in both directions, every bound, a bad body for each.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/certificate_authorities.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/early_data.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/oid_filters.hpp"
#include "flintls/extension/post_handshake_auth.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/extension/table.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& data = "e0e1e2e3e4e5e6e7"_hex;
constexpr byte_view part(std::uint32_t size) { return {data.data(), size}; }

constexpr bool versions() {
    using list = supported_versions;
    constexpr protocol_version both[] = {protocol_version::tls_1_3, protocol_version{0x7a7a}};
    return round_trips<list>("04 0304 7a7a"_hex, [&](auto const& m) { return equal(m.versions, both); }) &&
           writes(list{both}, "04 0304 7a7a"_hex) && refuses_less_room<5>(list{both}) &&
           cannot_write(list{}, errc::not_representable, 0) && fails<list>(""_hex, errc::truncated, 0) &&
           fails<list>("00"_hex, errc::bad_length, 0) && fails<list>("01 03"_hex, errc::bad_length, 0) &&
           fails<list>("03 0304 03"_hex, errc::bad_length, 0) && fails<list>("04 0304"_hex, errc::truncated, 0) &&
           fails<list>("02 0304 00"_hex, errc::trailing, 3) &&
           round_trips<selected_version>("0304"_hex, [&](auto m) { return m.version == protocol_version::tls_1_3; }) &&
           fails<selected_version>("03"_hex, errc::truncated, 0) &&
           fails<selected_version>("0304 00"_hex, errc::trailing, 2) && refuses_less_room<2>(selected_version{});
}
static_assert(versions());

/// 254 bytes are 127 versions, the most there may be; 255 is odd.
constexpr bool most_versions() {
    std::array<std::uint8_t, 256> wire{};
    wire[0] = 254;
    wire[254] = 9;
    supported_versions m{};
    if (parse(byte_view{wire.data(), 255}, m) || !m.versions.contains(protocol_version{9})) return false;
    std::uint32_t count = 0;
    for ([[maybe_unused]] protocol_version const each : m.versions) ++count;
    wire[0] = 255;
    std::array<protocol_version, 128> const too_many{};
    std::array<std::uint8_t, 300> out{};
    writer w{out};
    return count == 127 && parse(byte_view{wire}, m) == error{errc::bad_length, 0} &&
           w.write(supported_versions{too_many}) == error{errc::not_representable, 0} &&
           !w.write(supported_versions{std::span{too_many}.first(127)}) && w.size() == 255;
}
static_assert(most_versions());

constexpr bool shares() {
    constexpr key_share_entry both[] = {{named_group{0x0a0a}, part(1)}, {named_group::x25519, part(4)}};
    constexpr key_share_entry empty[] = {{named_group::x25519, {}}};
    return round_trips<key_share>("000d 0a0a 0001 e0 001d 0004 e0e1e2e3"_hex,
                                  [&](auto const& m) { return equal(m.client_shares, both); }) &&
           writes(key_share{both}, "000d 0a0a 0001 e0 001d 0004 e0e1e2e3"_hex) &&
           refuses_less_room<15>(key_share{both}) &&
           round_trips<key_share>("0000"_hex, [&](auto const& m) { return m.client_shares.empty(); }) &&
           writes(key_share{}, "0000"_hex) && cannot_write(key_share{empty}, errc::not_representable, 4);
}
static_assert(shares());

constexpr bool malformed_shares() {
    return fails<key_share>("00"_hex, errc::truncated, 0) && fails<key_share>("0001 00"_hex, errc::truncated, 2) &&
           fails<key_share>("0003 001d 00"_hex, errc::truncated, 4) &&
           fails<key_share>("0004 001d 0000"_hex, errc::bad_length, 4) &&
           fails<key_share>("0005 001d 0002 e0"_hex, errc::truncated, 4) &&
           fails<key_share>("0006 001d 0001 e0 00"_hex, errc::truncated, 7) &&
           fails<key_share>("0005 001d 0001 e0 00"_hex, errc::trailing, 7);
}
static_assert(malformed_shares());

constexpr bool answered_shares() {
    using answer = key_share_server_hello;
    using retry = key_share_hello_retry_request;
    return round_trips<answer>(
               "001d 0003 e0e1e2"_hex,
               [&](auto const& m) { return m.group == named_group::x25519 && m.key_exchange == part(3); }) &&
           writes(answer{{named_group::x25519, part(3)}}, "001d 0003 e0e1e2"_hex) &&
           refuses_less_room<7>(answer{{named_group::x25519, part(3)}}) &&
           fails<answer>("001d 0000"_hex, errc::bad_length, 2) && fails<answer>("001d"_hex, errc::truncated, 2) &&
           fails<answer>("001d 0001 e0 00"_hex, errc::trailing, 5) &&
           cannot_write(answer{}, errc::not_representable, 2) &&
           round_trips<retry>("0017"_hex, [&](auto m) { return m == retry{named_group::secp256r1}; }) &&
           fails<retry>("00"_hex, errc::truncated, 0) && fails<retry>("0017 00"_hex, errc::trailing, 2);
}
static_assert(answered_shares());

constexpr bool modes() {
    using list = psk_key_exchange_modes;
    constexpr psk_key_exchange_mode all[] = {psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke,
                                             psk_key_exchange_mode{0x0b}};
    return round_trips<list>("03 01 00 0b"_hex, [&](auto const& m) { return equal(m.ke_modes, all); }) &&
           writes(list{all}, "03 01000b"_hex) && refuses_less_room<4>(list{all}) &&
           cannot_write(list{}, errc::not_representable, 0) && fails<list>("00"_hex, errc::bad_length, 0) &&
           fails<list>("02 01"_hex, errc::truncated, 0) && fails<list>("01 01 00"_hex, errc::trailing, 2) &&
           fails<list>(""_hex, errc::truncated, 0);
}
static_assert(modes());

constexpr bool cookies() {
    return round_trips<cookie>("0001 e0"_hex, [&](auto const& m) { return m == cookie{part(1)}; }) &&
           writes(cookie{part(8)}, "0008 e0e1e2e3e4e5e6e7"_hex) && refuses_less_room<10>(cookie{part(8)}) &&
           cannot_write(cookie{}, errc::not_representable, 0) && fails<cookie>("0000"_hex, errc::bad_length, 0) &&
           fails<cookie>("00"_hex, errc::truncated, 0) && fails<cookie>("0002 e0"_hex, errc::truncated, 0) &&
           fails<cookie>("0001 e0 00"_hex, errc::trailing, 3);
}
static_assert(cookies());

#define FLINTLS_BINDER_32 "20 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
#define FLINTLS_BINDER_31 "1f b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdce"
constexpr auto const& binder = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex;

constexpr bool keys() {
    constexpr psk_identity both[] = {{part(1), 0x0102'0304}, {part(2), 0xffff'ffff}};
    constexpr byte_view binders[] = {binder, binder};
    constexpr auto const& wire =
        "000f 0001 e0 01020304 0002 e0e1 ffffffff 0042 " FLINTLS_BINDER_32 FLINTLS_BINDER_32 ""_hex;
    constexpr byte_view short_binder[] = {byte_view{binder.data(), 31}};
    constexpr psk_identity empty[] = {{part(0), 0}, {part(1), 0}};
    return round_trips<pre_shared_key>(
               wire, [&](auto const& m) { return equal(m.identities, both) && equal(m.binders, binders); }) &&
           writes(pre_shared_key{both, binders}, wire) && cannot_write(pre_shared_key{}, errc::not_representable, 0) &&
           cannot_write(pre_shared_key{empty, binders}, errc::not_representable, 2) &&
           cannot_write(pre_shared_key{both, short_binder}, errc::not_representable, 19) &&
           cannot_write(pre_shared_key{both, {}}, errc::not_representable, 17) &&
           round_trips<selected_psk>("0007"_hex, [&](auto m) { return m == selected_psk{7}; }) &&
           fails<selected_psk>("00"_hex, errc::truncated, 0) && fails<selected_psk>("0007 00"_hex, errc::trailing, 2);
}
static_assert(keys());

constexpr bool malformed_keys() {
    using psk = pre_shared_key;
    return fails<psk>(""_hex, errc::truncated, 0) && fails<psk>("0000"_hex, errc::bad_length, 0) &&
           fails<psk>("0006 0000 00000000 0021" FLINTLS_BINDER_32 ""_hex, errc::bad_length, 0) &&
           fails<psk>("0007 0000 0000000000 0021" FLINTLS_BINDER_32 ""_hex, errc::bad_length, 2) &&
           fails<psk>("0007 0002 e0e1 000000 0021" FLINTLS_BINDER_32 ""_hex, errc::truncated, 6) &&
           fails<psk>("0007 0001 e0 00000000"_hex, errc::truncated, 9) &&
           fails<psk>("0007 0001 e0 00000000 0000"_hex, errc::bad_length, 9) &&
           fails<psk>("0007 0001 e0 00000000 0020" FLINTLS_BINDER_31 ""_hex, errc::bad_length, 9) &&
           fails<psk>("0007 0001 e0 00000000 0021" FLINTLS_BINDER_31 "00"_hex, errc::bad_length, 11) &&
           fails<psk>("0007 0001 e0 00000000 0022" FLINTLS_BINDER_32 "00"_hex, errc::bad_length, 44) &&
           fails<psk>("0007 0001 e0 00000000 0021" FLINTLS_BINDER_32 "00"_hex, errc::trailing, 44);
}
static_assert(malformed_keys());
static_assert(min_size<pre_shared_key> == 2 + 7 + 2 + 33);

constexpr bool authorities() {
    using list = certificate_authorities;
    constexpr byte_view both[] = {part(1), part(2)};
    constexpr byte_view empty[] = {part(0), part(1)};
    return round_trips<list>("0007 0001 e0 0002 e0e1"_hex, [&](auto const& m) { return equal(m.authorities, both); }) &&
           writes(list{both}, "0007 0001 e0 0002 e0e1"_hex) && refuses_less_room<9>(list{both}) &&
           cannot_write(list{}, errc::not_representable, 0) && cannot_write(list{empty}, errc::not_representable, 2) &&
           fails<list>(""_hex, errc::truncated, 0) && fails<list>("0000"_hex, errc::bad_length, 0) &&
           fails<list>("0002 0000"_hex, errc::bad_length, 0) &&
           fails<list>("0004 0000 0000"_hex, errc::bad_length, 2) &&
           fails<list>("0003 0002 e0"_hex, errc::truncated, 2) && fails<list>("0003 0001 e0 00"_hex, errc::trailing, 5);
}
static_assert(authorities());

constexpr bool filters() {
    return round_trips<oid_filters>("0004 01 e0 0000"_hex, [](auto const& m) { return m.filters.size() == 4; }) &&
           round_trips<oid_filters>("0000"_hex, [](auto const& m) { return m.filters.empty(); }) &&
           writes(oid_filters{part(3)}, "0003 e0e1e2"_hex) && refuses_less_room<5>(oid_filters{part(3)}) &&
           fails<oid_filters>("00"_hex, errc::truncated, 0) && fails<oid_filters>("0001"_hex, errc::truncated, 0) &&
           fails<oid_filters>("0000 00"_hex, errc::trailing, 2);
}
static_assert(filters());

constexpr bool early() {
    using in_ticket = form_of<early_data, extension_context::new_session_ticket>;
    static_assert(std::is_same_v<in_ticket, max_early_data>);
    static_assert(std::is_same_v<form_of<early_data, extension_context::client_hello>, early_data>);
    static_assert(std::is_same_v<form_of<early_data, extension_context::encrypted_extensions>, early_data>);
    return round_trips<early_data>(""_hex, [](auto const&) { return true; }) &&
           fails<early_data>("00"_hex, errc::trailing, 0) &&
           round_trips<in_ticket>("00000400"_hex, [](auto const& m) { return m == max_early_data{1024}; }) &&
           round_trips<in_ticket>("ffffffff"_hex, [](auto const& m) { return m.max_early_data_size == 0xffff'ffff; }) &&
           fails<in_ticket>("000004"_hex, errc::truncated, 0) &&
           fails<in_ticket>("00000400 00"_hex, errc::trailing, 4) && refuses_less_room<4>(in_ticket{});
}
static_assert(early());

constexpr bool later_authentication() {
    return round_trips<post_handshake_auth>(""_hex, [](auto const&) { return true; }) &&
           fails<post_handshake_auth>("00"_hex, errc::trailing, 0);
}
static_assert(later_authentication());

} // namespace

TEST_CASE("supported_versions holds 1 to 127 versions, in an answer one (RFC 8446 4.2.1)") {
    CHECK(at_run_time(versions));
    CHECK(at_run_time(most_versions));
}
TEST_CASE("key_share holds shares, or none to ask for a retry (RFC 8446 4.2.8)") {
    CHECK(at_run_time(shares));
    CHECK(at_run_time(malformed_shares));
    CHECK(at_run_time(answered_shares));
}
TEST_CASE("psk_key_exchange_modes holds a mode at least (RFC 8446 4.2.9)") { CHECK(at_run_time(modes)); }
TEST_CASE("a cookie is not empty (RFC 8446 4.2.2)") { CHECK(at_run_time(cookies)); }
TEST_CASE("pre_shared_key holds identities and binders of 32 bytes at least (RFC 8446 4.2.11)") {
    CHECK(at_run_time(keys));
    CHECK(at_run_time(malformed_keys));
}
TEST_CASE("certificate_authorities names one at least (RFC 8446 4.2.4)") { CHECK(at_run_time(authorities)); }
TEST_CASE("oid_filters stays encoded (RFC 8446 4.2.5)") { CHECK(at_run_time(filters)); }
TEST_CASE("early_data is a number in a ticket and empty elsewhere (RFC 8446 4.2.10)") { CHECK(at_run_time(early)); }
TEST_CASE("post_handshake_auth is empty (RFC 8446 4.2.6)") { CHECK(at_run_time(later_authentication)); }
