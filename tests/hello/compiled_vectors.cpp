// Hellos of real programs and of RFC 8448, rebuilt byte for byte from a declaration: what changes from one handshake to
// the next is a slot, the rest is written by the compiler.
#include "compiled_hello.hpp"
#include "message/rfc8448.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/extension/empty_extension.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/supported_versions.hpp"

namespace {

using namespace flintls;
using namespace test;

template <std::size_t N> constexpr bytes<N> copy_of(std::uint8_t const (&vector)[N]) {
    bytes<N> out{};
    copy(out.data(), vector, N);
    return out;
}
/// `count` bytes of a hello from `at` on.
template <std::size_t N> constexpr byte_view slice(bytes<N> const& hello, std::uint32_t at, std::uint32_t count) {
    return byte_view{hello}.subview(at, count);
}
constexpr auto const& www_example_com = "7777772e6578616d706c652e636f6d"_hex;

// Mbed TLS 3.6, ssl_client2: no renegotiation_info, the SCSV.
struct mbedtls_policy : policy_of<options{.signal = renegotiation_signal::scsv}> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"h2", "http/1.1">;
};
constexpr std::array<named_group, 1> p256{named_group::secp256r1};
constexpr std::array<signature_scheme, 1> ecdsa_p256{signature_scheme::ecdsa_secp256r1_sha256};
constexpr std::array<ec_point_format, 1> uncompressed{ec_point_format::uncompressed};
constexpr auto mbedtls = make_client_hello<mbedtls_policy>([] {
    return offer{slot<server_name>{},
                 application_layer_protocol_negotiation{mbedtls_policy::protocols::values},
                 supported_groups{p256},
                 signature_algorithms{ecdsa_p256},
                 ec_point_formats{uncompressed},
                 max_fragment_length{max_fragment_length_code::bytes_4096},
                 extended_master_secret{},
                 slot<session_ticket>{}};
});

constexpr bool the_hello_of_mbed_tls() {
    constexpr auto expected = copy_of(vectors::mbedtls36_tls12);
    return becomes(mbedtls, {.random = fixed_view<32>{expected.data() + 6}, .host_name = www_example_com}, expected);
}
static_assert(the_hello_of_mbed_tls());

// OpenSSL 3.0, TLS 1.2 only.
struct openssl_policy : policy_of<options{.signal = renegotiation_signal::scsv}> {
    template <std::uint16_t... Codes> using codes = suite_list<static_cast<cipher_suite>(Codes)...>;
    using suites = codes<0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0x006b,
                         0xc023, 0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033, 0x009d, 0x009c, 0x003d,
                         0x003c, 0x0035, 0x002f>;
};
constexpr std::array<ec_point_format, 3> all_formats{ec_point_format::uncompressed,
                                                     ec_point_format::ansi_x962_compressed_prime,
                                                     ec_point_format::ansi_x962_compressed_char2};
constexpr std::array<named_group, 5> openssl_groups{named_group::x25519, named_group::secp256r1, named_group::x448,
                                                    named_group::secp521r1, named_group::secp384r1};
template <std::uint16_t... Codes>
constexpr std::array<signature_scheme, sizeof...(Codes)> schemes{static_cast<signature_scheme>(Codes)...};
constexpr auto const& openssl_schemes =
    schemes<0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501,
            0x0601, 0x0303, 0x0301, 0x0302, 0x0402, 0x0502, 0x0602>;
constexpr auto openssl = make_client_hello<openssl_policy>([] {
    return offer{slot<server_name>{},
                 ec_point_formats{all_formats},
                 supported_groups{openssl_groups},
                 slot<session_ticket>{},
                 encrypt_then_mac{},
                 extended_master_secret{},
                 signature_algorithms{openssl_schemes},
                 slot<renegotiation_info>{}}; // not in a first hello
});

constexpr bool the_hello_of_openssl() {
    constexpr auto expected = copy_of(vectors::openssl3_tls12);
    return becomes(openssl, {.random = fixed_view<32>{expected.data() + 6}, .host_name = www_example_com}, expected);
}
static_assert(the_hello_of_openssl());

// RFC 8448, TLS 1.3
struct rfc8448_policy : policy_of<options{.highest_version = protocol_version::tls_1_3}> {
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, cipher_suite::chacha20_poly1305_sha256,
                              cipher_suite::aes_256_gcm_sha384>;
};
constexpr std::array<protocol_version, 1> tls_1_3{protocol_version::tls_1_3};
constexpr std::array<psk_key_exchange_mode, 1> with_dhe{psk_key_exchange_mode::psk_dhe_ke};
constexpr std::array<named_group, 9> nine_groups{
    named_group::x25519,    named_group::secp256r1, named_group::secp384r1,
    named_group::secp521r1, named_group::ffdhe2048, named_group::ffdhe3072,
    named_group::ffdhe4096, named_group::ffdhe6144, named_group::ffdhe8192};
