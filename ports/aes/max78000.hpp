// SPDX-License-Identifier: Apache-2.0
/// \file
/// AES engine and random number generator of the MAX78000 (Analog Devices, MAX78000 User Guide, chapters 24 and 25).
/// Models of `block_cipher` and `random`. README.md.
#ifndef FLINTLS_PORTS_AES_MAX78000_HPP
#define FLINTLS_PORTS_AES_MAX78000_HPP

#include <cstdint>

#include "engine_keys.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "registers.hpp"

namespace flintls {
inline namespace v0 {
namespace max78000 {

/// Registers that the driver reads and writes. Data and key are numbers of 128 bits, least significant word first.
namespace aes_registers {
struct control : io::reg<control, 0x00, io::access::both> {
    static constexpr auto enable = bit(0);
    static constexpr auto input_flush = bit(4);
    static constexpr auto output_flush = bit(5);
    static constexpr auto key_128 = field(6, 0);
    static constexpr auto key_256 = field(6, 2);
    static constexpr auto encrypt = field(8, 0);
    static constexpr auto decrypt = field(8, 1); // decrypts with the encryption key
};
struct status : io::reg<status, 0x04, io::access::read> {
    static constexpr auto busy = bit(0);
    static constexpr auto output_empty = bit(3);
};
struct fifo : io::reg<fifo, 0x10, io::access::both> {};
struct key : io::reg<key, 0x400, io::access::write, 8> {};
} // namespace aes_registers

namespace trng_registers {
struct status : io::reg<status, 0x04, io::access::read> {
    static constexpr auto ready = bit(0);
};
struct data : io::reg<data, 0x08, io::access::read> {};
} // namespace trng_registers

/// Global control: a set bit stops the clock of a peripheral. All bits are set at reset.
namespace clock_registers {
struct disable_1 : io::reg<disable_1, 0x48, io::access::both> {
    static constexpr auto trng = bit(2);
    static constexpr auto aes = bit(15);
};
} // namespace clock_registers

/// Starts the clocks of both peripherals. Call once, before either is used.
template <class Unit = io::registers_at<0x40000000>> void start_clocks() {
    using clocks = clock_registers::disable_1;
    Unit::write(io::word<clocks>{Unit::template read<clocks>().bits & ~(clocks::trng | clocks::aes).bits});
}

/// AES with keys of 16 or 32 bytes, block by block. The key is loaded for each block, so that any number of operations
/// may be pending, and is wiped from the engine afterwards.
template <std::uint32_t KeySize = 16, class Limits = engine_limits, class Unit = io::registers_at<0x40007400>>
class aes : public engine_keys<KeySize> {
    using control = aes_registers::control;
    using status = aes_registers::status;
    using fifo = aes_registers::fifo;

public:
    using typename engine_keys<KeySize>::key;

    static void reset() {} // nothing is ever pending

    /// Fails without a key, and if the engine is stuck; the block is then unchanged.
    static crypto_status encrypt(key const& own, std::uint8_t* block) { return crypt(own, control::encrypt, block); }
    /// Decrypts; fails like `encrypt`.
    static crypto_status decrypt(key const& own, std::uint8_t* block) { return crypt(own, control::decrypt, block); }

private:
    static constexpr auto key_bits = KeySize == 16 ? control::key_128 : control::key_256;

    static crypto_status crypt(key const& own, io::word<control> type, std::uint8_t* block) {
        auto const idle = [](io::word<status> now) { return !now.any(status::busy); };
        if (own.view().empty() || !io::poll<Unit, status, Limits::polls>(idle)) {
            return crypto_status::failed;
        }
        Unit::write(io::word<control>{}); // configured while disabled
        for (std::uint32_t i = 0; i < KeySize / 4; ++i) {
            std::uint32_t const from_end = KeySize - 4 * (i + 1);
            Unit::write(io::word<aes_registers::key>{load<4>(own.view().data() + from_end)}, i);
        }
        Unit::write(key_bits | type | control::input_flush | control::output_flush);
        Unit::write(key_bits | type | control::enable);
        for (std::uint32_t i = 16; i != 0; i -= 4) {
            Unit::write(io::word<fifo>{load<4>(block + i - 4)}); // the fourth word starts the engine
        }
        auto const finished = [](io::word<status> now) { return !now.any(status::busy | status::output_empty); };
        bool const good = io::poll<Unit, status, Limits::polls>(finished);
        for (std::uint32_t i = good ? 16 : 0; i != 0; i -= 4) {
            store<4>(block + i - 4, Unit::template read<fifo>().bits);
        }
        Unit::write(control::input_flush | control::output_flush);
        for (std::uint32_t i = 0; i < KeySize / 4; ++i) {
            Unit::write(io::word<aes_registers::key>{}, i);
        }
        return good ? crypto_status::done : crypto_status::failed;
    }
};

/// The true random number generator.
template <class Limits = engine_limits, class Unit = io::registers_at<0x4004D000>> class trng {
public:
    static void reset() {} // nothing is ever pending

    /// Fails if the generator is stuck: no word within `Limits::polls`, or the same word twice in a row, as without its
    /// clock (zeros). A good generator repeats a word once in 2^32 words. On failure `out` is zeros.
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        std::uint32_t last = 0;
        std::uint32_t now = 0;
        bool good = next(last);
        for (std::uint32_t at = 0; good && at < size; at += 4) {
            good = next(now) && now != last;
            last = now;
            for (std::uint32_t i = at; i < size && i < at + 4; ++i, now >>= 8U) {
                out[i] = static_cast<std::uint8_t>(now);
            }
        }
        if (!good) {
            wipe_memory(out, size);
        }
        return good ? crypto_status::done : crypto_status::failed;
    }

private:
    static bool next(std::uint32_t& word) {
        using trng_registers::status;
        auto const ready = [](io::word<status> now) { return now.any(status::ready); };
        bool const good = io::poll<Unit, status, Limits::polls>(ready);
        word = good ? Unit::template read<trng_registers::data>().bits : 0;
        return good;
    }
};

} // namespace max78000
} // namespace v0
} // namespace flintls

#endif
