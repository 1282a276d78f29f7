// Published vectors of hashes, HMAC, HKDF and PRF, all checked with Python's hashlib, hmac and `cryptography`.
#pragma once

#include <array>

#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/hex.hpp"

namespace crypto_test {

/// FIPS 180-2 appendix B, and the empty message.
inline constexpr std::array<digest_vector, 3> sha256_vectors{{
    {{}, ascii<"abc">, hex<"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad">},
    {{}, {}, hex<"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855">},
    {{},
     ascii<"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq">,
     hex<"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1">},
}};

/// FIPS 180-2 appendix D.
inline constexpr std::array<digest_vector, 1> sha384_vectors{{
    {{},
     ascii<"abc">,
     hex<"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7">},
}};

/// RFC 4231 4.2 to 4.5, 4.7, 4.8.
inline constexpr std::array<digest_vector, 6> hmac_sha256_vectors{{
    {repeated<0x0b, 20>, ascii<"Hi There">, hex<"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7">},
    {ascii<"Jefe">, ascii<"what do ya want for nothing?">,
     hex<"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843">},
    {repeated<0xaa, 20>, repeated<0xdd, 50>, hex<"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe">},
    {hex<"0102030405060708090a0b0c0d0e0f10111213141516171819">, repeated<0xcd, 50>,
     hex<"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b">},
    {repeated<0xaa, 131>, ascii<"Test Using Larger Than Block-Size Key - Hash Key First">,
     hex<"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54">},
    {repeated<0xaa, 131>,
     ascii<"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
           "hashed before being used by the HMAC algorithm.">,
     hex<"9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2">},
}};

/// The same cases of RFC 4231 for SHA-384.
inline constexpr std::array<digest_vector, 6> hmac_sha384_vectors{{
    {repeated<0x0b, 20>, ascii<"Hi There">,
     hex<"afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6">},
    {ascii<"Jefe">, ascii<"what do ya want for nothing?">,
     hex<"af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649">},
    {repeated<0xaa, 20>, repeated<0xdd, 50>,
     hex<"88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27">},
    {hex<"0102030405060708090a0b0c0d0e0f10111213141516171819">, repeated<0xcd, 50>,
     hex<"3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb">},
    {repeated<0xaa, 131>, ascii<"Test Using Larger Than Block-Size Key - Hash Key First">,
     hex<"4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952">},
    {repeated<0xaa, 131>,
     ascii<"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
           "hashed before being used by the HMAC algorithm.">,
     hex<"6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d3860e6110c46523e">},
}};

/// RFC 5869 A.1 to A.3.
inline constexpr std::array<hkdf_vector, 3> hkdf_sha256_vectors{{
    {repeated<0x0b, 22>, hex<"000102030405060708090a0b0c">, hex<"f0f1f2f3f4f5f6f7f8f9">,
     hex<"077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5">,
     hex<"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865">},
    {hex<"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
         "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f">,
     hex<"606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
         "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf">,
     hex<"b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
         "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff">,
     hex<"06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244">,
     hex<"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f"
         "09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87">},
    {repeated<0x0b, 22>,
     {},
     {},
     hex<"19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04">,
     hex<"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8">},
}};

/// RFC 5246 has no vector; this one was published on the IETF's TLS mailing list in 2009 and is in many libraries'
/// tests.
inline constexpr std::array<prf_vector, 1> prf_sha256_vectors{{
    {hex<"9bbe436ba940f017b17652849a71db35">, ascii<"test label">, hex<"a0ba9f936cda311827a6f796ffd5198c">,
     hex<"e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077d"
         "ef17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66">},
}};

inline constexpr auto const& counted =
    hex<"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829"
        "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f">;
inline constexpr auto const& other_secret = hex<"a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf">;

/// RFC 4279 and RFC 5489 have no vectors. Made by Python's hmac; `openssl kdf … TLS1-PRF` agrees.
inline constexpr std::array<psk_vector, 3> psk_sha256_vectors{{
    {hex<"101112131415161718191a1b1c1d1e1f">,
     {},
     ascii<"master secret">,
     counted,
     hex<"af7bbe5731b2efe7b01efad0bc3a7f636d80f00f10444a9956c475d61a37c96b6f0a40330f67a8e3723c97f958512e56">},
    {hex<"404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f7071727374757"
         "677"
         "78797a7b7c7d7e7f">,
     other_secret, ascii<"extended master secret">,
     hex<"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f">,
     hex<"7ba4829c6f593427beed10e7c945d9daad7875d1330952c14a3f7a457bad8ea2ce16612c317cb695065911c13a7412e4">},
    {hex<"5a">, other_secret, ascii<"master secret">, counted,
     hex<"331e7de871136cacf235579619ec6ce25526dde558d7a396b3178c43cb9261765ade63f6d91c5498ed65e981ea59bf8b">},
}};

/// RFC 8448 4; and by Python's hmac.
inline constexpr std::array<early_secret_vector, 3> early_secret_sha256_vectors{{
    {hex<"4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3">,
     hex<"9b2188e9b2fc6d64d71dc329900e20bb41915000f678aa839cbb797cb7d8332c">},
    {hex<"1a2b3c">, hex<"a06874b1e0259ae417782c49f2fda9678c3321aac6fd0b99534a554a7645a2cd">},
    {repeated<0xff, 64>, hex<"55d8cf7fd6ff10153102bf76efed89a01f26225331054cf0bc83cb81e1bc3a7a">},
}};

} // namespace crypto_test
