// Published vectors of ciphers, all checked with Python's `cryptography`.
#pragma once

#include <array>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/hex.hpp"

namespace crypto_test {

inline constexpr auto const& gcm_nonce = hex<"cafebabefacedbaddecaf888">;
inline constexpr auto const& gcm_aad = hex<"feedfacedeadbeeffeedfacedeadbeefabaddad2">;
inline constexpr auto const& gcm_plaintext =
    hex<"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        "b16aedf5aa0de657ba637b391aafd255">;
inline constexpr auto const& zeros_12 = hex<"000000000000000000000000">;

/// "The Galois/Counter Mode of Operation", D. McGrew and J. Viega, 2005 (NIST's proposed modes): test cases 3, 4 and 1.
inline constexpr std::array<aead_vector, 3> aes_128_gcm_vectors{{
    {hex<"feffe9928665731c6d6a8f9467308308">,
     gcm_nonce,
     {},
     gcm_plaintext,
     hex<"42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aa"
         "c"
         "973d58e091473f59854d5c2af327cd64a62cf35abd2ba6fab4">},
    {hex<"feffe9928665731c6d6a8f9467308308">, gcm_nonce, gcm_aad, byte_view{gcm_plaintext.data(), 60},
     hex<"42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aa"
         "c"
         "973d58e0915bc94fbc3221a5db94fae95ae7121a47">},
    {hex<"00000000000000000000000000000000">, zeros_12, {}, {}, hex<"58e2fccefa7e3061367f1d57a4e7455a">},
}};
/// The same: test case 16.
inline constexpr std::array<aead_vector, 1> aes_256_gcm_vectors{{
    {hex<"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308">, gcm_nonce, gcm_aad,
     byte_view{gcm_plaintext.data(), 60},
     hex<"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7"
         "a"
         "0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b">},
}};

inline constexpr auto const& ccm_key = hex<"404142434445464748494a4b4c4d4e4f">;
inline constexpr auto const& ccm_nonce = hex<"101112131415161718191a1b">;
inline constexpr auto const& ccm_aad = hex<"000102030405060708090a0b0c0d0e0f10111213">;
inline constexpr auto const& ccm_plaintext = hex<"202122232425262728292a2b2c2d2e2f3031323334353637">;

/// NIST SP 800-38C, example 3.
inline constexpr std::array<aead_vector, 1> aes_128_ccm_8_vectors{{
    {ccm_key, ccm_nonce, ccm_aad, ccm_plaintext,
     hex<"e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951">},
}};
/// The same input with the longer tag, and without a text. Made by Python's `cryptography`: SP 800-38C has no example
/// with a nonce of 12 bytes.
inline constexpr std::array<aead_vector, 2> aes_128_ccm_vectors{{
    {ccm_key, ccm_nonce, ccm_aad, ccm_plaintext,
     hex<"e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5c87ae488918de93f17dd3e4934347f44">},
    {ccm_key, ccm_nonce, ccm_aad, {}, hex<"551d5d5f39de73135b5b67518627e990">},
}};

/// RFC 8439 2.8.2; and without a text, made by Python's `cryptography`.
inline constexpr auto const& chacha_key = hex<"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f">;
inline constexpr auto const& chacha_nonce = hex<"070000004041424344454647">;
inline constexpr auto const& chacha_aad = hex<"50515253c0c1c2c3c4c5c6c7">;
inline constexpr std::array<aead_vector, 2> chacha20_poly1305_vectors{{
    {chacha_key, chacha_nonce, chacha_aad,
     hex<"4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6"
         "6"
         "66657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c6420626"
         "520"
         "69742e">,
     hex<"d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060"
         "b"
         "2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586c"
         "ec6"
         "4b61161ae10b594f09e26a7e902ecbd0600691">},
    {chacha_key, chacha_nonce, chacha_aad, {}, hex<"e622e5647a38d967a7ecbcb46c7f675c">},
}};

inline constexpr auto const& sp800_38a_key = hex<"2b7e151628aed2a6abf7158809cf4f3c">;
inline constexpr auto const& sp800_38a_iv = hex<"000102030405060708090a0b0c0d0e0f">;
inline constexpr auto const& sp800_38a_plaintext =
    hex<"6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
        "f69f2445df4f9b17ad2b417be66c3710">;

/// NIST SP 800-38A F.1.1.
inline constexpr std::array<cipher_vector, 1> aes_128_block_vectors{{
    {sp800_38a_key, sp800_38a_iv, sp800_38a_plaintext,
     hex<"3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed030688"
         "7b0c785e27e8ad3f8223207104725dd4">},
}};
/// NIST SP 800-38A F.2.1, F.2.2.
inline constexpr std::array<cipher_vector, 1> aes_128_cbc_vectors{{
    {sp800_38a_key, sp800_38a_iv, sp800_38a_plaintext,
     hex<"7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e22229516"
         "3ff1caa1681fac09120eca307586e1a7">},
}};

} // namespace crypto_test
