// SPDX-License-Identifier: Apache-2.0
/// \file
/// Bytes over the board's UART, with time limits.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_LINE_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_LINE_HPP

#include <cstdint>
#include <span>

#include "devices.hpp"
#include "flintls/wire/byte_view.hpp"

namespace firmware {

inline constexpr std::uint32_t patience = 10'000; // ms without a byte received, or for a send
inline constexpr std::uint32_t longest = 30'000;  // ms in total, however slow the peer is
inline constexpr std::uint32_t line_up = 1'500;   // ms until the line is up

/// Waits until the line is up, and discards the bytes of earlier connections.
inline void dial() {
    std::uint32_t const since = board::clock::milliseconds();
    while (board::clock::milliseconds() - since < line_up) {
        std::uint8_t rest;
        static_cast<void>(board::uart::receive(rest));
    }
}

/// Waits `wait` ms for the first byte, then reads until no byte follows for 2 ms.
/// \return number of bytes; 0: none received
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

/// \return false: the UART does not take all bytes within `patience`
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
