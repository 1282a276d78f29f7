// The messages of TLS 1.3 that TLS 1.2 does not have, or has in another shape (RFC 8446 4.3 to 4.6).
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/supported_groups.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/encrypted_extensions.hpp"
#include "flintls/message/end_of_early_data.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/message/message_hash.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& data = "e0e1e2e3e4e5e6e7"_hex;
constexpr byte_view part(std::uint32_t size) { return {data.data(), size}; }
constexpr raw_extension const unknown[] = {{extension_type{0x4444}, part(1)}, {extension_type{0x0a0a}, {}}};

constexpr bool encrypted() {
    using message = encrypted_extensions;
    return round_trips<handshake<message>>(
               "08 000002 0000"_hex,
               [](auto const& m) { return m.body.extensions.present() && m.body.extensions.encoded().empty(); }) &&
           round_trips<message>("0009 4444 0001 e0 0a0a 0000"_hex,
                                [](auto const& m) { return equal(m.extensions.extensions(), unknown); }) &&
           writes(message{}, "0000"_hex) && // the block is required
           writes(message{extension_view{unknown}}, "0009 4444 0001 e0 0a0a 0000"_hex) &&
           refuses_less_room<11>(message{extension_view{unknown}});
}
static_assert(encrypted());

constexpr bool malformed_encrypted() {
    using message = encrypted_extensions;
    return fails<message>(""_hex, errc::truncated, 0) && fails<message>("00"_hex, errc::truncated, 0) &&
           fails<message>("0001"_hex, errc::truncated, 0) && fails<message>("0000 00"_hex, errc::trailing, 2) &&
           fails<message>("0003 444400"_hex, errc::truncated, 2) &&
           fails<message>("0004 4444 0001"_hex, errc::truncated, 4) &&
           fails<message>("0008 4444 0000 4444 0000"_hex, errc::duplicate_extension, 6) &&
           fails<handshake<message>>("0b 000002 0000"_hex, errc::unexpected_message, 0);
}
static_assert(malformed_encrypted());
static_assert(min_size<encrypted_extensions> == 2 && max_size<encrypted_extensions> == 2 + 0xffff);

constexpr bool typed_answers() {
    using message = basic_encrypted_extensions<selection<extension_context::encrypted_extensions, supported_groups>>;
    return round_trips<message>(
               "0008 000a 0004 0002 0017"_hex,
               [](auto const& m) {
                   return m.extensions.template get<supported_groups>().value.named_group_list.contains(
                       named_group::secp256r1);
               }) &&
           fails<message>("0006 000a 0002 0000"_hex, errc::bad_length, 6) &&
           fails<message>("000a 0000 0000 0033 0002 0017"_hex, errc::misplaced_extension, 6); // key_share
}
static_assert(typed_answers());

constexpr tls13::certificate_entry const chain[] = {{part(2), extension_view{unknown}},
                                                    {part(1), extension_view{extension_view::list{}}}};
constexpr auto const& chain_bytes = "01 e0 000016 000002 e0e1 0009 4444 0001 e0 0a0a 0000 000001 e0 0000"_hex;
constexpr bool is_chain(tls13::certificate const& m) {
    std::size_t i = 0;
    for (tls13::certificate_entry const& each : m.certificate_list) {
        if (i == 2 || each.cert_data != chain[i].cert_data || each.extensions.encoded().size() != (i == 0 ? 9 : 0)) {
            return false;
        }
        ++i;
    }
    return i == 2 && m.certificate_request_context == part(1) &&
           equal((*m.certificate_list.begin()).extensions.extensions(), unknown);
}
constexpr bool chains() {
    return round_trips<tls13::certificate>(chain_bytes, is_chain) &&
           writes(tls13::certificate{part(1), chain}, chain_bytes) &&
           refuses_less_room<27>(tls13::certificate{part(1), chain}) &&
           round_trips<handshake<tls13::certificate>>("0b 000004 00 000000"_hex,
                                                      [](auto const& m) {
                                                          return m.body.certificate_list.empty() &&
                                                                 m.body.certificate_request_context.empty();
                                                      }) &&
           writes(tls13::certificate{}, "00 000000"_hex);
}
static_assert(chains());

