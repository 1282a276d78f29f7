// Stack use, measured by paint.
#pragma once

#include <cstdint>

extern "C" std::uint32_t flintls_stack_limit[];
extern "C" std::uint32_t flintls_stack_top[];

namespace board {

inline constexpr std::uint32_t stack_paint = 0xa5a5a5a5;

/// Paints the unused part of the stack.
[[gnu::always_inline]] inline void paint_stack() {
    std::uint32_t volatile* stack_pointer;
    __asm volatile("mov %0, sp" : "=r"(stack_pointer));
    for (std::uint32_t volatile* word = flintls_stack_limit; word < stack_pointer; ++word) *word = stack_paint;
}

/// Bytes of the stack written to since `paint_stack`, those of the callers included.
inline unsigned used_stack() {
    std::uint32_t const volatile* word = flintls_stack_limit;
    while (word != flintls_stack_top && *word == stack_paint) ++word;
    return static_cast<unsigned>(flintls_stack_top - word) * 4;
}

} // namespace board