constexpr std::array<named_group, 3> three_groups{named_group::x25519, named_group::secp256r1, named_group::secp384r1};
constexpr auto const& rfc8448_schemes = schemes<0x0403, 0x0503, 0x0603, 0x0203, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501,
                                                0x0601, 0x0201, 0x0402, 0x0502, 0x0602, 0x0202>;
constexpr bytes<0xaf> zeros{};
constexpr auto const& server = "736572766572"_hex; // "server"
using early_data = empty_extension<extension_type::early_data>;

constexpr auto resuming = make_client_hello<rfc8448_policy>([] {
    return offer{slot<server_name>{},
                 slot<renegotiation_info>{},
                 supported_groups{nine_groups},
                 slot<key_share, named_group::x25519>{},
                 early_data{},
                 supported_versions{tls_1_3},
                 signature_algorithms{rfc8448_schemes},
                 psk_key_exchange_modes{with_dhe},
                 record_size_limit{16385},
                 padding{byte_view{zeros.data(), 0x57}},
                 slot<pre_shared_key, 32>{}};
});

/// RFC 8448 4: the binder covers the first 477 bytes.
constexpr bool a_resumption_of_tls_1_3_and_what_its_binder_covers() {
    auto const& expected = rfc8448::client_hello_resuming;
    bytes<32> binder{};
    decltype(resuming)::message const m{
        .random = fixed_view<32>{expected.data() + 6},
        .host_name = server,
        .key_shares = {slice(expected, 0x69, 32)},
        .pre_shared_keys = {offered_psk{slice(expected, 0x127, 0xb2), 0xfad6aacb, binder}}};
    decltype(resuming)::pieces pieces;
    bytes<512> buffer{};
    writer out{buffer};
    if (resuming.scatter(m, pieces) || out.write(m) || out.size() != 512) return false;
    byte_view const covered = resuming.without_binders(out.written());
    std::uint32_t listed = 0;
    for (byte_view const piece : pieces.without_binders()) listed += piece.size();
    if (listed != 477 || !(covered == byte_view{expected.data(), 477}) || resuming.binders_size != 35) return false;
    copy(binder.data(), expected.data() + 480, 32); // now it is known
    return make_up(pieces, byte_view{expected}) && becomes(resuming, m, expected);
}
static_assert(a_resumption_of_tls_1_3_and_what_its_binder_covers());

constexpr auto retried = make_client_hello<rfc8448_policy>([] {
    return offer{slot<server_name>{},
                 slot<renegotiation_info>{},
                 supported_groups{three_groups},
                 slot<key_share, named_group::secp256r1>{},
                 supported_versions{tls_1_3},
                 signature_algorithms{rfc8448_schemes},
                 slot<cookie, 128>{},
                 psk_key_exchange_modes{with_dhe},
                 record_size_limit{16385},
                 padding{zeros}};
});

/// RFC 8448 5
constexpr bool a_second_hello_with_the_servers_cookie() {
    auto const& expected = rfc8448::client_hello_with_cookie;
    return becomes(retried,
                   {.random = fixed_view<32>{expected.data() + 6},
                    .host_name = server,
                    .cookie = slice(expected, 0xcf, 0x72),
                    .key_shares = {slice(expected, 0x5d, 65)}},
                   expected);
}
static_assert(a_second_hello_with_the_servers_cookie());

/// RFC 8448 7
constexpr auto compatible = make_client_hello<rfc8448_policy>([] {
    return offer{slot<server_name>{},
                 slot<renegotiation_info>{},
                 supported_groups{nine_groups},
                 slot<key_share, named_group::x25519>{},
                 supported_versions{tls_1_3},
                 signature_algorithms{rfc8448_schemes},
                 psk_key_exchange_modes{with_dhe},
                 record_size_limit{16385},
                 slot<pre_shared_key, 32, 48>{}};
});

constexpr bool a_hello_with_a_session_id_and_without_the_keys_it_could_have() {
    auto const& expected = rfc8448::client_hello_compatible;
    return becomes(compatible,
                   {.random = fixed_view<32>{expected.data() + 6},
                    .session_id = slice(expected, 39, 32),
                    .host_name = server,
                    .key_shares = {slice(expected, 0x89, 32)}},
                   expected);
}
static_assert(a_hello_with_a_session_id_and_without_the_keys_it_could_have());

