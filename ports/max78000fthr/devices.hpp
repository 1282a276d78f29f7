// The board's devices: UART0 of the MAX78000, SysTick at 60 MHz (the internal secondary oscillator, on at reset), and
// the true random number generator. AES: ../aes/max78000.hpp.
#pragma once

#include <cstdint>

#include "../aes/max78000.hpp"
#include "system_tick.hpp"

namespace board {

/// UART0 by the MAX78000 User Guide, polled.
class uart {
    struct control : flintls::io::reg<control, 0x00, flintls::io::access::both> {
        static constexpr auto clear_both = bit(8) | bit(9); // FIFOs
        static constexpr auto eight_bits = field(10, 3);
        static constexpr auto clock = bit(15);
        static constexpr auto from_ibro = field(16, 2); // 7.3728 MHz
    };
    struct status : flintls::io::reg<status, 0x04, flintls::io::access::read> {
        static constexpr auto receive_empty = bit(4);
        static constexpr auto transmit_full = bit(7);
    };
    struct divider : flintls::io::reg<divider, 0x10, flintls::io::access::both> {};
    struct fifo : flintls::io::reg<fifo, 0x20, flintls::io::access::both> {};
    struct clocks_off : flintls::io::reg<clocks_off, 0x24, flintls::io::access::both> {
        static constexpr auto gpio0 = bit(0);
        static constexpr auto uart0 = bit(9);
    };
    // Writing clears bits: the pins are no GPIO any more.
    struct gpio_select : flintls::io::reg<gpio_select, 0x08, flintls::io::access::write> {};

    using unit = flintls::io::registers_at<0x40042000>;
    using global_control = flintls::io::registers_at<0x40000000>;
    using gpio0 = flintls::io::registers_at<0x40008000>;

public:
    /// 115200 Bd at pins P0.0 and P0.1, which go to the board's debug adapter.
    static void start() {
        auto const off = global_control::read<clocks_off>();
        global_control::write(flintls::io::word<clocks_off>{off.bits & ~(clocks_off::gpio0 | clocks_off::uart0).bits});
        gpio0::write(flintls::io::word<gpio_select>{3});
        unit::write(flintls::io::word<divider>{7'372'800 / 115'200});
        unit::write(control::clear_both | control::eight_bits | control::from_ibro | control::clock);
    }
    /// \return false: no byte received. The receiver holds eight bytes.
    static bool receive(std::uint8_t& byte) {
        bool const came = !unit::read<status>().any(status::receive_empty);
        if (came) byte = static_cast<std::uint8_t>(unit::read<fifo>().bits);
        return came;
    }
    /// \return false: no room yet
    static bool send(std::uint8_t byte) {
        bool const room = !unit::read<status>().any(status::transmit_full);
        if (room) unit::write(flintls::io::word<fifo>{byte});
        return room;
    }
};

/// Must run: QEMU's UART stops to receive after 256 waiting bytes, until an interrupt.
using clock = system_tick<60'000'000>;

/// \return false: the generator is stuck
inline bool random(std::uint8_t* out, std::uint32_t size) {
    flintls::max78000::start_clocks();
    return flintls::max78000::trng<>::fill(out, size) == flintls::crypto_status::done;
}

} // namespace board
