// What Mbed TLS does with memory from its pool: single blocks, CBC, X25519. And SHA-384.
#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/vectors/cipher.hpp"
#include "crypto/vectors/curves.hpp"
#include "crypto/vectors/digest.hpp"
#include "crypto/vectors/hmac_lengths.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;

TEST_CASE("HMAC-SHA-384 conforms: RFC 4231, keys and messages of all lengths round a block as Python has them") {
    check_hash<backend::sha384>(sha384_vectors);
    check_hmac<backend::hmac_sha384>(hmac_sha384_vectors);
    check_hmac<backend::opaque_hmac_sha384>(hmac_sha384_vectors);
    check_hmac_of_bytes<backend::hmac_sha384>(hmac_sha384_vectors);
    check_hmac_lengths<backend::hmac_sha384, backend::sha384>(hmac_sha384_lengths, hmac_sha384_longest);
}

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
