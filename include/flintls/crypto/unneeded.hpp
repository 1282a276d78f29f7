// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a connection holds in place of a model that none of its suites needs, and how a key is given back.
#ifndef FLINTLS_CRYPTO_UNNEEDED_HPP
#define FLINTLS_CRYPTO_UNNEEDED_HPP

namespace flintls {
inline namespace v0 {

/// Stands for what no suite of a policy needs. `Tag` tells several of them in one object apart.
template <int Tag> struct unneeded {
    struct key {};
    static void reset() {}
};

/// A key that is not needed any more: wiped, or its slot in the back end given back.
template <class Key> [[gnu::noinline]] void release(Key& key) { key = Key{}; }

} // namespace v0
} // namespace flintls

#endif
