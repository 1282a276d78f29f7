// Code points against numbers copied by hand from the RFCs, so that a slip in an enum shows.
#include "support/test.hpp"

#include <cstdint>

#include "flintls/registry/alert.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/grease.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/registry/signature_scheme.hpp"

namespace {

using namespace flintls;

template <class E> struct expected {
    E value;
    std::uint32_t number;
};

template <class E, std::size_t N> constexpr bool all_equal(expected<E> const (&rows)[N]) {
    for (expected<E> const& row : rows) {
        if (static_cast<std::uint32_t>(row.value) != row.number) {
            return false;
        }
    }
    return true;
}

constexpr expected<extension_type> extension_types[] = {
    {extension_type::server_name, 0},
    {extension_type::max_fragment_length, 1},
    {extension_type::status_request, 5},
    {extension_type::supported_groups, 10},
    {extension_type::ec_point_formats, 11},
    {extension_type::signature_algorithms, 13},
    {extension_type::use_srtp, 14},
    {extension_type::heartbeat, 15},
    {extension_type::application_layer_protocol_negotiation, 16},
    {extension_type::status_request_v2, 17},
    {extension_type::signed_certificate_timestamp, 18},
    {extension_type::client_certificate_type, 19},
    {extension_type::server_certificate_type, 20},
    {extension_type::padding, 21},
    {extension_type::encrypt_then_mac, 22},
    {extension_type::extended_master_secret, 23},
    {extension_type::compress_certificate, 27},
    {extension_type::record_size_limit, 28},
    {extension_type::delegated_credential, 34},
    {extension_type::session_ticket, 35},
    {extension_type::pre_shared_key, 41},
    {extension_type::early_data, 42},
    {extension_type::supported_versions, 43},
    {extension_type::cookie, 44},
    {extension_type::psk_key_exchange_modes, 45},
    {extension_type::certificate_authorities, 47},
    {extension_type::oid_filters, 48},
    {extension_type::post_handshake_auth, 49},
    {extension_type::signature_algorithms_cert, 50},
    {extension_type::key_share, 51},
    {extension_type::connection_id, 54},
    {extension_type::quic_transport_parameters, 57},
    {extension_type::application_settings, 0x44cd},
    {extension_type::encrypted_client_hello, 65037},
    {extension_type::renegotiation_info, 65281},
};
static_assert(all_equal(extension_types));

constexpr expected<cipher_suite> cipher_suites[] = {
    {cipher_suite::rsa_with_rc4_128_sha, 0x0005},
    {cipher_suite::rsa_with_3des_ede_cbc_sha, 0x000a},
    {cipher_suite::rsa_with_aes_128_cbc_sha, 0x002f},
    {cipher_suite::dhe_rsa_with_aes_256_cbc_sha256, 0x006b},
    {cipher_suite::psk_with_aes_128_cbc_sha, 0x008c},
    {cipher_suite::rsa_with_aes_128_gcm_sha256, 0x009c},
    {cipher_suite::dhe_rsa_with_aes_256_gcm_sha384, 0x009f},
    {cipher_suite::psk_with_aes_128_gcm_sha256, 0x00a8},
    {cipher_suite::psk_with_aes_128_cbc_sha256, 0x00ae},
    {cipher_suite::empty_renegotiation_info_scsv, 0x00ff},
    {cipher_suite::aes_128_gcm_sha256, 0x1301},
    {cipher_suite::aes_256_gcm_sha384, 0x1302},
    {cipher_suite::chacha20_poly1305_sha256, 0x1303},
    {cipher_suite::aes_128_ccm_sha256, 0x1304},
    {cipher_suite::aes_128_ccm_8_sha256, 0x1305},
    {cipher_suite::fallback_scsv, 0x5600},
    {cipher_suite::ecdhe_ecdsa_with_aes_128_cbc_sha, 0xc009},
    {cipher_suite::ecdhe_rsa_with_aes_256_cbc_sha, 0xc014},
    {cipher_suite::ecdhe_ecdsa_with_aes_128_cbc_sha256, 0xc023},
    {cipher_suite::ecdhe_rsa_with_aes_128_cbc_sha256, 0xc027},
    {cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, 0xc02b},
    {cipher_suite::ecdhe_ecdsa_with_aes_256_gcm_sha384, 0xc02c},
    {cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256, 0xc02f},
    {cipher_suite::ecdhe_rsa_with_aes_256_gcm_sha384, 0xc030},
    {cipher_suite::ecdhe_psk_with_aes_128_cbc_sha256, 0xc037},
    {cipher_suite::ecdhe_ecdsa_with_aria_128_gcm_sha256, 0xc05c},
    {cipher_suite::ecdhe_ecdsa_with_camellia_128_gcm_sha256, 0xc086},
    {cipher_suite::psk_with_aes_128_ccm, 0xc0a4},
    {cipher_suite::psk_with_aes_128_ccm_8, 0xc0a8},
    {cipher_suite::ecdhe_ecdsa_with_aes_128_ccm, 0xc0ac},
    {cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8, 0xc0ae},
    {cipher_suite::ecdhe_rsa_with_chacha20_poly1305_sha256, 0xcca8},
    {cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256, 0xcca9},
    {cipher_suite::dhe_rsa_with_chacha20_poly1305_sha256, 0xccaa},
    {cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256, 0xd001},
    {cipher_suite::ecdhe_psk_with_aes_128_ccm_8_sha256, 0xd003},
    {cipher_suite::ecdhe_psk_with_aes_128_ccm_sha256, 0xd005},
};
static_assert(all_equal(cipher_suites));

constexpr expected<named_group> named_groups[] = {
    {named_group::secp192r1, 19},
    {named_group::secp256r1, 0x0017},
    {named_group::secp384r1, 0x0018},
    {named_group::secp521r1, 0x0019},
    {named_group::brainpoolp256r1, 26},
    {named_group::x25519, 0x001d},
    {named_group::x448, 0x001e},
    {named_group::brainpoolp512r1tls13, 33},
    {named_group::gc512c, 40},
    {named_group::curvesm2, 41},
    {named_group::ffdhe2048, 0x0100},
    {named_group::ffdhe8192, 0x0104},
    {named_group::mlkem768, 0x0201},
    {named_group::secp256r1mlkem768, 0x11eb},
    {named_group::x25519mlkem768, 0x11ec},
    {named_group::secp384r1mlkem1024, 0x11ed},
};
static_assert(all_equal(named_groups));

constexpr expected<signature_scheme> signature_schemes[] = {
    {signature_scheme::rsa_pkcs1_sha1, 0x0201},
    {signature_scheme::dsa_sha1, 0x0202},
    {signature_scheme::ecdsa_sha1, 0x0203},
    {signature_scheme::rsa_pkcs1_sha224, 0x0301},
    {signature_scheme::ecdsa_sha224, 0x0303},
    {signature_scheme::rsa_pkcs1_sha256, 0x0401},
    {signature_scheme::ecdsa_secp256r1_sha256, 0x0403},
    {signature_scheme::ecdsa_secp384r1_sha384, 0x0503},
    {signature_scheme::ecdsa_secp521r1_sha512, 0x0603},
    {signature_scheme::rsa_pss_rsae_sha256, 0x0804},
    {signature_scheme::rsa_pss_rsae_sha512, 0x0806},
    {signature_scheme::ed25519, 0x0807},
    {signature_scheme::ed448, 0x0808},
    {signature_scheme::rsa_pss_pss_sha256, 0x0809},
    {signature_scheme::rsa_pss_pss_sha512, 0x080b},
    {signature_scheme::ecdsa_brainpoolp256r1tls13_sha256, 0x081a},
    {signature_scheme::mldsa44, 0x0904},
    {signature_scheme::mldsa87, 0x0906},
};
static_assert(all_equal(signature_schemes));

constexpr expected<protocol_version> protocol_versions[] = {
    {protocol_version::ssl_3_0, 0x0300},  {protocol_version::tls_1_0, 0x0301},  {protocol_version::tls_1_1, 0x0302},
    {protocol_version::tls_1_2, 771},     {protocol_version::tls_1_3, 772},     {protocol_version::dtls_1_0, 0xfeff},
    {protocol_version::dtls_1_2, 0xfefd}, {protocol_version::dtls_1_3, 0xfefc},
};
static_assert(all_equal(protocol_versions));

constexpr expected<handshake_type> handshake_types[] = {
    {handshake_type::hello_request, 0},        {handshake_type::client_hello, 1},
    {handshake_type::server_hello, 2},         {handshake_type::hello_verify_request, 3},
    {handshake_type::new_session_ticket, 4},   {handshake_type::end_of_early_data, 5},
    {handshake_type::encrypted_extensions, 8}, {handshake_type::certificate, 11},
    {handshake_type::server_key_exchange, 12}, {handshake_type::certificate_request, 13},
    {handshake_type::server_hello_done, 14},   {handshake_type::certificate_verify, 15},
    {handshake_type::client_key_exchange, 16}, {handshake_type::finished, 20},
    {handshake_type::certificate_url, 21},     {handshake_type::certificate_status, 22},
    {handshake_type::supplemental_data, 23},   {handshake_type::key_update, 24},
    {handshake_type::message_hash, 254},
};
static_assert(all_equal(handshake_types));

constexpr expected<content_type> content_types[] = {
    {content_type::change_cipher_spec, 20}, {content_type::alert, 21},     {content_type::handshake, 22},
    {content_type::application_data, 23},   {content_type::heartbeat, 24},
};
static_assert(all_equal(content_types));

constexpr expected<alert_description> alert_descriptions[] = {
    {alert_description::close_notify, 0},
    {alert_description::unexpected_message, 10},
    {alert_description::bad_record_mac, 20},
    {alert_description::record_overflow, 22},
    {alert_description::handshake_failure, 40},
    {alert_description::bad_certificate, 42},
    {alert_description::unsupported_certificate, 43},
    {alert_description::certificate_revoked, 44},
    {alert_description::certificate_expired, 45},
    {alert_description::certificate_unknown, 46},
    {alert_description::illegal_parameter, 47},
    {alert_description::unknown_ca, 48},
    {alert_description::access_denied, 49},
    {alert_description::decode_error, 50},
    {alert_description::decrypt_error, 51},
    {alert_description::protocol_version, 70},
    {alert_description::insufficient_security, 71},
    {alert_description::internal_error, 80},
    {alert_description::inappropriate_fallback, 86},
    {alert_description::user_canceled, 90},
    {alert_description::no_renegotiation, 100},
    {alert_description::missing_extension, 109},
    {alert_description::unsupported_extension, 110},
    {alert_description::unrecognized_name, 112},
    {alert_description::bad_certificate_status_response, 113},
    {alert_description::unknown_psk_identity, 115},
    {alert_description::certificate_required, 116},
    {alert_description::no_application_protocol, 120},
};
static_assert(all_equal(alert_descriptions));

/// RFC 8701 2, all sixteen
constexpr std::uint16_t grease_values[] = {0x0a0a, 0x1a1a, 0x2a2a, 0x3a3a, 0x4a4a, 0x5a5a, 0x6a6a, 0x7a7a,
                                           0x8a8a, 0x9a9a, 0xaaaa, 0xbaba, 0xcaca, 0xdada, 0xeaea, 0xfafa};

constexpr bool is_listed_as_grease(std::uint32_t value) {
    for (std::uint16_t const listed : grease_values) {
        if (listed == value) {
            return true;
        }
    }
    return false;
}

/// RFC 8701 2, all eight
constexpr std::uint8_t grease_modes[] = {0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4};

constexpr bool only_listed_modes_are_grease() {
    for (std::uint32_t value = 0; value <= 0xff; ++value) {
        bool listed = false;
        for (std::uint8_t const mode : grease_modes) {
            listed = listed || mode == value;
        }
        if (is_grease(static_cast<psk_key_exchange_mode>(value)) != listed) {
            return false;
        }
    }
    return true;
}
static_assert(only_listed_modes_are_grease());

} // namespace

