// Features of the configuration with the static pool only.
#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/mbedtls/psa.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using test::done;
using test::imported;
using namespace test::literals;

TEST_CASE("X25519, RFC 7748 6.1") {
    constexpr auto peer = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"_hex;
    constexpr auto expected = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"_hex;
    imported const key{PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_MONTGOMERY), PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE,
                       "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 32> secret{};
    std::size_t size = 0;
    CHECK(done(
        psa_raw_key_agreement(PSA_ALG_ECDH, key.id(), peer.data(), peer.size(), secret.data(), secret.size(), &size)));
    CHECK(secret == expected);
}

TEST_CASE("AES-128-CBC, SP 800-38A F.2.1") {
    constexpr auto iv = "000102030405060708090a0b0c0d0e0f"_hex;
    constexpr auto plain = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"_hex;
    constexpr auto expected = "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"_hex;
    imported const key{PSA_KEY_TYPE_AES, PSA_ALG_CBC_NO_PADDING, PSA_KEY_USAGE_ENCRYPT,
                       "2b7e151628aed2a6abf7158809cf4f3c"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 32> out{};
    std::size_t size = 0;
    psa_cipher_operation_t operation = PSA_CIPHER_OPERATION_INIT;
    CHECK(done(psa_cipher_encrypt_setup(&operation, key.id(), PSA_ALG_CBC_NO_PADDING)));
    CHECK(done(psa_cipher_set_iv(&operation, iv.data(), iv.size())));
    CHECK(done(psa_cipher_update(&operation, plain.data(), plain.size(), out.data(), out.size(), &size)));
    CHECK(done(psa_cipher_abort(&operation)));
    CHECK(out == expected);
}

TEST_CASE("SHA-384 of abc, FIPS 180-4") {
    constexpr auto text = "616263"_hex;
    constexpr auto expected = "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                              "8086072ba1e7cc2358baeca134c825a7"_hex;
    std::array<std::uint8_t, 48> digest{};
    std::size_t size = 0;
    REQUIRE(done(psa_crypto_init()));
    CHECK(done(psa_hash_compute(PSA_ALG_SHA_384, text.data(), text.size(), digest.data(), digest.size(), &size)));
    CHECK(digest == expected);
}

} // namespace
