// SPDX-License-Identifier: Apache-2.0
/// \file
/// The status of a crypto operation, and the common rules of all crypto models.
///
/// A model is a type: the type names the peripheral or the library that does the work. An object of the type is one
/// operation. The object is default constructed, holds the state of the operation, and wipes the state on destruction.
/// One object does one operation at a time; after that it may be used again.
///
/// The caller repeats a `pending` call with the same arguments until the status is another one. Until then the viewed
/// memory must neither move nor change: an engine may read and write it at any time, also between the calls, and last
/// within `reset()`. The view objects themselves are copied. To give up, the caller calls `reset()` first, and wipes or
/// reuses that memory afterwards. A call waits no longer than the peripheral takes for a block or two, so that a
/// watchdog, a radio or a slow secure element can run beside it; crypto/handshake_keys.hpp has another bound.
///
/// `Model::key` is the model's own handle of a key: a number, a slot, a reference, or the bytes themselves. A default
/// constructed handle is no key, and every operation with it fails. A handle can be moved. A handle wipes or releases
/// its key on destruction and on assignment; that also abandons a pending import into the handle, as `reset()` does for
/// an operation.
#ifndef FLINTLS_CRYPTO_STATUS_HPP
#define FLINTLS_CRYPTO_STATUS_HPP

#include <concepts>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// The status of every operation.
enum class [[nodiscard]] crypto_status : std::uint8_t{
    done = 0,
    pending = 1, ///< call again with the same arguments
    failed = 2,  ///< not authentic, not valid, or not possible; outputs are zeros or untouched, never a partial result
};

/// An operation object. `reset()` abandons a pending call, as destruction does. The object is as new; the caller
/// discards the outputs.
template <class Op>
concept operation = std::default_initializable<Op> && std::destructible<Op> && requires(Op op) {
    op.reset();
};

/// A model with keys.
template <class Model>
concept keyed =
    operation<Model> && std::default_initializable<typename Model::key> && std::movable<typename Model::key>;

/// A model that makes keys of bytes, such as the bytes of a TLS key block.
/// - `import_key(bytes, key)` releases the former key first. The call fails for a size that the algorithm does not
///   have, and when no slot is left. The caller may wipe the bytes afterwards.
template <class Model>
concept imports_keys = keyed<Model> && requires(byte_view bytes, typename Model::key& key) {
    { Model::import_key(bytes, key) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
