#include "support/test.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/registry/names.hpp"

namespace {

using namespace flintls;

constexpr bool same(char const* a, char const* b) {
    while (*a != '\0' && *a == *b) {
        ++a;
        ++b;
    }
    return *a == *b;
}

// Every enumerator is compared with its name. The compiler knows how an enumerator is spelt: it prints the value of a
// template argument as `flintls::v0::named_group::x25519` where it has a name, and as `(flintls::v0::named_group)7`
// where it has none.

template <auto Value> constexpr char const* signature() { return __PRETTY_FUNCTION__; }

/// The end of the enumerator's spelling in `text`, or null if the value is printed as a number.
constexpr char const* spelling(char const* text) {
    char const* value = text;
    for (char const* p = text; *p != '\0'; ++p) {
        if (p[0] == '=' && p[1] == ' ') {
            value = p + 2;
        }
    }
    if (*value == '(') {
        return nullptr;
    }
    char const* name = value;
    for (char const* p = value; *p != '\0'; ++p) {
        if (*p == ':') {
            name = p + 1;
        }
    }
    return name;
}

constexpr bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether `name`, in lower case and with one underscore for every run of other characters, is what stands at `spelt`.
constexpr bool reads_as(char const* name, char const* spelt) {
    while (*name != '\0') {
        if (is_word(lower(*name))) {
            if (lower(*name++) != *spelt++) {
                return false;
            }
            continue;
        }
        while (*name != '\0' && !is_word(lower(*name))) {
            ++name;
        }
        if (*name != '\0' && *spelt++ != '_') {
            return false;
        }
    }
    return *spelt == ']';
}
static_assert(reads_as("TLS 1.2", "tls_1_2]"));
static_assert(reads_as("connection_id (deprecated)", "connection_id_deprecated]"));
static_assert(!reads_as("TLS 1.2", "tls_1_3]"));
static_assert(!reads_as("TLS 1", "tls_1_2]"));

/// A value has a name just when it is an enumerator, and the name is that enumerator's spelling.
template <class E> constexpr bool is_named_as_spelt(E value, char const* spelt) {
    char const* const name = name_of(value);
    if (spelt == nullptr) {
        return name == nullptr || same(name, "GREASE");
    }
    if (name == nullptr) {
        return false;
    }
    if constexpr (std::is_same_v<E, cipher_suite>) {
        return reads_as(name + 4, spelt); // behind "TLS_"
    }
    return reads_as(name, spelt);
}

template <class E, std::size_t First, std::size_t... I> constexpr bool range_is_named(std::index_sequence<I...>) {
    return (is_named_as_spelt(static_cast<E>(First + I), spelling(signature<static_cast<E>(First + I)>())) && ...);
}

/// First to Last, both included.
template <class E, std::size_t First = 0, std::size_t Last = 0xff>
constexpr bool named_as_spelt = range_is_named<E, First>(std::make_index_sequence<Last - First + 1>{});

// Ranges that hold every enumerator.
static_assert(named_as_spelt<alert_description>);
static_assert(named_as_spelt<alert_level>);
static_assert(named_as_spelt<handshake_type>);
static_assert(named_as_spelt<content_type>);
static_assert(named_as_spelt<errc, 0, 0x7f>); // all that fits into an error
static_assert(named_as_spelt<name_type>);
static_assert(named_as_spelt<psk_key_exchange_mode>);
static_assert(named_as_spelt<key_update_request>);
static_assert(named_as_spelt<certificate_status_type>);
static_assert(named_as_spelt<compression_method>);
static_assert(named_as_spelt<ec_curve_type>);
static_assert(named_as_spelt<client_certificate_type>);
static_assert(named_as_spelt<protocol_version, 0x0300, 0x0305>);
static_assert(named_as_spelt<protocol_version, 0xfef0, 0xfeff>);
static_assert(named_as_spelt<cipher_suite, 0x0000, 0x00ff>);
static_assert(named_as_spelt<cipher_suite, 0x1300, 0x130f>);
static_assert(named_as_spelt<cipher_suite, 0x5600, 0x5600>);
static_assert(named_as_spelt<cipher_suite, 0xc000, 0xc0ff>);
static_assert(named_as_spelt<cipher_suite, 0xcca0, 0xccaf>);
static_assert(named_as_spelt<cipher_suite, 0xd000, 0xd00f>);
static_assert(named_as_spelt<extension_type, 0, 70>);
static_assert(named_as_spelt<extension_type, 13172, 13172>);
static_assert(named_as_spelt<extension_type, 17513, 17513>);
static_assert(named_as_spelt<extension_type, 17613, 17613>);
static_assert(named_as_spelt<extension_type, 30032, 30032>);
static_assert(named_as_spelt<extension_type, 0xca34, 0xca34>);
static_assert(named_as_spelt<extension_type, 0xfd00, 0xfd00>);
static_assert(named_as_spelt<extension_type, 0xfe0d, 0xfe0d>);
static_assert(named_as_spelt<extension_type, 0xff01, 0xff01>);
static_assert(named_as_spelt<named_group, 0, 50>);
static_assert(named_as_spelt<named_group, 256, 264>);
static_assert(named_as_spelt<named_group, 512, 520>);
static_assert(named_as_spelt<named_group, 4580, 4599>);
static_assert(named_as_spelt<named_group, 25490, 25500>);
static_assert(named_as_spelt<named_group, 0xff00, 0xff0f>);
static_assert(named_as_spelt<signature_scheme, 0x0100, 0x0109>);
static_assert(named_as_spelt<signature_scheme, 0x0200, 0x0209>);
static_assert(named_as_spelt<signature_scheme, 0x0300, 0x0309>);
static_assert(named_as_spelt<signature_scheme, 0x0400, 0x0420>);
static_assert(named_as_spelt<signature_scheme, 0x0500, 0x0520>);
static_assert(named_as_spelt<signature_scheme, 0x0600, 0x0620>);
static_assert(named_as_spelt<signature_scheme, 0x0700, 0x0720>);
static_assert(named_as_spelt<signature_scheme, 0x0800, 0x0820>);
static_assert(named_as_spelt<signature_scheme, 0x0900, 0x0920>);

/// No row stands for a value that an earlier row names.
template <class E> constexpr bool rows_differ() {
    std::size_t i = 0;
    for (named<E> const& row : names<E>::table) {
        for (std::size_t j = 0; j < i; ++j) {
            if (names<E>::table[j].value == row.value || same(names<E>::table[j].name, row.name)) {
                return false;
            }
        }
        ++i;
    }
    return true;
}
static_assert(rows_differ<extension_type>());
static_assert(rows_differ<named_group>());
static_assert(rows_differ<signature_scheme>());
static_assert(rows_differ<alert_description>());
static_assert(rows_differ<errc>());

constexpr bool is(char const* name, char const* wanted) { return name != nullptr && same(name, wanted); }

} // namespace

