// The captured hellos: what they hold was read off a hex dump.
#include "support/codec.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/server_hello.hpp"

namespace {

using namespace flintls;
using namespace test;

struct expected {
    std::uint8_t const* data;
    std::uint32_t size;
    std::uint8_t random_begins;
    std::uint8_t session_id_size;
    std::uint8_t suite_count;
    std::uint16_t first_suite;
    std::uint16_t last_suite;
    bool scsv;
    std::uint16_t types[20]; // closed by the first repetition of `end`
};
constexpr std::uint16_t end = 0xeeee;

#define FLINTLS_VECTOR(name) vectors::name, sizeof vectors::name
constexpr expected hellos[] = {
    {FLINTLS_VECTOR(mbedtls36_tls12), 0x02, 0, 2, 0xc02b, 0x00ff, true, {0, 16, 10, 13, 11, 1, 23, 35, end}},
    {FLINTLS_VECTOR(openssl3_tls12), 0x2a, 0, 28, 0xc02c, 0x00ff, true, {0, 11, 10, 35, 22, 23, 13, end}},
    {FLINTLS_VECTOR(go119), 0x33, 32, 19, 0xc02b, 0x1303, false, {0, 5, 10, 11, 13, 65281, 16, 18, 43, 51, end}},
    {FLINTLS_VECTOR(openssl3_s_client),
     0xf6,
     32,
     31,
     0x1302,
     0x00ff,
     true,
     {0, 11, 10, 35, 16, 22, 23, 13, 43, 45, 51, end}},
    {FLINTLS_VECTOR(node20), 0x14, 32, 59, 0x1302, 0x00ff, true, {0, 11, 10, 35, 16, 22, 23, 13, 43, 45, 51, end}},
    {FLINTLS_VECTOR(gnutls_cli),
     0x5e,
     32,
     29,
     0x1302,
     0x0033,
     false,
     {5, 10, 11, 13, 22, 23, 35, 51, 43, 65281, 0, 45, 28, end}},
    {FLINTLS_VECTOR(curl_openssl3),
     0xad,
     32,
     31,
     0x1302,
     0x00ff,
     true,
     {0, 11, 10, 16, 22, 23, 49, 13, 43, 45, 51, 21, end}},
    {FLINTLS_VECTOR(nss_tstclnt),
     0x64,
     0,
     35,
     0x1301,
     0x0004,
     false,
     {0, 23, 65281, 10, 11, 51, 43, 13, 45, 28, 21, end}},
    {FLINTLS_VECTOR(chromium156_1), 0x18, 32, 16, 0x8a8a, 0x0035, false, {64250, 10,    35,    43, 0,     65281, 13,
                                                                          18,    17613, 51764, 27, 5,     23,    65037,
                                                                          45,    16,    11,    51, 27242, end}},
};

constexpr bool holds(client_hello const& m, expected const& e) {
    std::size_t i = 0;
    for (raw_extension const& each : m.extensions) {
        if (each.type != extension_type{e.types[i++]}) return false;
    }
    std::uint32_t suites = 0;
    cipher_suite last{};
    for (cipher_suite const each : m.cipher_suites) {
        ++suites;
        last = each;
    }
    signalling_suites const signals = find_signalling_suites(m.cipher_suites);
    return e.types[i] == end && m.legacy_version == protocol_version::tls_1_2 && m.random[0] == e.random_begins &&
           m.random.data() == e.data + 6 && m.session_id.size() == e.session_id_size && suites == e.suite_count &&
           *m.cipher_suites.begin() == cipher_suite{e.first_suite} && last == cipher_suite{e.last_suite} &&
           equal(m.compression_methods, {compression_method::null}) &&
           signals.empty_renegotiation_info_scsv == e.scsv && !signals.fallback_scsv;
}

/// Both directions, through a buffer of exactly the right size.
template <class M, class Holds>
constexpr bool goes_both_ways(byte_view wire, std::span<std::uint8_t> out, Holds check) {
    handshake<M> m{};
    if (parse(wire, m) || !check(m.body)) return false;
    auto const written = serialize(m, out.first(wire.size()));
    return written && *written == wire;
}

constexpr bool matches(expected const& e, std::span<std::uint8_t> out) {
    return goes_both_ways<client_hello>({e.data, e.size}, out, [&](client_hello const& m) { return holds(m, e); });
}

constexpr bool answer_matches(std::span<std::uint8_t> out) {
    return goes_both_ways<server_hello>(byte_view{vectors::serverhello_mbedtls36}, out, [](server_hello const& m) {
        constexpr std::uint16_t types[] = {65281, 1, 23, 35, 11, 16};
        std::size_t i = 0;
        for (raw_extension const& each : m.extensions) {
            if (i == 6 || each.type != extension_type{types[i++]}) return false;
        }
        return i == 6 && m.legacy_version == protocol_version::tls_1_2 && m.random[0] == 0xa0 && m.session_id.empty() &&
               m.cipher_suite == cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256 && !m.is_hello_retry_request();
    });
}

constexpr bool all_match_in_a_constant_expression() {
    std::array<std::uint8_t, 2048> out{};
    for (expected const& e : hellos) {
        if (!matches(e, out)) return false;
    }
    return answer_matches(out);
}
static_assert(all_match_in_a_constant_expression());

std::uint8_t room[2048];

} // namespace

TEST_CASE("every captured ClientHello holds what it holds and becomes the same bytes again") {
    CHECK(sizeof hellos / sizeof hellos[0] == sizeof vectors::client_hellos / sizeof vectors::client_hellos[0]);
    for (expected const& e : hellos) {
        CAPTURE(e.size);
        CHECK(matches(e, room));
    }
}

TEST_CASE("a captured ServerHello holds what it holds and becomes the same bytes again") {
    CHECK(answer_matches(room));
}
