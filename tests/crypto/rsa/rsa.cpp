// RSA signatures, verified by Mbed TLS with memory from its pool.
#include "crypto/vectors/rsa.hpp"
#include <array>
#include <cstddef>
#include <span>

#include "crypto/conformance/handshake_keys.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("RSA signatures are verified, PKCS #1 v1.5 and PSS, with the hashes that are configured") {
    namespace configured = backend::configured;
    REQUIRE(configured::sha256);
    std::array<bool, 3> const hashes{configured::sha256, configured::sha384, configured::sha512};
    verifier_check<backend::verifier> verifier;
    for (std::size_t i = 0; i < rsa_vectors.size(); ++i) {
        std::span const one = std::span{rsa_vectors}.subspan(i, 1);
        CHECK(backend::verifier::supports(one[0].scheme) == hashes[i % 3]);
        if (hashes[i % 3]) {
            verifier.run(one, 37);
        } else {
            CHECK(verifier.refuses(one[0]));
        }
    }
}

TEST_CASE("RSA keys below 2048 bits are refused, and salts of another length than the hash's") {
    verifier_check<backend::verifier> verifier;
    CHECK(verifier.refuses(rsa_short_key));
    CHECK(verifier.refuses(rsa_short_salt));
}

} // namespace
