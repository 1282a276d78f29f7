// SPDX-License-Identifier: Apache-2.0
/// \file
/// Concepts of symmetric encryption: AEAD (RFC 5116), a block cipher, and CBC (NIST SP 800-38A). All work in place.
#ifndef FLINTLS_CRYPTO_CIPHER_HPP
#define FLINTLS_CRYPTO_CIPHER_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// AEAD with nonces of 12 bytes, such as AES_128_GCM (RFC 5288) and AES_128_CCM_8 (RFC 6655).
/// - `seal(key, nonce, aad, text, size)` encrypts `size` bytes at `text` and writes `tag_size` bytes behind them.
/// - `open(key, nonce, aad, text, size)` decrypts `size` bytes and checks the tag behind them. After a failure the text
///   is zeros.
/// The caller uses a nonce for one `seal` under one key only (RFC 5116 3.1).
template <class Aead>
concept aead = keyed<Aead> && requires(Aead op, typename Aead::key const& key, fixed_view<12> nonce, byte_view aad,
                                       std::uint8_t* text, std::uint32_t size) {
    { Aead::key_size } -> std::convertible_to<std::uint32_t>; // bytes
    { Aead::tag_size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.seal(key, nonce, aad, text, size) } -> std::same_as<crypto_status>;
    { op.open(key, nonce, aad, text, size) } -> std::same_as<crypto_status>;
};

/// A cipher of 16-byte blocks, in the direction that CTR, CCM and GCM need.
/// - `encrypt(key, block)` replaces 16 bytes at `block`.
template <class Cipher>
concept block_cipher = keyed<Cipher> && requires(Cipher op, typename Cipher::key const& key, std::uint8_t* block) {
    { Cipher::key_size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.encrypt(key, block) } -> std::same_as<crypto_status>;
};

/// Cipher block chaining without padding.
/// - `encrypt(key, iv, text, size)` and `decrypt` replace `size` bytes at `text`. They fail unless `size` is a multiple
///   of 16.
template <class Cbc>
concept cbc = keyed<Cbc> &&
    requires(Cbc op, typename Cbc::key const& key, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
    { Cbc::key_size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.encrypt(key, iv, text, size) } -> std::same_as<crypto_status>;
    { op.decrypt(key, iv, text, size) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
