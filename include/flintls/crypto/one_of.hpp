// SPDX-License-Identifier: Apache-2.0
/// \file
/// Several operations of which only one is under way at a time, in the room of the largest.
#ifndef FLINTLS_CRYPTO_ONE_OF_HPP
#define FLINTLS_CRYPTO_ONE_OF_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace flintls {
inline namespace v0 {

namespace one_of_detail {
/// An object that is made in a given place, which plain C++ has in a header that is not for every firmware.
template <class T> struct placed {
    T object{};
    static void* operator new(std::size_t /*size*/, void* place) noexcept { return place; }
};
template <class... Ts> union room {};
template <class T, class... Rest> union room<T, Rest...> {
    room() noexcept {}  // NOLINT(*-equals-default): nothing is there yet
    ~room() noexcept {} // NOLINT(*-equals-default): or any more
    placed<T> first;
    room<Rest...> rest;
};
} // namespace one_of_detail

/// Its types differ, and are default constructible.
template <class First, class... Rest> class one_of {
    using room = one_of_detail::room<First, Rest...>;

public:
    one_of() = default;
    one_of(one_of const&) = delete;
    one_of& operator=(one_of const&) = delete;
    ~one_of() { reset(); }

    /// The `T`: as it was left, or as new if another one, or none, was there.
    template <class T> [[gnu::noinline]] T& as() { return find<T, 1>(room_); }
    /// None is there any more; what was has wiped itself.
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
    std::uint8_t now_ = 0; // the number of what is there, from 1 on
};

} // namespace v0
} // namespace flintls

#endif
