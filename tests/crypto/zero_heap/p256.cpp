// Key agreement and signatures on P-256, by Mbed TLS.
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/vectors/curves.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("ECDH on P-256 conforms: fresh keys, NIST's vector, points that are none") {
    check_key_agreement<backend::secp256r1>(secp256r1_vectors, secp256r1_invalid);
}

TEST_CASE("making a key pair takes two calls, because each is a scalar multiplication") {
    backend::secp256r1 op;
    backend::key made;
    arena<65> share;
    std::uint8_t* const p = share.take(65);
    CHECK(op.generate(made, p) == crypto_status::pending);
    CHECK(share.nothing_left());
    CHECK(op.generate(made, p) == crypto_status::done);
    CHECK(share.intact());
    CHECK(p[0] == 0x04);
    CHECK(op.generate(made, p) == crypto_status::pending);
    op.reset();
    CHECK(op.generate(made, p) == crypto_status::pending); // restarted
    CHECK(op.generate(made, p) == crypto_status::done);
}

TEST_CASE("ECDSA on P-256 is verified: RFC 6979's signatures, and no other") {
    check_verifier<backend::verifier>(ecdsa_vectors, 4);
    verifier_check<backend::verifier> verifier;
    signature_vector bad = ecdsa_vectors[0];
    for (byte_view const signature : ecdsa_invalid) {
        bad.signature = signature;
        CHECK(verifier.refuses(bad));
    }
    bad = ecdsa_vectors[0];
    for (byte_view const point : secp256r1_invalid) {
        bad.key.key = point;
        CHECK(verifier.refuses(bad));
    }
    bad.key.key = secp256r1_vectors[0].peer; // the public key of another pair
    CHECK(verifier.refuses(bad));
}

TEST_CASE("ECDSA on P-256 signs") {
    backend::key own = key_of<backend::ecdsa_secp256r1>(rfc6979_private_key);
    check_signer<backend::ecdsa_secp256r1, backend::verifier>(own, ecdsa_vectors[0]);
}

} // namespace