TEST_CASE("code points are spelt as IANA and the RFCs spell them") {
    CHECK(is(name_of(extension_type::server_name), "server_name"));
    CHECK(is(name_of(extension_type::renegotiation_info), "renegotiation_info"));
    CHECK(is(name_of(cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    CHECK(is(name_of(cipher_suite::empty_renegotiation_info_scsv), "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"));
    CHECK(is(name_of(cipher_suite::dh_anon_with_aes_128_cbc_sha), "TLS_DH_anon_WITH_AES_128_CBC_SHA"));
    CHECK(is(name_of(named_group::x25519), "x25519"));
    CHECK(is(name_of(named_group::brainpoolp256r1), "brainpoolP256r1"));
    CHECK(is(name_of(named_group::x25519mlkem768), "X25519MLKEM768"));
    CHECK(is(name_of(signature_scheme::ecdsa_secp256r1_sha256), "ecdsa_secp256r1_sha256"));
    CHECK(is(name_of(protocol_version::tls_1_2), "TLS 1.2"));
    CHECK(is(name_of(handshake_type::client_hello), "client_hello"));
    CHECK(is(name_of(content_type::application_data), "application_data"));
    CHECK(is(name_of(alert_description::decode_error), "decode_error"));
    CHECK(is(name_of(alert_level::fatal), "fatal"));
    CHECK(is(name_of(errc::bad_finished), "bad_finished"));
    CHECK(is(name_of(errc::ok), "ok"));
    CHECK(is(name_of(key_update_request::update_requested), "update_requested"));
    CHECK(name_of(static_cast<errc>(0x7f)) == nullptr);
    CHECK(is(name_of(ec_point_format::ansi_x962_compressed_prime), "ansiX962_compressed_prime"));
    CHECK(is(name_of(max_fragment_length_code::bytes_4096), "2^12"));
    CHECK(is(name_of(compression_method::null), "NULL"));
    CHECK(is(name_of(ec_curve_type::named_curve), "named_curve"));
    CHECK(is(name_of(client_certificate_type::ecdsa_sign), "ecdsa_sign"));
    CHECK(is(name_of(client_certificate_type::fortezza_dms_reserved), "fortezza_dms_RESERVED"));
}

TEST_CASE("every suite's name starts with TLS_") {
    for (named<cipher_suite> const& row : names<cipher_suite>::table) {
        CHECK((row.name[0] == 'T' && row.name[1] == 'L' && row.name[2] == 'S' && row.name[3] == '_'));
    }
}

TEST_CASE("a value of RFC 8701 is called GREASE in every registry that reserves some") {
    CHECK(is(name_of(static_cast<cipher_suite>(0x8a8a)), "GREASE"));
    CHECK(is(name_of(static_cast<extension_type>(0x6a6a)), "GREASE"));
    CHECK(is(name_of(static_cast<named_group>(0xdada)), "GREASE"));
    CHECK(is(name_of(static_cast<signature_scheme>(0xeaea)), "GREASE"));
    CHECK(is(name_of(static_cast<protocol_version>(0xfafa)), "GREASE"));
    CHECK(is(name_of(static_cast<psk_key_exchange_mode>(0x2a)), "GREASE"));
}

TEST_CASE("a code point without a name has none") {
    static_assert(name_of(static_cast<cipher_suite>(0xfffe)) == nullptr);
    CHECK(name_of(static_cast<extension_type>(40)) == nullptr);
    CHECK(name_of(static_cast<handshake_type>(6)) == nullptr);
    CHECK(name_of(static_cast<alert_description>(1)) == nullptr);
    CHECK(name_of(static_cast<ec_point_format>(0x0b)) == nullptr);
}
