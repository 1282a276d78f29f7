// The board's devices: UART0, SysTick at 32 MHz, random bytes of the host.
#pragma once

#include "cmsdk_uart.hpp"
#include "host_random.hpp"
#include "system_tick.hpp"

namespace board {

using uart = cmsdk_uart<0x59303000>;
using clock = system_tick<32'000'000>;
inline bool random(std::uint8_t* out, std::uint32_t size) { return host_random(out, size); }

} // namespace board
