// SPDX-License-Identifier: Apache-2.0
/// \file
/// Concepts of hashing and randomness: hash, HMAC (RFC 2104), HKDF (RFC 5869), random bytes.
#ifndef FLINTLS_CRYPTO_DIGEST_HPP
#define FLINTLS_CRYPTO_DIGEST_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// A hash, such as SHA-256.
/// - `start()` begins anew, whatever the object did before; `update(bytes)`; `finish(out)` writes `size` bytes and
///   ends.
/// - `fork(other)` copies the running hash into `other`: a handshake needs the hash of its transcript at several
///   points.
/// `update`, `finish` and `fork` fail before `start`.
template <class Hash>
concept hash = operation<Hash> &&
    requires(Hash op, Hash const& running, Hash& other, byte_view bytes, std::uint8_t* out) {
    { Hash::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.start() } -> std::same_as<crypto_status>;
    { op.update(bytes) } -> std::same_as<crypto_status>;
    { op.finish(out) } -> std::same_as<crypto_status>;
    { running.fork(other) } -> std::same_as<crypto_status>;
};

/// A MAC over a hash. A key has one byte or more.
/// - `start(key)` begins anew; `update(bytes)`; `finish(key, out)` with the same key writes `size` bytes and ends.
///   Compare in constant time.
/// The caller passes the key to `start` and to `finish`, where RFC 2104 2 needs it: an operation under way neither
/// stores a key nor refers to one.
template <class Hmac>
concept hmac = imports_keys<Hmac> &&
    requires(Hmac op, typename Hmac::key const& key, byte_view bytes, std::uint8_t* out) {
    { Hmac::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.start(key) } -> std::same_as<crypto_status>;
    { op.update(bytes) } -> std::same_as<crypto_status>;
    { op.finish(key, out) } -> std::same_as<crypto_status>;
};

/// An HMAC that also reads a secret from the caller's memory, without an import and without a copy.
/// - `start(bytes)` and `finish(bytes, out)`: as with a key. `bytes` has 1 to `block_size` bytes and does not overlap
///   `out`: `finish` writes to `out` before its last read of `bytes`.
/// - `shorten(bytes, out)` makes such a secret of any bytes, in one call: the same bytes, or their hash if they are
///   longer than a block (RFC 2104 2). `out` has room for a block and may be equal to `bytes`. Returns its size; 0 is a
///   failure.
template <class Hmac>
concept hmac_of_bytes = hmac<Hmac> && requires(Hmac op, byte_view bytes, std::uint8_t* out) {
    { Hmac::block_size } -> std::convertible_to<std::uint32_t>; // bytes
    { Hmac::shorten(bytes, out) } -> std::same_as<std::uint32_t>;
    { op.start(bytes) } -> std::same_as<crypto_status>;
    { op.finish(bytes, out) } -> std::same_as<crypto_status>;
};

/// HKDF. A key is a pseudorandom key in the sense of RFC 5869 2.3, `size` bytes.
/// - `extract(salt, ikm, key)` makes a key of input keying material.
/// - `expand(key, info, out, wanted)` derives `wanted` bytes, at most 255 times `size`.
template <class Hkdf>
concept hkdf = imports_keys<Hkdf> && requires(Hkdf op, typename Hkdf::key const& prk, typename Hkdf::key& made,
                                              byte_view bytes, std::uint8_t* out, std::uint32_t size) {
    { Hkdf::size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.extract(bytes, bytes, made) } -> std::same_as<crypto_status>;
    { op.expand(prk, bytes, out, size) } -> std::same_as<crypto_status>;
};

/// A source of unpredictable bytes, also right after a reset of the device. If `fill` fails, the caller's operation
/// fails and sends nothing that depends on the bytes.
/// - `fill(out, size)`
template <class Random>
concept random = operation<Random> && requires(Random op, std::uint8_t* out, std::uint32_t size) {
    { op.fill(out, size) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