constexpr bool malformed_chains() {
    using message = tls13::certificate;
    constexpr tls13::certificate_entry const empty[] = {{}};
    return fails<message>(""_hex, errc::truncated, 0) && fails<message>("00"_hex, errc::truncated, 1) &&
           fails<message>("01 000000"_hex, errc::truncated, 2) &&
           fails<message>("00 000000 00"_hex, errc::trailing, 4) &&
           fails<message>("00 000001"_hex, errc::truncated, 1) &&
           fails<message>("00 000002 0000"_hex, errc::truncated, 4) &&
           fails<message>("00 000005 000000 0000"_hex, errc::bad_length, 4) && // cert_data<1..2^24-1>
           fails<message>("00 000004 000001 e0"_hex, errc::truncated, 8) &&    // an entry without extensions
           fails<message>("00 000005 000001 e0 00"_hex, errc::truncated, 8) &&
           fails<message>("00 000006 000001 e0 0001"_hex, errc::truncated, 8) &&
           fails<message>("00 000006 000001 e0 0001 00"_hex, errc::truncated, 8) && // past its list, not its buffer
           fails<message>("00 000007 000001 e0 0001 00"_hex, errc::truncated, 10) &&
           fails<message>("00 000006 000002 e0 e1 00"_hex, errc::truncated, 9) &&
           fails<message>("00 00000e 000001 e0 0008 4444 0000 4444 0000"_hex, errc::duplicate_extension, 14) &&
           // a type may stand once in each entry
           round_trips<message>("00 000014 000001 e0 0004 4444 0000 000001 e0 0004 4444 0000"_hex,
                                [](auto const&) { return true; }) &&
           fails<message>("00 00000a 000001 e0 0000 000000 00"_hex, errc::bad_length, 10) &&
           cannot_write(message{{}, empty}, errc::not_representable, 4);
}
static_assert(malformed_chains());
static_assert(min_size<tls13::certificate> == 4 && max_size<tls13::certificate> == 1 + 255 + 3 + 0xff'ffff);

constexpr bool typed_entries() {
    using message = tls13::basic_certificate<selection<extension_context::certificate, signed_certificate_timestamp>>;
    return round_trips<message>("00 00000f 000001 e0 0009 0012 0005 0003 0001 e7"_hex,
                                [](auto const& m) {
                                    auto const entry = *m.certificate_list.begin();
                                    auto const list = entry.extensions.template get<signed_certificate_timestamp>();
                                    return list && (*list->sct_list.begin())[0] == 0xe7;
                                }) &&
           fails<message>("00 00000a 000001 e0 0004 0012 0000"_hex, errc::truncated, 14) &&
           fails<message>("00 00000a 000001 e0 0004 0010 0000"_hex, errc::misplaced_extension, 10);
}
static_assert(typed_entries());

constexpr bool requests() {
    using message = tls13::certificate_request;
    return round_trips<message>("02 e0e1 0009 4444 0001 e0 0a0a 0000"_hex,
                                [](auto const& m) {
                                    return m.certificate_request_context == part(2) &&
                                           equal(m.extensions.extensions(), unknown);
                                }) &&
           writes(message{part(2), extension_view{unknown}}, "02 e0e1 0009 4444 0001 e0 0a0a 0000"_hex) &&
           refuses_less_room<14>(message{part(2), extension_view{unknown}}) && writes(message{}, "00 0000"_hex) &&
           fails<message>(""_hex, errc::truncated, 0) && fails<message>("00"_hex, errc::truncated, 1) &&
           fails<message>("00 00"_hex, errc::truncated, 1) && fails<message>("01 0000"_hex, errc::truncated, 2) &&
           fails<message>("00 0000 00"_hex, errc::trailing, 3) &&
           fails<message>("00 0008 000d 0000 000d 0000"_hex, errc::duplicate_extension, 7) &&
           fails<handshake<message>>("0b 000003 00 0000"_hex, errc::unexpected_message, 0);
}
static_assert(requests());
static_assert(min_size<tls13::certificate_request> == 3 && max_size<tls13::certificate_request> == 256 + 2 + 0xffff);

constexpr bool updates() {
    return round_trips<handshake<key_update>>(
               "18 000001 00"_hex,
               [](auto const& m) { return m.body.request_update == key_update_request::update_not_requested; }) &&
           round_trips<key_update>("01"_hex,
                                   [](auto m) { return m == key_update{key_update_request::update_requested}; }) &&
           fails<key_update>(""_hex, errc::truncated, 0) && fails<key_update>("02"_hex, errc::forbidden_value, 0) &&
           fails<key_update>("ff"_hex, errc::forbidden_value, 0) && fails<key_update>("00 00"_hex, errc::trailing, 1) &&
           cannot_write(key_update{key_update_request{2}}, errc::not_representable, 0) &&
           refuses_less_room<1>(key_update{});
}
static_assert(updates());

constexpr bool ends_of_early_data() {
    return round_trips<handshake<end_of_early_data>>("05 000000"_hex, [](auto const&) { return true; }) &&
           fails<handshake<end_of_early_data>>("05 000001 00"_hex, errc::trailing, 4) &&
           fails<handshake<end_of_early_data>>("05 0000"_hex, errc::truncated, 0) &&
           refuses_less_room<4>(handshake<end_of_early_data>{});
}
static_assert(ends_of_early_data());

/// RFC 8446 4.4.1: a hash of 32 bytes, and the header before it.
constexpr bool hashes_of_a_hello() {
    return writes(handshake{message_hash{part(4)}}, "fe 000004 e0e1e2e3"_hex) &&
           round_trips<handshake<message_hash>>("fe 000004 e0e1e2e3"_hex,
                                                [](auto const& m) { return m.body == message_hash{part(4)}; });
}
static_assert(hashes_of_a_hello());

/// The example of RFC 8446 4.4.3.
constexpr bool signed_by_a_server() {
    constexpr auto const& hash = "0101010101010101010101010101010101010101010101010101010101010101"_hex;
    constexpr auto const& expected = "2020202020202020202020202020202020202020202020202020202020202020"
                                     "2020202020202020202020202020202020202020202020202020202020202020"
                                     "544c5320312e332c207365727665722043657274696669636174655665726966"
                                     "79"
                                     "00"
                                     "0101010101010101010101010101010101010101010101010101010101010101"_hex;
    bytes<131> out{};
    out[130] = 0x5a;
    return tls13::write_signed_content(tls13::signer_role::server, hash, out.data()) == 130 &&
           byte_view{out.data(), 130} == byte_view{expected} && out[130] == 0x5a;
}
static_assert(signed_by_a_server());

/// "TLS 1.3, client CertificateVerify", and a hash of two bytes
constexpr bool signed_by_a_client() {
    constexpr auto const& expected = "2020202020202020202020202020202020202020202020202020202020202020"
                                     "2020202020202020202020202020202020202020202020202020202020202020"
                                     "544c5320312e332c20636c69656e742043657274696669636174655665726966"
                                     "79"
                                     "00"
                                     "e0e1"_hex;
    bytes<100> out{};
    return tls13::write_signed_content(tls13::signer_role::client, part(2), out.data()) == 100 && out == expected;
}
static_assert(signed_by_a_client());

constexpr bool retries_are_told_by_their_random() {
    constexpr auto const& whole =
        "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00 0000"_hex;
    bool right = is_hello_retry_request(whole) && is_hello_retry_request(byte_view{whole}.subview(0, 34));
    for (std::uint32_t size = 0; size < 34; ++size) {
        right = right && !is_hello_retry_request(byte_view{whole}.subview(0, size));
    }
    for (std::size_t at = 2; at < 34; ++at) {
        auto other = whole;
        other[at] ^= 1;
        right = right && !is_hello_retry_request(other);
    }
    return right;
}
static_assert(retries_are_told_by_their_random());

} // namespace

TEST_CASE("EncryptedExtensions is a block of extensions, which may be empty and not missing") {
    CHECK(at_run_time(encrypted));
    CHECK(at_run_time(malformed_encrypted));
    CHECK(at_run_time(typed_answers));
}
TEST_CASE("a chain of TLS 1.3 has extensions in each entry") {
    CHECK(at_run_time(chains));
    CHECK(at_run_time(malformed_chains));
    CHECK(at_run_time(typed_entries));
}
TEST_CASE("a certificate request of TLS 1.3 has a context and extensions") { CHECK(at_run_time(requests)); }
TEST_CASE("a key update asks for one in return or does not") { CHECK(at_run_time(updates)); }
TEST_CASE("the end of early data has no body") { CHECK(at_run_time(ends_of_early_data)); }
TEST_CASE("the hash of a first hello has a header of its own") { CHECK(at_run_time(hashes_of_a_hello)); }
TEST_CASE("what a CertificateVerify signs says who signed it") {
    CHECK(at_run_time(signed_by_a_server));
    CHECK(at_run_time(signed_by_a_client));
}
TEST_CASE("a ServerHello with one random of all is a HelloRetryRequest, also where it is cut short behind it") {
    CHECK(at_run_time(retries_are_told_by_their_random));
}
