// BearSSL's models with published signatures, and what each must refuse.
#include "crypto/conformance/issuer_signatures.hpp"
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/verifier_over.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
using pss_256 = flintls::bearssl::issuer_rsa_pss<flintls::mbedtls::sha256>;
using pss_384 = flintls::bearssl::issuer_rsa_pss<flintls::mbedtls::sha256, flintls::mbedtls::sha384>;
using flintls::bearssl::issuer_rsa_pkcs1;

template <class Model> void check_p256() {
    check_issuer<Model>(issuer_p256_vectors, 17);
    issuer_check<Model> check;
    for (byte_view const signature : ecdsa_invalid) {
        CHECK(check.refuses({rfc6979_point, flintls::issuer_hash::sha256, sample_sha256, signature}));
    }
    for (byte_view const point : secp256r1_invalid) {
        CHECK(check.refuses({point, flintls::issuer_hash::sha256, sample_sha256, issuer_p256_vectors[0].signature}));
    }
}
TEST_CASE("ECDSA on P-256 by m31, RFC 6979 A.2.5") { check_p256<flintls::bearssl::issuer_p256>(); }
TEST_CASE("ECDSA on P-256 by i31, RFC 6979 A.2.5") { check_p256<flintls::bearssl::issuer_p256_i31>(); }

TEST_CASE("ECDSA on P-384 by i31, RFC 6979 A.2.6") {
    check_issuer<flintls::bearssl::issuer_p384>(issuer_p384_vectors, 29);
    issuer_check<flintls::bearssl::issuer_p384> check;
    issuer_vector const& good = issuer_p384_vectors[0];
    CHECK(check.refuses({repeated<0, 97>, good.hash, good.digest, good.signature}));
    CHECK(check.refuses({issuer_p256_vectors[0].key, good.hash, good.digest, good.signature}));
    CHECK(check.refuses({good.key, good.hash, good.digest, hex<"3006 0201 00 0201 00">}));
    CHECK(check.refuses({good.key, good.hash, good.digest, hex<"3006 0201 01 0201 01">}));
}

TEST_CASE("RSA of 2048 bits, PKCS #1 and PSS: a signature of one is none of the other") {
    issuer_check<issuer_rsa_pkcs1> pkcs1;
    issuer_check<pss_384> pss;
    for (signature_vector const& v : rsa_vectors) {
        issuer_vector const one = issuer_vector_of(v);
        bool const is_pss = (static_cast<unsigned>(v.scheme) & 0xff00U) == 0x0800; // RFC 8446 4.2.3
        if (is_pss && pss_384::has(one.hash)) {
            pss.run(one, 41);
        } else {
            CHECK(pss.refuses(one)); // PKCS #1, or a hash that is not there
        }
        if (is_pss) {
            CHECK(pkcs1.refuses(one));
        } else {
            pkcs1.run(one, 41);
        }
    }
    CHECK(pkcs1.refuses(issuer_vector_of(rsa_short_key)));
    CHECK(pss.refuses(issuer_vector_of(rsa_short_salt)));
}

TEST_CASE("PSS of 4096 bits, Wycheproof") { check_issuer<pss_256>({&issuer_pss_4096, 1}, 101); }

TEST_CASE("a verifier of handshakes over those of certificates takes each scheme and key that they do") {
    using enum flintls::signature_scheme;
    using over_all = flintls::verifier_over<flintls::mbedtls::issuer_p256, issuer_rsa_pkcs1, pss_384>;
    static_assert(flintls::signature_verifier<over_all>);
    static_assert(over_all::supports(rsa_pss_rsae_sha384) && !over_all::supports(rsa_pss_rsae_sha512));
    static_assert(!over_all::supports(rsa_pss_pss_sha256) && !over_all::supports(ecdsa_secp384r1_sha384));
    verifier_check<over_all> check;
    check.run(ecdsa_vectors, 23);
    check.run(std::span{rsa_vectors}.subspan(0, 5), 53);
    CHECK(check.refuses(rsa_vectors[5])); // SHA-512 by PSS
    CHECK(check.refuses(rsa_short_key));
    CHECK(over_all::takes(rsa_2048) == flintls::errc::ok);
    CHECK(over_all::takes(rfc6979_key) == flintls::errc::ok);
    CHECK(over_all::takes(rsa_1024) == flintls::errc::unsupported_certificate);

    using elliptic = flintls::verifier_over<flintls::bearssl::issuer_p256>;
    static_assert(elliptic::supports(ecdsa_secp256r1_sha256) && !elliptic::supports(rsa_pkcs1_sha256));
    verifier_check<elliptic> alone;
    alone.run(ecdsa_vectors, 23);
    CHECK(alone.refuses(rsa_vectors[0]));
}

} // namespace
