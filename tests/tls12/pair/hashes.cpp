// Suites of SHA-256 and SHA-384 in TLS 1.2, alone and mixed: RFC 5246 5, 7.4.8, 7.4.9, RFC 5289 3.2.
#include "support/test.hpp"
#include "tls12/pair/product.hpp"

namespace {

using namespace pair;

template <suite... Suites> struct offering : policy_of<options{.exporters = true}> {
    using suites = suite_list<Suites...>;
    template <int Role> using crypto_of = prompt<Role>;
};
using long_alone = offering<suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
using short_alone = offering<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
using long_first = offering<suite::ecdhe_ecdsa_with_aes_256_gcm_sha384, suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                            suite::ecdhe_psk_with_aes_128_gcm_sha256>;
using short_first = offering<suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_ecdsa_with_aes_256_gcm_sha384>;
template <class Base> struct slow : Base { template <int Role> using crypto_of = hesitant<Role, 2>; };

template <class P> struct client_side : client_proves<P> {
    [[nodiscard]] bool offers(cipher_suite suite) const { return only == cipher_suite{} || suite == only; }
    cipher_suite only{};
};
template <class C, class S = C> using meeting = world<C, S, client_side, server_asks>;

template <class F> bool finishes(F const& f) {
    crypto_status answer = f();
    while (answer == crypto_status::pending) answer = f();
    return answer == crypto_status::done;
}
template <class Link> void check_link(Link& l, suite expected) {
    CHECK(l.client.current().suite == expected);
    CHECK(l.server.current().suite == expected);
    CHECK(l.between.talks());
    bytes const label = to_bytes("EXPORTER-test");
    std::array<std::uint8_t, 100> a{}, b{};
    CHECK(finishes([&] { return l.client.side->export_material(label, a); }));
    CHECK(finishes([&] { return l.server.side->export_material(label, b); }));
    CHECK(a == b);
}
/// Pending calls of a hash or an HMAC that were repeated with other arguments.
template <class Crypto> std::uint32_t changed_calls() {
    return Crypto::sha256::counts.changed + Crypto::hmac_sha256::counts.changed + Crypto::sha384::counts.changed +
           Crypto::hmac_sha384::counts.changed;
}
/// A full and an abbreviated handshake, with and without a certificate of the client.
template <class C, class S> void check_suites(suite expected) {
    for (auto const wants : {client_certificate::unwanted, client_certificate::required}) {
        meeting<C, S> w;
        w.server.wants = wants;
        for (bool const resumes : {false, true}) {
            auto const l = w.connected();
            REQUIRE(l);
            CHECK(l->client.resumed() == resumes);
            check_link(*l, expected);
            CHECK(l->between.closes());
        }
    }
}

} // namespace

TEST_CASE("sides with one hash or both connect and resume in the server's best common suite") {
    check_suites<long_alone, long_alone>(suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    check_suites<long_alone, short_first>(suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    check_suites<short_first, long_alone>(suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    check_suites<short_first, long_first>(suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    check_suites<long_first, short_first>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    check_suites<long_first, short_alone>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
    check_suites<short_alone, long_first>(suite::ecdhe_ecdsa_with_aes_128_gcm_sha256);
}
TEST_CASE("RFC 5746: each handshake of a connection has the hash of its own suite") {
    meeting<short_first, long_first> w;
    w.server.wants = client_certificate::unwanted;
    auto const l = w.connected();
    REQUIRE(l);
    check_link(*l, suite::ecdhe_ecdsa_with_aes_256_gcm_sha384);
    for (suite const only : {suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_ecdsa_with_aes_256_gcm_sha384}) {
        w.knows.only = only;
        REQUIRE(l->client.side->renegotiate());
        l->between.settle();
        check_link(*l, only);
    }
}
TEST_CASE("P1: operations that are pending repeat with the same arguments for both hashes") {
    for (suite const only : {suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, suite::ecdhe_ecdsa_with_aes_256_gcm_sha384}) {
        meeting<slow<short_first>, slow<long_first>> w;
        w.knows.only = only;
        for (bool const resumes : {false, true}) {
            auto const l = w.connected();
            REQUIRE(l);
            CHECK(l->client.resumed() == resumes);
            check_link(*l, only);
            CHECK(l->between.closes());
        }
        CHECK(changed_calls<hesitant<0, 2>>() == 0);
    }
}
TEST_CASE("a policy with suites of one hash has no state for the other") {
    CHECK(sizeof(connection<as_client<short_alone>>::transcript) == sizeof(mbedtls::sha256));
    CHECK(sizeof(connection<as_client<short_first>>::transcript) >= sizeof(mbedtls::sha256) + sizeof(mbedtls::sha384));
}