TEST_CASE("code points have the numbers that IANA assigned") {
    CHECK(all_equal(extension_types));
    CHECK(all_equal(cipher_suites));
    CHECK(all_equal(named_groups));
    CHECK(all_equal(signature_schemes));
    CHECK(all_equal(protocol_versions));
    CHECK(all_equal(handshake_types));
    CHECK(all_equal(content_types));
    CHECK(all_equal(alert_descriptions));
}

TEST_CASE("the one-byte code points have the numbers of their RFCs") {
    static_assert(static_cast<int>(name_type::host_name) == 0);
    static_assert(static_cast<int>(ec_point_format::uncompressed) == 0);
    static_assert(static_cast<int>(ec_point_format::ansi_x962_compressed_char2) == 2);
    static_assert(static_cast<int>(psk_key_exchange_mode::psk_ke) == 0);
    static_assert(static_cast<int>(psk_key_exchange_mode::psk_dhe_ke) == 1);
    static_assert(static_cast<int>(key_update_request::update_not_requested) == 0);
    static_assert(static_cast<int>(key_update_request::update_requested) == 1);
    static_assert(static_cast<int>(max_fragment_length_code::bytes_512) == 1);
    static_assert(static_cast<int>(max_fragment_length_code::bytes_4096) == 4);
    static_assert(static_cast<int>(certificate_status_type::ocsp) == 1);
    static_assert(static_cast<int>(compression_method::null) == 0);
    static_assert(static_cast<int>(compression_method::deflate) == 1);
    static_assert(static_cast<int>(ec_curve_type::explicit_prime) == 1);
    static_assert(static_cast<int>(ec_curve_type::explicit_char2) == 2);
    static_assert(static_cast<int>(ec_curve_type::named_curve) == 3);
    static_assert(static_cast<int>(client_certificate_type::rsa_sign) == 1);
    static_assert(static_cast<int>(client_certificate_type::dss_sign) == 2);
    static_assert(static_cast<int>(client_certificate_type::rsa_fixed_dh) == 3);
    static_assert(static_cast<int>(client_certificate_type::dss_fixed_dh) == 4);
    static_assert(static_cast<int>(client_certificate_type::rsa_ephemeral_dh_reserved) == 5);
    static_assert(static_cast<int>(client_certificate_type::dss_ephemeral_dh_reserved) == 6);
    static_assert(static_cast<int>(client_certificate_type::fortezza_dms_reserved) == 20);
    static_assert(static_cast<int>(client_certificate_type::ecdsa_sign) == 64);
    static_assert(static_cast<int>(client_certificate_type::rsa_fixed_ecdh) == 65);
    static_assert(static_cast<int>(client_certificate_type::ecdsa_fixed_ecdh) == 66);
    static_assert(static_cast<int>(client_certificate_type::gost_sign256) == 67);
    static_assert(static_cast<int>(client_certificate_type::gost_sign512) == 68);
    static_assert(static_cast<int>(alert_level::warning) == 1);
    static_assert(static_cast<int>(alert_level::fatal) == 2);
}

