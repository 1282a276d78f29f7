// SPDX-License-Identifier: Apache-2.0
/// \file
/// Several operations in the memory of the largest: one exists at a time.
#ifndef FLINTLS_CRYPTO_ONE_OF_HPP
#define FLINTLS_CRYPTO_ONE_OF_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace flintls {
inline namespace v0 {

namespace one_of_detail {
/// An object with its own placement `new`: the header <new> is not for every firmware.
template <class T> struct placed {
    T object{};
    static void* operator new(std::size_t /*size*/, void* place) noexcept { return place; }
};
template <class... Ts> union room {};
template <class T, class... Rest> union room<T, Rest...> {
    room() noexcept {}  // NOLINT(*-equals-default): no object exists yet
    ~room() noexcept {} // NOLINT(*-equals-default): `drop` destroys the object
    placed<T> first;
    room<Rest...> rest;
};
} // namespace one_of_detail

/// The types differ and are default constructible.
template <class First, class... Rest> class one_of {
    using room = one_of_detail::room<First, Rest...>;

public:
    one_of() = default;
    one_of(one_of const&) = delete;
    one_of& operator=(one_of const&) = delete;
    ~one_of() { reset(); }

    /// The `T` as its last use left it, or a new one if no `T` exists; an object of another type is destroyed first.
    template <class T> [[gnu::noinline]] T& as() { return find<T, 1>(room_); }
    /// Destroys the object, which wipes itself.
    [[gnu::noinline]] void reset() { drop<1>(room_); }

private:
    template <class T, std::uint8_t Number, class Head, class... Tail>
    T& find(one_of_detail::room<Head, Tail...>& here) {
        if constexpr (std::is_same_v<T, Head>) {
            if (now_ != Number) {
                reset();
                new (&here.first) one_of_detail::placed<T>;
                now_ = Number;
            }
            return here.first.object;
        } else {
            return find<T, Number + 1>(here.rest);
        }
    }
    template <std::uint8_t Number, class Head, class... Tail> void drop(one_of_detail::room<Head, Tail...>& here) {
        using placed = one_of_detail::placed<Head>;
        if (now_ == Number) {
            here.first.~placed();
            now_ = 0;
        } else if constexpr (sizeof...(Tail) != 0) {
            drop<Number + 1>(here.rest);
        }
    }

    room room_;
    std::uint8_t now_ = 0; // number of the type that exists, from 1; 0: none
};

} // namespace v0
} // namespace flintls

#endif
