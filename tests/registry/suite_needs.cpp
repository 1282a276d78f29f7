#include "support/codec.hpp"
#include "support/test.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "flintls/registry/names_cipher_suite.hpp"
#include "flintls/registry/suite_needs.hpp"

namespace {

using namespace flintls;
using namespace test;

struct range {
    std::uint16_t first;
    std::uint16_t last;
};
template <std::size_t Size> constexpr bool is_in(range const (&ranges)[Size], cipher_suite suite) {
    auto const number = static_cast<std::uint16_t>(suite);
    for (range const& each : ranges) {
        if (number >= each.first && number <= each.last) return true;
    }
    return false;
}

/// IANA's numbers. RFC 8422 6, RFC 5289, 5489, 6209, 6367, 7251, 7905, 8442
constexpr range elliptic[] = {{0xc001, 0xc019}, {0xc023, 0xc03b}, {0xc048, 0xc04f}, {0xc05c, 0xc063},
                              {0xc070, 0xc079}, {0xc086, 0xc08d}, {0xc09a, 0xc09b}, {0xc0ac, 0xc0af},
                              {0xcca8, 0xcca9}, {0xccac, 0xccac}, {0xd001, 0xd005}};
/// RFC 8446 B.4, 9150, 8998, and AEGIS: suites of TLS 1.3 say nothing about it.
constexpr range tls_1_3[] = {{0x1301, 0x1307}, {0x00c6, 0x00c7}, {0xc0b4, 0xc0b5}};
/// Signals are no suites.
constexpr range signals[] = {{0x00ff, 0x00ff}, {0x5600, 0x5600}};
constexpr bool is_checked(cipher_suite s) { return !is_in(tls_1_3, s) && !is_in(signals, s); }

template <std::size_t... I> constexpr bool points_go_with_elliptic_curves(std::index_sequence<I...>) {
    return (... && (!is_checked(names<cipher_suite>::table[I].value) ||
                    needs_of_suites<names<cipher_suite>::table[I].value>.points ==
                        is_in(elliptic, names<cipher_suite>::table[I].value)));
}
static_assert(points_go_with_elliptic_curves(std::make_index_sequence<std::size(names<cipher_suite>::table)>{}));

constexpr bool is(suite_needs made, bool points, bool groups, bool certificates) {
    return made.points == points && made.groups == groups && made.certificates == certificates;
}
using enum cipher_suite;
constexpr bool each_kind_of_suite() {
    return is(needs_of_suites<ecdhe_ecdsa_with_aes_128_gcm_sha256>, true, true, true) &&
           is(needs_of_suites<ecdhe_rsa_with_aes_128_gcm_sha256>, true, true, true) &&
           is(needs_of_suites<ecdh_anon_with_aes_128_cbc_sha>, true, true, false) &&
           is(needs_of_suites<ecdhe_psk_with_aes_128_gcm_sha256>, true, true, false) &&
           is(needs_of_suites<dhe_rsa_with_aes_128_gcm_sha256>, false, true, true) &&
           is(needs_of_suites<dhe_psk_with_aes_128_gcm_sha256>, false, true, false) &&
           is(needs_of_suites<psk_dhe_with_aes_128_ccm_8>, false, true, false) &&
           is(needs_of_suites<dh_anon_with_aes_128_gcm_sha256>, false, true, false) &&
           is(needs_of_suites<rsa_with_aes_128_gcm_sha256>, false, false, true) &&
           is(needs_of_suites<rsa_psk_with_aes_128_gcm_sha256>, false, false, true) &&
           is(needs_of_suites<psk_with_aes_128_ccm_8>, false, false, false) &&
           is(needs_of_suites<srp_sha_with_aes_128_cbc_sha>, false, false, false) &&
           is(needs_of_suites<srp_sha_rsa_with_aes_128_cbc_sha>, false, false, true) &&
           is(needs_of_suites<aes_128_gcm_sha256>, true, true, true) &&
           is(needs_of_suites<static_cast<cipher_suite>(0xfefe)>, true, true, true) &&
           is(needs_of_suites<psk_with_aes_128_ccm_8, rsa_with_aes_128_gcm_sha256>, false, false, true) &&
           is(needs_of_suites<psk_with_aes_128_ccm_8, ecdhe_psk_with_aes_128_gcm_sha256>, true, true, false);
}
static_assert(each_kind_of_suite());

} // namespace

TEST_CASE("a suite's name says what a hello with it offers") { CHECK(at_run_time(each_kind_of_suite)); }
