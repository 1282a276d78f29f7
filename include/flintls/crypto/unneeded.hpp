// SPDX-License-Identifier: Apache-2.0
/// \file
/// A placeholder for members that a policy does not need, and the release of a key.
#ifndef FLINTLS_CRYPTO_UNNEEDED_HPP
#define FLINTLS_CRYPTO_UNNEEDED_HPP

namespace flintls {
inline namespace v0 {

/// An empty placeholder for a member that a policy does not need. Members of one object differ in `Tag`, so that each
/// takes no room.
template <int Tag> struct unneeded {
    struct key {};
    static void reset() {}
};

namespace unneeded_detail {
template <class Default, template <class> class Type, class C> struct type_or { using type = Default; };
template <class Default, template <class> class Type, class C>
    requires requires { typename Type<C>; }
struct type_or<Default, Type, C> {
    using type = Type<C>;
};
} // namespace unneeded_detail
/// `Type<C>` if that type exists, else `Default`.
template <class Default, template <class> class Type, class C>
using type_or = typename unneeded_detail::type_or<Default, Type, C>::type;

/// Wipes a key, or frees its slot in the back end.
template <class Key> [[gnu::noinline]] void release(Key& key) { key = Key{}; }

} // namespace v0
} // namespace flintls

#endif
