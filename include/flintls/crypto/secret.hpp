// SPDX-License-Identifier: Apache-2.0
/// \file
/// Secrets: comparison in constant time, and wiping that the compiler does not remove.
#ifndef FLINTLS_CRYPTO_SECRET_HPP
#define FLINTLS_CRYPTO_SECRET_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// True if `size` bytes are equal. The time depends on `size` alone (tests/host/constant_time.cpp checks with
/// valgrind).
[[nodiscard, gnu::noinline]] constexpr bool equal_in_constant_time(std::uint8_t const* a, std::uint8_t const* b,
                                                                   std::uint32_t size) {
    std::uint32_t difference = 0;
    std::uint32_t i = 0;
    if (wide_access && !std::is_constant_evaluated()) {
        for (; size - i >= 4; i += 4) {
            std::uint32_t x = 0;
            std::uint32_t y = 0;
            __builtin_memcpy(&x, a + i, 4);
            __builtin_memcpy(&y, b + i, 4);
            difference |= x ^ y;
            asm volatile("" : "+r"(difference));
        }
    }
    for (; i < size; ++i) {
        difference |= std::uint32_t{a[i]} ^ b[i];
        if (!std::is_constant_evaluated()) {
            asm volatile("" : "+r"(difference)); // hides the value from the optimiser, which could leave the loop early
        }
    }
    return difference == 0;
}
/// The same for views. Sizes are not secret.
[[nodiscard]] constexpr bool equal_in_constant_time(byte_view a, byte_view b) {
    return a.size() == b.size() && equal_in_constant_time(a.data(), b.data(), a.size());
}

/// Overwrites memory with zeros, even if no code reads it again (tests/renegotiation/wipe checks the object code).
[[gnu::noinline]] inline void wipe_memory(void* memory, std::size_t size) {
    auto volatile* const bytes = static_cast<std::uint8_t*>(memory); // the compiler must store to volatile
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = 0;
    }
}

/// Overwrites an object with zeros. \pre zeros are its empty state
template <class T> constexpr void wipe(T& object) {
    static_assert(std::is_trivially_copyable_v<T>, "flintls: only plain data can be wiped");
    if (std::is_constant_evaluated()) {
        object = T{};
    } else {
        wipe_memory(&object, sizeof object);
    }
}

} // namespace v0
} // namespace flintls

#endif
