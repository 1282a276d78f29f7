// ChaCha20-Poly1305 by Mbed TLS.
#include "crypto/conformance/cipher.hpp"
#include "crypto/vectors/cipher.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("ChaCha20-Poly1305 conforms: in place at any address, every bit of the tag, every cut") {
    check_aead<backend::chacha20_poly1305>(chacha20_poly1305_vectors);
}
TEST_CASE("the configuration has all that zero_heap.h has") { check_aead<backend::aes_128_gcm>(aes_128_gcm_vectors); }

} // namespace
