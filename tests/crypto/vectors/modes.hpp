// More published vectors of AES modes, for engines that encrypt single blocks, all checked with Python's
// `cryptography`.
#pragma once

#include <array>

#include "crypto/conformance/cipher.hpp"
#include "crypto/conformance/hex.hpp"
#include "crypto/vectors/cipher.hpp"

namespace crypto_test {

inline constexpr auto const& sp800_38a_key_256 =
    hex<"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4">;

/// NIST SP 800-38A F.1.5.
inline constexpr std::array<cipher_vector, 1> aes_256_block_vectors{{
    {sp800_38a_key_256, sp800_38a_iv, sp800_38a_plaintext,
     hex<"f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870b6ed21b99ca6f4f9f153e7b1beafed1d"
         "23304b7a39f9f3ff067d8d8f9e24ecc7">},
}};
/// NIST SP 800-38A F.2.5, F.2.6.
inline constexpr std::array<cipher_vector, 1> aes_256_cbc_vectors{{
    {sp800_38a_key_256, sp800_38a_iv, sp800_38a_plaintext,
     hex<"f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461"
         "b2eb05e2c39be9fcda6c19078c6a9d1b">},
}};

inline constexpr auto const& sp800_38a_counter = hex<"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff">;
/// NIST SP 800-38A F.5.1; and the same with a counter that wraps: the first 12 bytes do not change.
inline constexpr std::array<cipher_vector, 2> aes_128_ctr_vectors{{
    {sp800_38a_key, sp800_38a_counter, sp800_38a_plaintext,
     hex<"874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab"
         "1e031dda2fbe03d1792170a0f3009cee">},
    {sp800_38a_key, hex<"000000000000000000000000ffffffff">, sp800_38a_plaintext,
     hex<"5800f09cbc987473b7dfa6c8f98d7218d3dae15b04bb352fa0f59febfcb4da3e67da610697ed5aae4b0fa7a0dd783d29"
         "61a00ab697367915d23c754bd99e2899">},
}};
/// NIST SP 800-38A F.5.5.
inline constexpr std::array<cipher_vector, 1> aes_256_ctr_vectors{{
    {sp800_38a_key_256, sp800_38a_counter, sp800_38a_plaintext,
     hex<"601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988d"
         "dfc9c58db67aada613c2dd08457941a6">},
}};

/// SP 800-38C's example 3 with additional data that fill the first block, or exceed it by one byte; and without
/// additional data, with a text one byte longer than a block. Made by Python's `cryptography`.
inline constexpr std::array<aead_vector, 3> aes_128_ccm_edge_vectors{{
    {ccm_key, ccm_nonce, byte_view{ccm_aad.data(), 14}, ccm_plaintext,
     hex<"e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5d7759fc8a4267bef43d1bf1a93bcd896">},
    {ccm_key, ccm_nonce, byte_view{ccm_aad.data(), 15}, byte_view{ccm_plaintext.data(), 16},
     hex<"e3b201a9f5b71a7a9b1ceaeccd97e70b79284aa1f46b3ae4ded4296e032ace76">},
    {ccm_key,
     ccm_nonce,
     {},
     byte_view{ccm_plaintext.data(), 17},
     hex<"e3b201a9f5b71a7a9b1ceaeccd97e70b611da223511da88e9ee848b62a2b43a42b">},
}};
/// The same with a key of 32 bytes, made in the same way.
inline constexpr std::array<aead_vector, 1> aes_256_ccm_vectors{{
    {hex<"404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f">, ccm_nonce, ccm_aad, ccm_plaintext,
     hex<"04f883aeb3bd0730eaf50bb6de4fa2212034e4e41b0e75e59bba3f3a107f3239bd63902923f80371">},
}};

} // namespace crypto_test
