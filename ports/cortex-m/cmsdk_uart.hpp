// The polled UART of Arm's Cortex-M System Design Kit (DDI 0479, 4.3), on MPS2 and MPS3 boards.
#pragma once

#include <cstdint>

namespace board {

template <std::uintptr_t Address> class cmsdk_uart {
    struct registers {
        std::uint32_t data, state, control, interrupt, divider;
    };
    static constexpr std::uint32_t transmit_full = 1u << 0, receive_full = 1u << 1; // of STATE
    static constexpr std::uint32_t enable_both = 3;                                 // of CTRL: transmitter, receiver

    static registers volatile& device() { return *reinterpret_cast<registers volatile*>(Address); }

public:
    /// `divider`: clocks for each bit, at least 16. An emulator ignores it.
    static void start(std::uint32_t divider = 16) {
        device().divider = divider;
        device().control = enable_both;
    }
    /// \return false: no byte received. The receiver holds one byte: a product fills a queue in the receive interrupt
    /// instead.
    static bool receive(std::uint8_t& byte) {
        bool const came = (device().state & receive_full) != 0;
        if (came) byte = static_cast<std::uint8_t>(device().data);
        return came;
    }
    /// \return false: no room yet
    static bool send(std::uint8_t byte) {
        bool const room = (device().state & transmit_full) == 0;
        if (room) device().data = byte;
        return room;
    }
};

} // namespace board
