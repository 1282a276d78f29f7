// The SysTick interrupt handler, which startup.cpp declares weak.
#include "system_tick.hpp"

namespace board {
constinit std::uint32_t volatile system_ticks = 0;
}

extern "C" void flintls_system_tick() { board::system_ticks = board::system_ticks + 1; }
