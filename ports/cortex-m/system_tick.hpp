// A millisecond clock by SysTick, which nearly every Cortex-M has. Link system_tick.cpp too.
#pragma once

#include <cstdint>

namespace board {

/// Interrupts since `start`.
extern std::uint32_t volatile system_ticks;

template <std::uint32_t Hertz> struct system_tick {
    static_assert(Hertz / 1000 >= 1 && Hertz / 1000 <= 1u << 24);

    static void start() {
        struct registers {
            std::uint32_t control, reload, value;
        };
        auto& device = *reinterpret_cast<registers volatile*>(std::uintptr_t{0xE000E010});
        device.reload = Hertz / 1000 - 1;
        device.value = 0;
        device.control = 7; // processor clock, interrupt, enable
    }
    static std::uint32_t milliseconds() { return system_ticks; }
};

} // namespace board
