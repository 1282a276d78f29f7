#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/extension/cookie.hpp"
#include "flintls/extension/extended_master_secret.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/renegotiation_info.hpp"
#include "flintls/extension/server_name.hpp"
#include "flintls/extension/session_ticket.hpp"
#include "flintls/extension/supported_versions.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/registry/alert.hpp"

namespace {

using namespace flintls;
using namespace test;

#define FLINTLS_TEST_HEAD "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 c02b 00"
constexpr auto const& random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex;
constexpr std::uint32_t head = 38; // bytes of the above

using typed = server_hello_with<
    extension_list<renegotiation_info, session_ticket, server_name, extended_master_secret,
                   application_layer_protocol_negotiation, supported_versions, key_share, pre_shared_key>>;

constexpr bool a_tls12_answer_without_a_block() {
    return round_trips<server_hello>(FLINTLS_TEST_HEAD ""_hex,
                                     [](auto const& m) {
                                         return m.legacy_version == protocol_version::tls_1_2 &&
                                                m.random == fixed_view<32>{random} && m.session_id.empty() &&
                                                m.cipher_suite == cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256 &&
                                                m.compression_method == compression_method::null &&
                                                !m.extensions.present() && !m.is_hello_retry_request();
                                     }) &&
           round_trips<typed>(FLINTLS_TEST_HEAD ""_hex,
                              [](auto const& m) {
                                  return !m.extensions.present() && !m.extensions.template has<server_name>() &&
                                         !m.extensions.template get<key_share>() &&
                                         m.extensions.template body<session_ticket>().empty();
                              }) &&
           round_trips<typed>(FLINTLS_TEST_HEAD "0000"_hex, [](auto const& m) { return m.extensions.present(); });
}
static_assert(a_tls12_answer_without_a_block());

constexpr bool a_tls12_answer() {
    constexpr auto const& wire =
        FLINTLS_TEST_HEAD "001a ff01 0001 00 0017 0000 0023 0000 0000 0000 0010 0005 0003 02 6832"_hex;
    // 5 + 4 + 4 + 4 + 9
    return round_trips<typed>(wire, [](typed const& m) {
        auto const& x = m.extensions;
        auto const alpn = x.get<application_layer_protocol_negotiation>();
        constexpr auto const& h2 = "6832"_hex;
        auto const info = x.get<renegotiation_info>();
        return x.has<renegotiation_info>() && info && info->renegotiated_connection.empty() &&
               x.body<renegotiation_info>().size() == 1 && x.has<extended_master_secret>() && x.has<session_ticket>() &&
               x.body<session_ticket>().empty() && x.has<server_name>() && alpn &&
               *alpn->protocol_name_list.begin() == byte_view{h2} && !x.has<supported_versions>() &&
               !x.has<key_share>() && !x.get<pre_shared_key>() && x.all().has(extension_type::server_name);
    });
}
static_assert(a_tls12_answer());

constexpr bool a_tls13_answer() {
    constexpr auto const& wire =
        FLINTLS_TEST_HEAD "0018 002b 0002 0304 0033 0008 001d 0004 a1a2a3a4 0029 0002 0007"_hex;
    return round_trips<typed>(wire, [](typed const& m) {
        auto const& x = m.extensions;
        constexpr auto const& key = "a1a2a3a4"_hex;
        auto const share = x.get<key_share>();
        return (*x.get<supported_versions>()).version == protocol_version::tls_1_3 &&
               share->group == named_group::x25519 && share->key_exchange == byte_view{key} &&
               (*x.get<pre_shared_key>()).selected_identity == 7 && !x.has<renegotiation_info>();
    });
}
static_assert(a_tls13_answer());

constexpr bool bodies_have_the_form_of_an_answer() {
    // What a ClientHello holds: a list of versions, of names, a ticket
    return fails<typed>(FLINTLS_TEST_HEAD "0007 002b 0003 02 0304"_hex, errc::trailing, head + 8) &&
           fails<typed>(FLINTLS_TEST_HEAD "000c 0000 0008 0006 00 0003 612e62"_hex, errc::trailing, head + 6) &&
           fails<typed>(FLINTLS_TEST_HEAD "0005 0023 0001 d1"_hex, errc::trailing, head + 6) &&
           fails<typed>(FLINTLS_TEST_HEAD "0006 0033 0002 001d"_hex, errc::truncated, head + 8) &&
           // a view is raw
           round_trips<server_hello>(FLINTLS_TEST_HEAD "0005 0023 0001 d1"_hex, [](auto const& m) {
               found<empty_extension<extension_type::session_ticket>> ticket;
               return m.extensions.template get<session_ticket, extension_context::server_hello>(ticket) ==
                      error{errc::trailing, 0};
           });
}
static_assert(bodies_have_the_form_of_an_answer());

constexpr bool what_no_server_may_send_is_misplaced() {
    // padding, psk_key_exchange_modes, early_data, supported_groups; behind another one
    return fails<typed>(FLINTLS_TEST_HEAD "0004 0015 0000"_hex, errc::misplaced_extension, head + 2) &&
           fails<typed>(FLINTLS_TEST_HEAD "0006 002d 0002 0101"_hex, errc::misplaced_extension, head + 2) &&
           fails<typed>(FLINTLS_TEST_HEAD "0004 002a 0000"_hex, errc::misplaced_extension, head + 2) &&
           fails<typed>(FLINTLS_TEST_HEAD "0008 0017 0000 000a 0000"_hex, errc::misplaced_extension, head + 6) &&
           to_alert(errc::misplaced_extension) == alert_description{47};
}
static_assert(what_no_server_may_send_is_misplaced());

constexpr bool a_peek_applies_no_placement() {
    return round_trips<server_hello>(FLINTLS_TEST_HEAD "000b 0017 0000 002c 0003 0001 aa"_hex, [](auto const& m) {
        found<cookie> token;
        return m.extensions.has(extension_type::cookie) && !m.extensions.template get<cookie>(token) && token;
    });
}
static_assert(a_peek_applies_no_placement());

constexpr bool a_retry_is_known_by_its_random() {
    constexpr auto const& wire = "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00"
                                 "000c 002b 0002 0304 0033 0002 0017"_hex;
    constexpr auto const& almost =
        "0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339d 00 1301 00"_hex;
    return round_trips<server_hello>(wire,
                                     [](auto const& m) {
                                         found<key_share_hello_retry_request> share;
                                         constexpr auto where = extension_context::hello_retry_request;
                                         return m.is_hello_retry_request() &&
                                                !m.extensions.template get<key_share, where>(share) &&
                                                share->selected_group == named_group::secp256r1;
                                     }) &&
           round_trips<server_hello>(almost, [](auto const& m) { return !m.is_hello_retry_request(); }) &&
           !server_hello{}.is_hello_retry_request();
}
static_assert(a_retry_is_known_by_its_random());

constexpr bool bounds_of_the_fields() {
    constexpr auto const& session_id_of_33 =
        "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        "21 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 c02b 00"_hex;
    return fails<server_hello>(session_id_of_33, errc::bad_length, 34) &&
           fails<server_hello>(FLINTLS_TEST_HEAD "00"_hex, errc::truncated, head) &&
           fails<server_hello>(FLINTLS_TEST_HEAD "0001"_hex, errc::truncated, head) &&
           fails<server_hello>(FLINTLS_TEST_HEAD "0000 00"_hex, errc::trailing, head + 2);
}
static_assert(bounds_of_the_fields());
static_assert(min_size<server_hello> == 38 && min_size<handshake<server_hello>> == 42);

bool cuts_of_a_selection_leave_nothing_behind() {
    constexpr auto const& wire =
        "02 00003b" FLINTLS_TEST_HEAD "0013 ff01 0001 00 0017 0000 0023 0000 002b 0002 0304 11"_hex;
    static_assert(wire.size() == 64);
    for (std::uint32_t size = 0; size <= 64; ++size) {
        handshake<typed> m{};
        m.body.cipher_suite = cipher_suite::fallback_scsv;
        error const e = parse(byte_view{wire.data(), size}, m);
        if (size == 63) {
            if (e || !m.body.extensions.has<extended_master_secret>()) return false;
            continue;
        }
        if (e != (size == 64 ? error{errc::trailing, 63} : error{errc::truncated, size < 4 ? 0U : 1U})) return false;
        auto const& x = m.body.extensions;
        if (m.body.cipher_suite != cipher_suite{} || !m.body.random.empty() || x.present() ||
            x.has<renegotiation_info>() || x.has<extended_master_secret>() || x.has<supported_versions>()) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("a ServerHello goes both ways with and without a block") {
    CHECK(at_run_time(a_tls12_answer_without_a_block));
    CHECK(at_run_time(bounds_of_the_fields));
}

TEST_CASE("a selection holds the answers of TLS 1.2 and TLS 1.3 in their own forms") {
    CHECK(at_run_time(a_tls12_answer));
    CHECK(at_run_time(a_tls13_answer));
    CHECK(at_run_time(bodies_have_the_form_of_an_answer));
    CHECK(at_run_time(cuts_of_a_selection_leave_nothing_behind));
}

TEST_CASE("an extension that no server may send is misplaced, but not for a peek") {
    CHECK(at_run_time(what_no_server_may_send_is_misplaced));
    CHECK(at_run_time(a_peek_applies_no_placement));
}

TEST_CASE("a HelloRetryRequest is a ServerHello with the one random") {
    CHECK(at_run_time(a_retry_is_known_by_its_random));
}