TEST_CASE("of all 65536 values just the sixteen of RFC 8701 are GREASE") {
    for (std::uint32_t value = 0; value <= 0xffff; ++value) {
        CAPTURE(value);
        if (is_grease(static_cast<std::uint16_t>(value)) != is_listed_as_grease(value)) {
            CHECK(value == 0xffff'ffff);
        }
    }
    static_assert(is_grease(static_cast<cipher_suite>(0x8a8a)));
    static_assert(is_grease(static_cast<protocol_version>(0xfafa)));
    static_assert(!is_grease(static_cast<extension_type>(0x0a1a)));
    static_assert(!is_grease(extension_type::renegotiation_info));
}

TEST_CASE("of all 256 key exchange modes just the eight of RFC 8701 are GREASE") {
    CHECK(only_listed_modes_are_grease());
}

TEST_CASE("the two signalling suites are told from all others") {
    std::uint32_t found = 0;
    for (std::uint32_t value = 0; value <= 0xffff; ++value) {
        found += is_signalling(static_cast<cipher_suite>(value)) ? 1U : 0U;
    }
    CHECK(found == 2);
    static_assert(is_signalling(static_cast<cipher_suite>(0x00ff)));
    static_assert(is_signalling(static_cast<cipher_suite>(0x5600)));
}
