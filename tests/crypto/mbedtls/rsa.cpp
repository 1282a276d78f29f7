// Features of the configuration with RSA only; the longest key tests that the pool is large enough.
#include <psa/crypto.h>

#include <array>
#include <cstdint>

#include "crypto/mbedtls/psa.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using test::done;
using test::imported;
using namespace test::literals;

// Keys and signatures by OpenSSL 3.0: openssl genrsa, openssl dgst -sha256 -sign over "flintls".
constexpr auto digest = "8383f999c01c89d5a8386d907dbfda6a48fbb207ae4326b5ac6f22d1c3a3fd24"_hex;

constexpr auto key_4096 =
    "3082020a0282020100cc2eb7e3936c578f57ec8249caf6e37e51f25d402890198b688e5db7578adfea4af8110c0c5c55"
    "f87b291d15c0f16d816a6b74079aaba6606b09a72892b4f6afd586c6a2b7794575a062b1d2c2a0ba298c1d1d983f075a"
    "98fa49c90b103062bcb7036e99bb73d0d6a06d3837a1de4f9067aaa65f22c4e5f2d4dff4d0c51974e4914abfd3096479"
    "3f22b7c3c4ae515ede5c0c278a3df09498340f3124752ccef43aeb97e8e59da46906d216a4e56f473739e28c2c1b798f"
    "722ad2794cc7aada2ea65a5a5e9c6ff339e54d903638d17921d39c489178f1a159237c9fbcc5051b5d8d6bfe2243a54c"
    "6907a7d99e89205bb70a4eefff0c2ffe22133e4f1c4eeb56472825dc67c39d2347d7a3ab55fe438a2886e660fb5d9555"
    "b216a3e38de9f780753e170aae4dec5a4df77e4fde9ee588e2313b2a072f462a62009d572971c05ce2a675edddab5679"
    "9dbd3e5927ee9fa45ab93f1ed5d68fb066ce257e30fc14265d65cc475b5b45005683f65dbd510eeeeee074fcd99982a7"
    "c10a6b7173928d045dcd1c698622300fc3b74490ac1cbd63f516b8d70d5c31c743a636b016ce0d4022eb34631c0d0062"
    "d229152377e4ad0fc81b5deaa750244fe11e0d2f3fd83669f9a0cb57d514ffc604768895f351600d46fd14bad7fea1f5"
    "b46a70637544023afbb4b843feebe53c38de4fc3ea07044f2b3a9ba275b5fed9182c075e3b304130910203010001"_hex;
constexpr auto pkcs1_4096 =
    "bdc68cfa3c298a2efb103ff1537b54bd1a7ffdff9894b488ade829ed99777ad98a610b560abd72f43fb307fff9260e6f"
    "75c3927585317f8f3f1c22c3709a00ca6f2e349b2ac8724c7f20a504b8f8061c68a8a39e2126c8898bb2eafca2e793d1"
    "3023c24ff27ef5b24fcbabfa4dc65c7a66ef6c012d4431e008ca7d53ce1422b066a8dc20dc04f29e89374a184e43e1b2"
    "60a55a86bca65dec824d742c1280da839aefdeb625849cb1af306e66ccab3bad5674917305549aab8aa09eeb3a34df45"
    "9118c1ff7aac716114587d67aa72c40af6ee5e7f599c16420c7734c63a2919de044f98d6b1436199d3503e198b8da929"
    "bcaac2f325e06fd98490d1533ba9f201b244b6e8222dce097ee2409135a22e7da9f209774e3cb33f4b1e4f7f1660fe73"
    "4ab210648c67a5fffada2c0bab204014cb886371e6877d2dca04ceb1528e9b86df65e401939fdc1a4d26315f6fbc832d"
    "ce9da1709d44dcbfb97fec98da45dba6cae3b0e2551145a8f043771d7780a58ba9914aa23665015c6a59fe07160d4727"
    "cb198de25fc388a0a514f94a658502f55ec1d4af311731f82936992a178604bdb3cc00d51786a92e5f7b7645b25e38ed"
    "e69577662fbb3211102f0d2b9f4e26b61322414c2769f7db19bac93cd92a5cfe52a8c240023787d9f01183836b8b0376"
    "9463dfdc5d5b2b55749f13ba19606108bf02e6b47c00a0054266473d585d6456"_hex;
constexpr auto key_2048 =
    "3082010a0282010100a23f2611c97f9808fe917b7520727b7a9a71e605b60d447709b9cc27fd8e8b2bef74a6734f7191"
    "c6842c54e1589e18f80ea8c05a385da7cbda9ddc9223d22a296b0a297c80ef3cea3888b8012e9b964fb7c26ae04c82c5"
    "cd105a71de004abc49b741ac1d4500cdb2285ca33dd37b1f1d73c2c9e38ca0b86293591d2a6d77aeb71a6c757ffadbab"
    "0f30f1887d271f574fa09cca1301f1869c974aca76eb70b8870166bc77b1a6fde5026cd02665d222a3b66b794a87c096"
    "e4e9f3ee7ad477e8baf56a969eb6fbe0d940e67396645027dade7e589fd01ae69150ebc2063534c203cdcef4ee23899d"
    "06119871aa243b13a2f9bd2f4a08767f856d1c2b56447c6b5b0203010001"_hex;
constexpr auto pss_2048 =
    "48948cf68d5a5afc64c737abe9c5d8f099b391340b52674db57f19cf44103b27c4b439cfbd3ae0e1b8488ee90579b9a8"
    "ff3f08f996415a057892c0394003d1321fa35a2c17a38c7e019a9347bb2f62e28f5406baf92113f2787b376958746eb9"
    "9ae456e36f37fff1a27f417b3c52f979e26b9ec85df976d23b3c9565c366b8dbca74585d648b01d264709c35c9511cc1"
    "eb40865108c5ca863783a109022abf16978bd3efedce53360d49ecfe1263b17f8e68a96129e68ce86c6e0601ee9a84ad"
    "64336229adc5e8192c7cfc6b25edf44e563bc2fd20a623b93540040247df7a52dbc7f8aff0680f4482cc5bf741f59018"
    "72ba7a7989f2193cfb36c3b1d5ea3865"_hex;

template <std::size_t KeySize, std::size_t Size>
void verifies(psa_algorithm_t algorithm, std::array<std::uint8_t, KeySize> const& bytes,
              std::array<std::uint8_t, Size> signature) {
    imported const key{PSA_KEY_TYPE_RSA_PUBLIC_KEY, algorithm, PSA_KEY_USAGE_VERIFY_HASH, bytes};
    REQUIRE(key.ok());
    CHECK(done(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(), signature.data(), Size)));
    signature[Size / 2] ^= 1;
    CHECK_FALSE(done(psa_verify_hash(key.id(), algorithm, digest.data(), digest.size(), signature.data(), Size)));
}

TEST_CASE("a PKCS #1 v1.5 signature of 4096 bits verifies, RFC 8017 8.2.2") {
    verifies(PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256), key_4096, pkcs1_4096);
}

TEST_CASE("a PSS signature of 2048 bits verifies, RFC 8017 8.1.2") {
    verifies(PSA_ALG_RSA_PSS(PSA_ALG_SHA_256), key_2048, pss_2048);
}

} // namespace
