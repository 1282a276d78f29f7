// Ciphers by Mbed TLS.
#include "crypto/conformance/cipher.hpp"
#include "crypto/vectors/cipher.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("AES-128-GCM conforms: in place at any address, every bit of the tag, every cut") {
    check_aead<backend::aes_128_gcm>(aes_128_gcm_vectors);
}

TEST_CASE("AES-256-GCM conforms") { check_aead<backend::aes_256_gcm>(aes_256_gcm_vectors); }

TEST_CASE("AES-128-CCM conforms, with tags of 16 bytes and of 8") {
    check_aead<backend::aes_128_ccm>(aes_128_ccm_vectors);
    check_aead<backend::aes_128_ccm_8>(aes_128_ccm_8_vectors);
}

} // namespace
