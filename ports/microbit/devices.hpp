// The board's devices: UART of the nRF51822, TIMER0 as a clock, and the random number generator.
#pragma once

#include <cstdint>

namespace board {

namespace nrf51 {

/// A register of the peripheral at `Base`.
template <std::uintptr_t Base> std::uint32_t volatile& at(std::uintptr_t offset) {
    return *reinterpret_cast<std::uint32_t volatile*>(Base + offset);
}

} // namespace nrf51

/// nRF51 reference manual, chapter 29; polled.
class uart {
    static std::uint32_t volatile& reg(std::uintptr_t offset) { return nrf51::at<0x40002000>(offset); }
    static constexpr std::uintptr_t start_receiver = 0x000, start_transmitter = 0x008, received = 0x108, sent = 0x11c,
                                    enable = 0x500, select_tx = 0x50c, select_rx = 0x514, rxd = 0x518, txd = 0x51c,
                                    baud_rate = 0x524;
    static inline constinit bool idle_ = true; // true until the first byte is sent

public:
    /// 115200 Bd at the pins that the board's interface chip listens to.
    static void start() {
        reg(select_tx) = 24;
        reg(select_rx) = 25;
        reg(baud_rate) = 0x01d7'e000;
        reg(enable) = 4;
        reg(start_receiver) = 1;
        reg(start_transmitter) = 1;
    }
    /// \return false: no byte received. The receiver holds six bytes.
    static bool receive(std::uint8_t& byte) {
        if (reg(received) == 0) return false;
        reg(received) = 0;
        byte = static_cast<std::uint8_t>(reg(rxd));
        return true;
    }
    /// \return false: no room yet
    static bool send(std::uint8_t byte) {
        if (!idle_ && reg(sent) == 0) return false;
        reg(sent) = 0;
        reg(txd) = byte;
        idle_ = false;
        return true;
    }
};

/// TIMER0 counts microseconds in 32 bits (chapter 18): an nRF51 has no SysTick.
class clock {
    static std::uint32_t volatile& reg(std::uintptr_t offset) { return nrf51::at<0x40008000>(offset); }

public:
    static void start() {
        reg(0x504) = 0; // MODE: timer
        reg(0x508) = 3; // BITMODE: 32
        reg(0x510) = 4; // PRESCALER: 16 MHz / 2^4
        reg(0x00c) = 1; // CLEAR
        reg(0x000) = 1; // START
    }
    /// Starts again at 0 after 71 minutes.
    static std::uint32_t milliseconds() {
        reg(0x040) = 1; // CAPTURE[0]
        return reg(0x540) / 1000;
    }
};

/// RNG with bias correction (chapter 20). \return false: the generator is stuck
inline bool random(std::uint8_t* out, std::uint32_t size) {
    auto const reg = [](std::uintptr_t offset) -> std::uint32_t volatile& { return nrf51::at<0x4000d000>(offset); };
    constexpr std::uint32_t patience = 5'000'000; // polls, some seconds
    reg(0x504) = 1;                               // CONFIG: correct the bias
    reg(0x000) = 1;                               // START
    bool good = true;
    for (std::uint32_t i = 0; good && i < size; ++i) {
        std::uint32_t polls = 0;
        while (reg(0x100) == 0 && polls < patience) ++polls; // VALRDY; usually after 0.7 ms
        good = polls < patience;
        reg(0x100) = 0;
        out[i] = static_cast<std::uint8_t>(reg(0x508));
    }
    reg(0x004) = 1; // STOP
    return good;
}

} // namespace board
