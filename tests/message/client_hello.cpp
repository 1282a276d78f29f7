#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"

namespace {

using namespace flintls;
using namespace test;

constexpr auto const& random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;
constexpr auto const& session = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0"_hex; // 33 bytes
constexpr cipher_suite suites[] = {cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                   cipher_suite::empty_renegotiation_info_scsv};
constexpr compression_method null_only[] = {compression_method::null};

/// RFC 5246 7.4.1.2: nothing behind compression_methods
constexpr auto const& without_block =
    "01 00002b 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c02b 00ff 01 00"_hex;
constexpr auto const& with_empty_block =
    "01 00002d 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c02b 00ff 01 00 0000"_hex;
constexpr auto const& with_one_extension =
    "01 000032 0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0004 c02b 00ff 01 00"
    "0005 ff01 0001 00"_hex;

constexpr bool has_the_common_fields(client_hello const& m) {
    return m.legacy_version == protocol_version::tls_1_2 && m.random == fixed_view<32>{random} &&
           m.session_id.empty() && equal(m.cipher_suites, suites) && equal(m.compression_methods, null_only);
}

constexpr bool a_hello_without_a_block() {
    return round_trips<handshake<client_hello>>(without_block, [](auto const& m) {
        return has_the_common_fields(m.body) && !m.body.extensions.present() &&
               m.body.extensions.begin() == m.body.extensions.end();
    });
}
static_assert(a_hello_without_a_block());

constexpr bool a_hello_with_an_empty_block() {
    return round_trips<handshake<client_hello>>(with_empty_block, [](auto const& m) {
        return has_the_common_fields(m.body) && m.body.extensions.present() &&
               m.body.extensions.begin() == m.body.extensions.end();
    });
}
static_assert(a_hello_with_an_empty_block());

constexpr bool a_hello_with_one_extension() {
    return round_trips<handshake<client_hello>>(with_one_extension, [](auto const& m) {
        constexpr auto const& body = "00"_hex;
        raw_extension const only[] = {{extension_type::renegotiation_info, body}};
        return has_the_common_fields(m.body) && m.body.extensions.present() &&
               equal(m.body.extensions.extensions(), only);
    });
}
static_assert(a_hello_with_one_extension());

constexpr bool a_hello_is_written_from_values() {
    client_hello m{protocol_version::tls_1_2, random, {}, suites, null_only, {}};
    bool const absent = writes(handshake<client_hello>{m}, without_block);
    m.extensions = extension_view{extension_view::list{}};
    bool const empty = writes(handshake<client_hello>{m}, with_empty_block);
    constexpr auto const& body = "00"_hex;
    raw_extension const only[] = {{extension_type::renegotiation_info, body}};
    m.extensions = extension_view{extension_view::list{only}};
    return absent && empty && writes(handshake<client_hello>{m}, with_one_extension) &&
           refuses_less_room<54>(handshake<client_hello>{m});
}
static_assert(a_hello_is_written_from_values());

constexpr auto const& longest =
    "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    "20 a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf 0002 c02b 01 00"_hex;
constexpr bool session_ids_have_32_bytes_at_most() {
    constexpr auto const& too_long =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        "21 a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0 0002 c02b 01 00"_hex;
    client_hello const m{protocol_version::tls_1_2, random, session, suites, null_only, {}};
    return round_trips<client_hello>(
               longest,
               [](auto const& h) {
                   return h.session_id == byte_view{session.data(), 32} && h.session_id.data() == longest.data() + 35;
               }) &&
           fails<client_hello>(too_long, errc::bad_length, 34) && cannot_write(m, errc::not_representable, 34);
}
static_assert(session_ids_have_32_bytes_at_most());

constexpr bool lists_have_an_element_at_least() {
    constexpr auto const& no_suite =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0000 01 00"_hex;
    constexpr auto const& odd =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0003 c02b00 01 00"_hex;
    constexpr auto const& no_method =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 00"_hex;
    constexpr auto const& left_over =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 c02b 01 00 0000 00"_hex;
    constexpr protocol_version v{0x0303};
    return fails<client_hello>(no_suite, errc::bad_length, 35) && fails<client_hello>(odd, errc::bad_length, 35) &&
           fails<client_hello>(no_method, errc::bad_length, 39) && fails<client_hello>(left_over, errc::trailing, 43) &&
           cannot_write(client_hello{v, random, {}, {}, null_only, {}}, errc::not_representable, 35) &&
           cannot_write(client_hello{v, random, {}, suites, {}, {}}, errc::not_representable, 41) &&
           cannot_write(client_hello{v, {}, {}, suites, null_only, {}}, errc::not_representable, 2);
}
static_assert(lists_have_an_element_at_least());

/// Where a cut through the body of `with_one_extension` is noticed
constexpr std::uint32_t field_at(std::uint32_t cut) {
    constexpr std::uint32_t fields[] = {43, 41, 35, 34, 2, 0};
    for (std::uint32_t const begin : fields) {
        if (cut >= begin) return begin;
    }
    return 0;
}

constexpr bool a_body_may_end_before_its_block_and_nowhere_else() {
    for (std::uint32_t size = 0; size < 50; ++size) {
        client_hello m{protocol_version::tls_1_3, random, session, suites, null_only, {}};
        error const e = parse(byte_view{with_one_extension.data() + 4, size}, m);
        if (e != (size == 43 ? error{} : error{errc::truncated, field_at(size)})) return false;
        bool const reset = m.legacy_version == protocol_version{} && m.random.empty() && m.session_id.empty() &&
                           m.cipher_suites.empty() && m.compression_methods.empty() && !m.extensions.present();
        if (reset == (size == 43)) return false;
    }
    return true;
}
static_assert(a_body_may_end_before_its_block_and_nowhere_else());

constexpr bool signalling_suites_are_found() {
    constexpr cipher_suite none[] = {cipher_suite{0x0056}, cipher_suite{0xff00}, cipher_suite{0x1301}};
    constexpr cipher_suite renegotiation[] = {cipher_suite{0x1301}, cipher_suite{0x00ff}};
    constexpr cipher_suite fallback[] = {cipher_suite{0x5600}, cipher_suite{0x1301}};
    constexpr cipher_suite both[] = {cipher_suite{0x00ff}, cipher_suite{0x1301}, cipher_suite{0x5600}};
    constexpr auto const& encoded = "1301 5600 00ff"_hex;
    constexpr auto const& across = "1356 0000 ff13"_hex; // in the bytes, but across two suites
    auto const is = [](signalling_suites s, bool scsv, bool fallback_scsv) {
        return s.empty_renegotiation_info_scsv == scsv && s.fallback_scsv == fallback_scsv;
    };
    using list = list_view<number<cipher_suite>>;
    return is(find_signalling_suites(none), false, false) && is(find_signalling_suites(renegotiation), true, false) &&
           is(find_signalling_suites(fallback), false, true) && is(find_signalling_suites(both), true, true) &&
           is(find_signalling_suites(list{}), false, false) &&
           is(find_signalling_suites(list::from_encoded(encoded)), true, true) &&
           is(find_signalling_suites(list::from_encoded(across)), false, false);
}
static_assert(signalling_suites_are_found());

static_assert(min_size<client_hello> == 2 + 32 + 1 + 4 + 2);
static_assert(max_size<client_hello> == 2 + 32 + 33 + 2 + 0xfffe + 256 + 2 + 0xffff);
static_assert(min_size<handshake<client_hello>> == 45);

} // namespace

TEST_CASE("a ClientHello without an extensions block, with an empty one and with one extension go both ways") {
    CHECK(at_run_time(a_hello_without_a_block));
    CHECK(at_run_time(a_hello_with_an_empty_block));
    CHECK(at_run_time(a_hello_with_one_extension));
    CHECK(at_run_time(a_hello_is_written_from_values));
}

TEST_CASE("the fields of a ClientHello keep to their bounds, in both directions") {
    CHECK(at_run_time(session_ids_have_32_bytes_at_most));
    CHECK(at_run_time(lists_have_an_element_at_least));
}

TEST_CASE("the body of a ClientHello may end before its extensions block and nowhere else") {
    CHECK(at_run_time(a_body_may_end_before_its_block_and_nowhere_else));
}

TEST_CASE("the signalling suites are found among the others, wherever they stand") {
    CHECK(at_run_time(signalling_suites_are_found));
}
