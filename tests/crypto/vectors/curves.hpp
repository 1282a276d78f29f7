// Published vectors of key agreement and ECDSA, all checked with Python's `cryptography`.
#pragma once

#include <array>

#include "crypto/conformance/handshake_keys.hpp"
#include "crypto/conformance/hex.hpp"

namespace crypto_test {

/// NIST CAVP, ECC CDH Primitive, P-256, count 0.
inline constexpr std::array<agreement_vector, 1> secp256r1_vectors{{
    {hex<"7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534">,
     hex<"04 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
         "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac">,
     hex<"46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b">},
}};
/// The peer's point of that vector, made invalid. Other sizes are tested with every share.
inline constexpr std::array<byte_view, 9> secp256r1_invalid{
    // one bit of y differs: not on the curve
    hex<"04 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
        "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ad">,
    // 0, 0
    hex<"04 0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000">,
    // infinity in the encoding of SEC 1 2.3.3, and padded
    hex<"00">,
    hex<"00 0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000">,
    // x = p instead of 0, with the y of x = 0
    hex<"04 ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
        "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4">,
    hex<"04 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
    // RFC 8422 5.1.2: uncompressed only. Compressed, hybrid, and an unknown form
    hex<"02 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287">,
    hex<"06 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
        "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac">,
    hex<"05 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
        "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac">,
};

inline constexpr auto const& rfc7748_alice = hex<"77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a">;
/// RFC 7748 6.1 and 5.2, whose second vector has the top bit of the coordinate set. Then encodings that are not
/// reduced, or are points of small order except for the top bit, which is ignored (RFC 7748 5): results of libcrypto.
inline constexpr std::array<agreement_vector, 9> x25519_vectors{{
    {rfc7748_alice, hex<"de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f">,
     hex<"4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742">},
    {hex<"5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb">,
     hex<"8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a">,
     hex<"4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742">},
    {hex<"a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4">,
     hex<"e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c">,
     hex<"c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552">},
    {hex<"4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d">,
     hex<"e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493">,
     hex<"95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957">},
    {rfc7748_alice, hex<"cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880">,
     hex<"505b4140a379dd9b2387c9405deb202fda1b07b52f8dfc31f0ecc4393a02774a">},
    {rfc7748_alice, hex<"4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7">,
     hex<"7939f05ebbab0596cd8abef57b19b5d623b98a92fc30ba16d33a82d7fff7c554">},
    {rfc7748_alice, hex<"d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
     hex<"174c2f0b5c626f6e5076568729062540ae08b83ef699c24b2cc95b1738ee7b32">},
    {rfc7748_alice, hex<"daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
     hex<"4fc107b4e8847b8521fade96190160692c8399280ee4652ca1a59a3173608149">},
    {rfc7748_alice, hex<"dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
     hex<"90e61197abc9504d0025443fd7cc31854604394798c64e7bae6bb9a40c0dbd6b">},
}};
/// All coordinates of small order, on the curve and its twist, reduced or not: 0, 1, the two of order 8, p-1, p, p+1
/// (D. J. Bernstein, cr.yp.to/ecdh.html), each without and with the top bit. The secret would be zeros (RFC 7748 6.1).
inline constexpr std::array<byte_view, 14> x25519_small_order{
    hex<"0000000000000000000000000000000000000000000000000000000000000000">,
    hex<"0000000000000000000000000000000000000000000000000000000000000080">,
    hex<"0100000000000000000000000000000000000000000000000000000000000000">,
    hex<"0100000000000000000000000000000000000000000000000000000000000080">,
    hex<"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800">,
    hex<"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880">,
    hex<"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157">,
    hex<"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7">,
    hex<"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f">,
    hex<"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
    hex<"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f">,
    hex<"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
    hex<"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f">,
    hex<"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff">,
};

/// RFC 6979 A.2.5, SHA-256, messages "sample" and "test".
inline constexpr auto const& rfc6979_private_key =
    hex<"c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721">;
inline constexpr auto const& rfc6979_point = hex<"04 60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                                                 "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299">;
inline constexpr flintls::public_key_view rfc6979_key{flintls::public_key_view::algorithm::ec_secp256r1, rfc6979_point};
inline constexpr auto const& sha256_of_sample = hex<"af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf">;
inline constexpr auto const& sha256_of_test = hex<"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08">;

inline constexpr std::array<signature_vector, 2> ecdsa_vectors{{
    {rfc6979_key, signature_scheme::ecdsa_secp256r1_sha256, sha256_of_sample,
     hex<"3046 0221 00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
         "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">},
    {rfc6979_key, signature_scheme::ecdsa_secp256r1_sha256, sha256_of_test,
     hex<"3045 0221 00f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
         "0220 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083">},
}};
/// The first signature with numbers out of range, or in an encoding other than DER.
inline constexpr std::array<byte_view, 10> ecdsa_invalid{
    hex<"3026 0201 00 0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">, // r = 0
    hex<"3026 0221 00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716 0201 00">, // s = 0
    hex<"3006 0201 00 0201 00">,
    hex<"3006 0201 01 0201 01">,
    hex<"3046 0221 00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551" // r = n
        "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">,
    hex<"3046 0221 00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "0221 00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551">,  // s = n
    hex<"3045 0220 efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" // negative
        "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">,
    hex<"3047 0222 0000efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" // a superfluous zero
        "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">,
    hex<"308146 0221 00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" // BER's long form of a length
        "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">,
    hex<"3046 0221 00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "0221 00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8 00">, // a byte after it
};

} // namespace crypto_test
