// SPDX-License-Identifier: Apache-2.0
/// \file
/// How crypto answers, and what all its models have in common.
///
/// A model is a type, not an object: the type says which peripheral or library does the work. An object of it is one
/// operation under way. It is default constructed, holds what the operation must remember, and wipes that when it goes
/// out of scope. One operation object does one thing at a time and may be used again afterwards.
///
/// A call that answers `pending` is repeated with the same arguments until it answers something else; until then what
/// the arguments view must neither move nor change: an engine may read and write it at any moment, also between the calls
/// and for the last time within `reset()`. Views themselves are copied. Who gives up resets first, and wipes or uses that
/// memory afterwards. Nothing waits inside a call for longer than the peripheral takes for
/// a block or two, so that a watchdog, a radio or a slow secure element can live beside it.
///
/// `Model::key` is the model's own handle of a key: a number, a slot, a reference, or the bytes themselves. Default
/// constructed it is no key, with which every operation fails; it can be moved; and it wipes or releases what it owns
/// when it goes out of scope or is assigned to. That also abandons an import that is pending for it, as `reset()` does
/// for an operation.
#ifndef FLINTLS_CRYPTO_STATUS_HPP
#define FLINTLS_CRYPTO_STATUS_HPP

#include <concepts>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// What every operation answers.
enum class [[nodiscard]] crypto_status : std::uint8_t{
    done = 0,
    pending = 1, ///< call again with the same arguments
    failed = 2,  ///< not authentic, not valid, or not possible; outputs are zeros or untouched, never half a result
};

/// An operation object. `reset()` abandons what is pending, as destruction does: the object is as new, and outputs are to
/// be thrown away.
template <class Op>
concept operation = std::default_initializable<Op> && std::destructible<Op> && requires(Op op) {
    op.reset();
};

/// A model with keys.
template <class Model>
concept keyed =
    operation<Model> && std::default_initializable<typename Model::key> && std::movable<typename Model::key>;

/// A model whose keys can be made of bytes, such as those of a TLS key block. The bytes may be wiped afterwards.
/// Fails for a size that the algorithm does not have, and when there is no slot left.
/// `import_key(bytes, key)` makes a key of bytes. What the key was before is released first.
template <class Model>
concept imports_keys = keyed<Model> && requires(byte_view bytes, typename Model::key& key) {
    { Model::import_key(bytes, key) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
