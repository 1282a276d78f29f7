// What Mbed TLS does with memory from its pool: single blocks, CBC, X25519.
#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/vectors/cipher.hpp"
#include "crypto/vectors/curves.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("AES-128 by the block conforms: NIST SP 800-38A") {
    check_block_cipher<backend::aes_128_block>(aes_128_block_vectors);
}

TEST_CASE("AES-128-CBC conforms: NIST SP 800-38A, sizes that are no multiple of a block") {
    check_cbc<backend::aes_128_cbc>(aes_128_cbc_vectors);
}

TEST_CASE("X25519 conforms: RFC 7748, and no point of small order") {
    check_key_agreement<backend::x25519>(x25519_vectors, x25519_small_order);
}

} // namespace
