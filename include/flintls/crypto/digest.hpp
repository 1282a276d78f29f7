// SPDX-License-Identifier: Apache-2.0
/// \file
/// Concepts of hashing: hash, HMAC (RFC 2104), HKDF (RFC 5869), and of randomness.
#ifndef FLINTLS_CRYPTO_DIGEST_HPP
#define FLINTLS_CRYPTO_DIGEST_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// A hash, such as SHA-256.
/// - `start()` begins anew, whatever the object did before; `update(bytes)`; `finish(out)` writes `size` bytes and ends.
/// - `fork(other)` makes `other` continue from here as well: a transcript is hashed at several points.
/// `update`, `finish` and `fork` fail on an object that was not started.
template <class Hash>
concept hash = operation<Hash> &&
    requires(Hash op, Hash const& running, Hash& other, byte_view bytes, std::uint8_t* out) {
    { Hash::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.start() } -> std::same_as<crypto_status>;
    { op.update(bytes) } -> std::same_as<crypto_status>;
    { op.finish(out) } -> std::same_as<crypto_status>;
    { running.fork(other) } -> std::same_as<crypto_status>;
};

/// A MAC over a hash. Keys may have any size from one byte on.
/// - `start(key)` begins anew; `update(bytes)`; `finish(key, out)` with the same key writes `size` bytes and ends. Compare
///   in constant time.
/// The key is given at both ends, where RFC 2104 2 needs it, so that an operation under way holds no key and refers to none.
template <class Hmac>
concept hmac = imports_keys<Hmac> &&
    requires(Hmac op, typename Hmac::key const& key, byte_view bytes, std::uint8_t* out) {
    { Hmac::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.start(key) } -> std::same_as<crypto_status>;
    { op.update(bytes) } -> std::same_as<crypto_status>;
    { op.finish(key, out) } -> std::same_as<crypto_status>;
};

/// A MAC that also takes a secret as bytes, where it lies: nothing is imported, and no copy of it stays.
/// - `start(bytes)` and `finish(bytes, out)`, as with a key, of 1 to `block_size` bytes. `out` is not where the bytes are: they are
///   read until the end.
/// - `shorten(bytes, out)` makes such a secret of any, at once: the same bytes, or their hash if they are more (RFC 2104 2).
///   `out` has room for a block, and may be where the bytes are. It returns how many bytes are there, 0 where it fails.
template <class Hmac>
concept hmac_of_bytes = hmac<Hmac> && requires(Hmac op, byte_view bytes, std::uint8_t* out) {
    { Hmac::block_size } -> std::convertible_to<std::uint32_t>;
    { Hmac::shorten(bytes, out) } -> std::same_as<std::uint32_t>;
    { op.start(bytes) } -> std::same_as<crypto_status>;
    { op.finish(bytes, out) } -> std::same_as<crypto_status>;
};

/// HKDF. A key is a pseudorandom key in the sense of RFC 5869 2.3, `size` bytes.
/// - `extract(salt, ikm, key)` makes one.
/// - `expand(key, info, out, size)` derives `size` bytes, at most 255 times the hash.
template <class Hkdf>
concept hkdf = imports_keys<Hkdf> && requires(Hkdf op, typename Hkdf::key const& prk, typename Hkdf::key& made,
                                              byte_view bytes, std::uint8_t* out, std::uint32_t size) {
    { Hkdf::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.extract(bytes, bytes, made) } -> std::same_as<crypto_status>;
    { op.expand(prk, bytes, out, size) } -> std::same_as<crypto_status>;
};

/// A source of bytes that nobody can guess, across resets too. Where it fails, so does what needs it, and nothing that
/// depends on it has left the device by then.
/// - `fill(out, size)`
template <class Random>
concept random = operation<Random> && requires(Random op, std::uint8_t* out, std::uint32_t size) {
    { op.fill(out, size) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
