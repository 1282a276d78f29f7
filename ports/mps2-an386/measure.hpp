// Exact instruction counts and stack use, under QEMU with -icount shift=7.
#pragma once

#include <cstdint>

extern "C" std::uint32_t flintls_stack_limit[];

namespace board {

struct cost {
    std::uint32_t instructions; ///< the call of the measured function included
    std::uint32_t stack;        ///< bytes written to below the caller's stack pointer
};

namespace detail {

/// CMSDK TIMER0 at 25 MHz, counting down.
struct timer_registers {
    std::uint32_t control, value, reload;
};

inline timer_registers volatile* timer() {
    return reinterpret_cast<timer_registers volatile*>(std::uintptr_t{0x40000000}); // fixed by the board
}

inline constexpr std::uint32_t paint = 0xa5a5a5a5;

template <typename Function> [[gnu::noinline]] cost measure_raw(Function& function) {
    std::uint32_t volatile* stack_pointer;
    __asm volatile("mov %0, sp" : "=r"(stack_pointer));
    for (std::uint32_t volatile* word = flintls_stack_limit; word != stack_pointer; ++word) *word = paint;

    timer_registers volatile& counter = *timer();
    std::uint32_t const begin = counter.value;
    __asm volatile("" ::: "memory");
    function();
    __asm volatile("" ::: "memory");
    std::uint32_t const ticks = begin - counter.value;

    std::uint32_t const volatile* word = flintls_stack_limit;
    while (word != stack_pointer && *word == paint) ++word;
    // A tick is 40 ns, an instruction is 128 ns.
    return {static_cast<std::uint32_t>((std::uint64_t{ticks} * 40 + 64) / 128),
            static_cast<std::uint32_t>(stack_pointer - word) * 4};
}

} // namespace detail

/// Runs `function` once. The caller hides arguments from the optimizer by `launder`, and prevents inlining of the call.
template <typename Function> cost measure(Function function) {
    detail::timer_registers volatile& counter = *detail::timer();
    counter.control = 0;
    counter.reload = 0xffffffff;
    counter.value = 0xffffffff;
    counter.control = 1;
    auto nothing = [] {};
    std::uint32_t const overhead = detail::measure_raw(nothing).instructions;
    cost result = detail::measure_raw(function);
    result.instructions -= overhead;
    return result;
}

/// Hides the value from the optimizer.
template <typename Value> Value launder(Value value) {
    __asm volatile("" : "+r"(value)::"memory");
    return value;
}

} // namespace board
