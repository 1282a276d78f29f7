// The built Mbed TLS through PSA only: the features that every program linked to flintls::mbedtls can use.

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

TEST_CASE("SHA-256 of abc, FIPS 180-4") {
    constexpr auto expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_hex;
    std::array<std::uint8_t, 32> digest{};
    constexpr auto text = "616263"_hex;
    std::size_t size = 0;
    REQUIRE(done(psa_crypto_init()));
    CHECK(done(psa_hash_compute(PSA_ALG_SHA_256, text.data(), text.size(), digest.data(), digest.size(), &size)));
    CHECK(size == 32);
    CHECK(digest == expected);
}

TEST_CASE("HMAC-SHA-256, RFC 4231 4.3") {
    constexpr auto data = "7768617420646f2079612077616e7420666f72206e6f7468696e673f"_hex;
    constexpr auto expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"_hex;
    imported const key{PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_256), PSA_KEY_USAGE_SIGN_MESSAGE, "4a656665"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 32> mac{};
    std::size_t size = 0;
    CHECK(done(psa_mac_compute(key.id(), PSA_ALG_HMAC(PSA_ALG_SHA_256), data.data(), data.size(), mac.data(),
                               mac.size(), &size)));
    CHECK(mac == expected);
}

// Test case 4 of McGrew and Viega's GCM: additional data, and a short last block.
TEST_CASE("AES-128-GCM seals and opens, and refuses a changed tag") {
    constexpr auto nonce = "cafebabefacedbaddecaf888"_hex;
    constexpr auto aad = "feedfacedeadbeeffeedfacedeadbeefabaddad2"_hex;
    constexpr auto plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                           "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"_hex;
    constexpr auto expected = "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                              "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                              "5bc94fbc3221a5db94fae95ae7121a47"_hex;
    imported const key{PSA_KEY_TYPE_AES, PSA_ALG_GCM, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT,
                       "feffe9928665731c6d6a8f9467308308"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 76> sealed{};
    std::size_t size = 0;
    CHECK(done(psa_aead_encrypt(key.id(), PSA_ALG_GCM, nonce.data(), nonce.size(), aad.data(), aad.size(), plain.data(),
                                plain.size(), sealed.data(), sealed.size(), &size)));
    CHECK(sealed == expected);

    std::array<std::uint8_t, 60> opened{};
    CHECK(done(psa_aead_decrypt(key.id(), PSA_ALG_GCM, nonce.data(), nonce.size(), aad.data(), aad.size(),
                                sealed.data(), sealed.size(), opened.data(), opened.size(), &size)));
    CHECK(opened == plain);
    sealed.back() ^= 1;
    CHECK(flintls::psa_answer(psa_aead_decrypt(key.id(), PSA_ALG_GCM, nonce.data(), nonce.size(), aad.data(),
                                               aad.size(), sealed.data(), sealed.size(), opened.data(), opened.size(),
                                               &size)) == flintls::crypto_status::failed);
}

TEST_CASE("AES-128-CCM with a tag of eight bytes, RFC 3610 8, packet vector 1") {
    constexpr auto algorithm = PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, 8);
    constexpr auto nonce = "00000003020100a0a1a2a3a4a5"_hex;
    constexpr auto aad = "0001020304050607"_hex;
    constexpr auto plain = "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e"_hex;
    constexpr auto expected = "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0"_hex;
    imported const key{PSA_KEY_TYPE_AES, algorithm, PSA_KEY_USAGE_ENCRYPT, "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 31> sealed{};
    std::size_t size = 0;
    CHECK(done(psa_aead_encrypt(key.id(), algorithm, nonce.data(), nonce.size(), aad.data(), aad.size(), plain.data(),
                                plain.size(), sealed.data(), sealed.size(), &size)));
    CHECK(sealed == expected);
}

TEST_CASE("ECDH on P-256, RFC 5903 8.1") {
    constexpr auto peer = "04"
                          "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
                          "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab"_hex;
    constexpr auto expected = "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"_hex;
    imported const key{PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE,
                       "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433"_hex};
    REQUIRE(key.ok());
    std::array<std::uint8_t, 32> secret{};
    std::size_t size = 0;
    CHECK(done(
        psa_raw_key_agreement(PSA_ALG_ECDH, key.id(), peer.data(), peer.size(), secret.data(), secret.size(), &size)));
    CHECK(secret == expected);
}

// The signature over SHA-256("sample").
TEST_CASE("ECDSA on P-256 verifies RFC 6979 A.2.5, and what it signed itself") {
    constexpr auto algorithm = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
    constexpr auto digest = "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf"_hex;
    constexpr auto signature = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                               "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"_hex;
    imported const key{PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), algorithm,
                       PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_VERIFY_HASH,
                       "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"_hex};
    REQUIRE(key.ok());
    CHECK(done(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(), signature.data(), signature.size())));

    std::array<std::uint8_t, 64> own{};
    std::size_t size = 0;
    REQUIRE(done(psa_sign_hash(key.id(), algorithm, digest.data(), digest.size(), own.data(), own.size(), &size)));
    CHECK(own != signature);
    CHECK(done(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(), own.data(), own.size())));
    own.back() ^= 1;
    CHECK_FALSE(done(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(), own.data(), own.size())));
}

} // namespace