/// Two keys, written by hand behind the same fields.
constexpr bool several_keys_have_a_binder_each() {
    constexpr auto const& expected_end = "0029 0065"
                                         "000f 0001 a1 01020304 0002 b1b2 05060708"
                                         "0052 20"_hex;
    auto const& begin = rfc8448::client_hello_compatible;
    constexpr bytes<48> binder{};
    constexpr auto const& one = "a1"_hex;
    constexpr auto const& two = "b1b2"_hex;
    bytes<decltype(compatible)::max_size> buffer{};
    writer out{buffer};
    if (out.write(compatible.with(
            {.random = fixed_view<32>{begin.data() + 6},
             .session_id = slice(begin, 39, 32),
             .host_name = server,
             .key_shares = {slice(begin, 0x89, 32)},
             .pre_shared_keys = {offered_psk{one, 0x01020304, {binder.data(), 32}}, {two, 0x05060708, binder}}}))) {
        return false;
    }
    byte_view const behind = out.written().subview(224);
    return out.size() == 224 + 4 + 0x65 && behind.subview(0, 24) == byte_view{expected_end} && behind[24 + 32] == 48 &&
           resuming.binders_size == 2 + 33 && compatible.binders_size == 2 + 33 + 49 &&
           compatible.without_binders(out.written()).size() == 224 + 4 + 2 + 15;
}
static_assert(several_keys_have_a_binder_each());

constexpr bool shares_cookies_keys_and_binders_of_another_size_are_refused() {
    constexpr bytes<200> many{};
    auto const first = [&](std::uint32_t count) { return byte_view{many.data(), count}; };
    decltype(retried)::message const good{
        .random = fixed_view<32>{many.data()}, .cookie = first(128), .key_shares = {first(65)}};
    auto share = good;
    share.key_shares = {first(64)};
    auto no_share = good;
    no_share.key_shares = {};
    auto cookie = good;
    cookie.cookie = first(129);
    decltype(resuming)::message const resumes{.random = fixed_view<32>{many.data()},
                                              .key_shares = {first(32)},
                                              .pre_shared_keys = {offered_psk{first(1), 0, first(32)}}};
    auto binder = resumes;
    binder.pre_shared_keys[0].binder = first(31);
    auto identity = resumes; // the policy's tickets have at most 640 bytes
    bytes<641> const large{};
    identity.pre_shared_keys[0].identity = large;
    bytes<retried.max_size> buffer{};
    writer out{buffer};
    return !out.write(good) && refuses(retried, share, retried.offset_of<hello_part::key_exchange>) &&
           refuses(retried, no_share, retried.offset_of<hello_part::key_exchange>) &&
           refuses(retried, cookie, retried.offset_of<hello_part::cookie>) &&
           refuses(resuming, binder, resuming.offset_of<hello_part::binder>) &&
           refuses(resuming, identity, resuming.offset_of<hello_part::identity>);
}
static_assert(shares_cookies_keys_and_binders_of_another_size_are_refused());

/// A share that is larger than the rest of the hello takes no room in flash before there is one.
constexpr auto post_quantum = make_client_hello<rfc8448_policy>([] {
    return offer{supported_groups{nine_groups}, slot<key_share, named_group::x25519mlkem768, named_group::x25519>{},
                 supported_versions{tls_1_3}, signature_algorithms{rfc8448_schemes}};
});
static_assert(post_quantum.flash_size < 160 && post_quantum.min_size > 1216 + 32);

} // namespace

TEST_CASE("the hellos of Mbed TLS and OpenSSL come out of flash byte for byte") {
    CHECK(at_run_time(the_hello_of_mbed_tls));
    CHECK(at_run_time(the_hello_of_openssl));
}

TEST_CASE("the hellos of RFC 8448 come out of flash byte for byte") {
    CHECK(at_run_time(a_resumption_of_tls_1_3_and_what_its_binder_covers));
    CHECK(at_run_time(a_second_hello_with_the_servers_cookie));
    CHECK(at_run_time(a_hello_with_a_session_id_and_without_the_keys_it_could_have));
}

TEST_CASE("binders cover a hello up to their list, one or several") {
    CHECK(at_run_time(several_keys_have_a_binder_each));
    CHECK(at_run_time(shares_cookies_keys_and_binders_of_another_size_are_refused));
}
