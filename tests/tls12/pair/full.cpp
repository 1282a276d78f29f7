// Client and server of the library: every suite, in full and abbreviated handshakes.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

template <suite... Suites> struct offering : basic { using suites = suite_list<Suites...>; };

/// A full and an abbreviated handshake, and what each side reports about them.
template <class C, class S = C> void check_suites(suite expected) {
    world<C, S> w;
    auto const first = w.connected();
    REQUIRE(first);
    CHECK(first->client.current().suite == expected);
    CHECK_FALSE(first->client.resumed());
    CHECK(first->client.secure());
    CHECK(first->client.current().extended_master_secret);
    CHECK(first->between.talks());
    CHECK(first->between.closes());

    auto const second = w.connected();
    REQUIRE(second);
    CHECK(second->client.resumed());
    CHECK(second->client.current().suite == expected);
    CHECK(second->between.talks());
    CHECK(second->between.closes());
    CHECK(second->client.most_public_key == 0);
    CHECK(first->client.most_public_key <= 1);
    CHECK(first->server.most_public_key <= 1);
}

TEST_CASE("every suite of the drivers connects and resumes") {
    check_suites<offering<suite::psk_with_aes_128_gcm_sha256>>(suite::psk_with_aes_128_gcm_sha256);
    check_suites<offering<suite::psk_with_aes_128_ccm_8>>(suite::psk_with_aes_128_ccm_8);
    check_suites<offering<suite::ecdhe_psk_with_aes_128_gcm_sha256>>(suite::ecdhe_psk_with_aes_128_gcm_sha256);
    check_suites<offering<suite::ecdhe_psk_with_aes_128_ccm_8_sha256>>(suite::ecdhe_psk_with_aes_128_ccm_8_sha256);
    check_suites<offering<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    check_suites<offering<suite::ecdhe_ecdsa_with_aes_128_ccm_8>>(suite::ecdhe_ecdsa_with_aes_128_ccm_8);
    check_suites<offering<suite::ecdhe_ecdsa_with_aes_128_ccm>>(suite::ecdhe_ecdsa_with_aes_128_ccm);
    check_suites<offering<suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>>(suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    check_suites<offering<suite::ecdhe_psk_with_chacha20_poly1305_sha256>>(
        suite::ecdhe_psk_with_chacha20_poly1305_sha256);
    check_suites<offering<suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>>(
        suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256);
}
TEST_CASE("sides with ciphers of other sizes connect by the one that they share") {
    using gcm_or_chacha = offering<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::psk_with_aes_128_ccm_8,
                                   suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>;
    using chacha = offering<suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>;
    using gcm = offering<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    check_suites<gcm_or_chacha, chacha>(suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256);
    check_suites<chacha, gcm_or_chacha>(suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256);
    check_suites<gcm_or_chacha, gcm>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    check_suites<gcm, gcm_or_chacha>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    check_suites<gcm_or_chacha, offering<suite::psk_with_aes_128_ccm_8>>(suite::psk_with_aes_128_ccm_8);
}

} // namespace
