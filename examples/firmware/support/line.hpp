// SPDX-License-Identifier: Apache-2.0
/// \file
/// The line behind the board's UART.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_LINE_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_LINE_HPP

#include <cstdint>
#include <span>

#include "devices.hpp"
#include "flintls/wire/byte_view.hpp"

namespace firmware {

inline constexpr std::uint32_t patience = 10'000; // ms that nothing may come, or nothing be taken
inline constexpr std::uint32_t longest = 30'000;  // ms for all of it, however it trickles
inline constexpr std::uint32_t line_up = 1'500;   // ms until a line is sure to be up

/// Gives the line the time to come up, and throws away what comes from before.
inline void dial() {
    std::uint32_t const since = board::clock::milliseconds();
    while (board::clock::milliseconds() - since < line_up) {
        std::uint8_t rest;
        static_cast<void>(board::uart::receive(rest));
    }
}

/// Reads what is there: waits `wait` ms for the first byte, then takes the rest as long as it keeps coming.
/// \return how many bytes; 0: nothing came
inline std::uint32_t receive(std::span<std::uint8_t> space, std::uint32_t wait) {
    std::uint32_t count = 0;
    std::uint32_t since = board::clock::milliseconds();
    while (count < space.size() && board::clock::milliseconds() - since < (count == 0 ? wait : 2)) {
        if (board::uart::receive(space[count])) {
            ++count;
            since = board::clock::milliseconds();
        }
    }
    return count;
}

/// \return false: nobody takes them, for `patience`
inline bool send(flintls::byte_view bytes) {
    std::uint32_t const since = board::clock::milliseconds();
    for (std::uint8_t const byte : bytes) {
        while (!board::uart::send(byte)) {
            if (board::clock::milliseconds() - since >= patience) {
                return false;
            }
        }
    }
    return true;
}

} // namespace firmware

#endif
