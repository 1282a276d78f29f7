// SPDX-License-Identifier: Apache-2.0
/// \file
/// Steps of ST's AES peripheral that all its modes share.
#ifndef FLINTLS_PORTS_AES_ST_UNIT_HPP
#define FLINTLS_PORTS_AES_ST_UNIT_HPP

#include <array>
#include <cstdint>

#include "engine_keys.hpp"
#include "flintls/wire/cursor.hpp"
#include "registers.hpp"
#include "st_registers.hpp"

namespace flintls {
inline namespace v0 {
namespace st {

/// `mode`: a word of CR without EN. `Chip` is `l4`, `g4` or `u5`.
template <class Chip, std::uint32_t KeySize, class Limits> class unit : public engine_keys<KeySize> {
    using io_unit = typename Chip::unit;

public:
    using typename engine_keys<KeySize>::key;

protected:
    static constexpr std::uint32_t block_size = 16; // bytes

    /// Sets the mode and writes all words of the key from KEYR0 on: a U5 accepts no other order. Neither changes while
    /// EN is set.
    /// \return false: there is no key, or a U5 does not accept it
    static bool configure(io::word<cr> mode, key const& own) {
        if (own.view().empty()) {
            return false;
        }
        write_mode(mode);
        write_key(own.view().data());
        if constexpr (Chip::is_u5) {
            return io::poll<io_unit, sr, Limits::polls>([](io::word<sr> now) { return now.any(sr::keyvalid); });
        }
        return true;
    }
    /// \pre configured, not enabled
    static void write_iv(std::uint8_t const* iv) {
        for (std::uint32_t i = 0; i < ivr::count; ++i, iv += 4) {
            io_unit::write(io::word<ivr>{load<4>(iv)}, ivr::count - 1 - i);
        }
    }
    /// Changes the mode and keeps the key.
    static void select(io::word<cr> mode) { write_mode(mode); }
    static void enable(io::word<cr> mode) { write_mode(mode | cr::en); }
    /// Writes a block and waits for its result. \return false: the peripheral is stuck, or a block was not expected
    static bool put(io::word<cr> mode, std::uint8_t const* block) {
        for (std::uint32_t i = 0; i < block_size; i += 4) {
            io_unit::write(io::word<dinr>{load<4>(block + i)});
        }
        return complete(mode | cr::en);
    }
    /// Reads the result of the last block.
    static void get(std::uint8_t* block) {
        for (std::uint32_t i = 0; i < block_size; i += 4) {
            store<4>(block + i, io_unit::template read<doutr>().bits);
        }
    }
    /// Waits for CCF and clears it; `control`: the present value of CR.
    static bool complete(io::word<cr> control) {
        auto const over = [](io::word<sr> now) { return now.any(sr::ccf | sr::rderr | sr::wrerr); };
        bool const ended = io::poll<io_unit, sr, Limits::polls>(over);
        bool const good = ended && !io_unit::template read<sr>().any(sr::rderr | sr::wrerr);
        if constexpr (Chip::is_u5) {
            io_unit::write(icr::ccf);
        } else {
            write_mode(control | cr::ccfc);
        }
        return good;
    }
    /// The state of a suspended GCM.
    struct suspended {
        std::array<std::uint32_t, suspr::count> state;
        std::array<std::uint32_t, ivr::count> iv;
    };
    /// Call between two blocks. \return false: the hash of the last block never ends
    static bool suspend(suspended& to) {
        if (!io::poll<io_unit, sr, Limits::polls>([](io::word<sr> now) { return !now.any(sr::busy); })) {
            return false;
        }
        for (std::uint32_t i = 0; i < suspr::count; ++i) {
            to.state[i] = io_unit::template read<suspr>(i).bits;
        }
        for (std::uint32_t i = 0; i < ivr::count; ++i) {
            to.iv[i] = io_unit::template read<ivr>(i).bits;
        }
        return true;
    }
    /// \pre configured, not enabled
    static void resume(suspended const& from) {
        for (std::uint32_t i = 0; i < suspr::count; ++i) {
            io_unit::write(io::word<suspr>{from.state[i]}, i);
        }
        for (std::uint32_t i = 0; i < ivr::count; ++i) {
            io_unit::write(io::word<ivr>{from.iv[i]}, i);
        }
    }
    /// Leaves the peripheral disabled and without a key.
    static void stop() {
        write_mode({});
        write_key(nullptr);
    }

private:
    static constexpr auto key_bits = KeySize == 16 ? cr::key_128 : cr::key_256;

    static void write_mode(io::word<cr> control) { io_unit::write(key_bits | control); }
    static void write_key(std::uint8_t const* bytes) {
        for (std::uint32_t i = 0; i < KeySize / 4; ++i) {
            std::uint32_t const from_end = KeySize - 4 * (i + 1);
            std::uint32_t const value = bytes == nullptr ? 0 : load<4>(bytes + from_end);
            if (i < keyr_low::count) {
                io_unit::write(io::word<keyr_low>{value}, i);
            } else {
                io_unit::write(io::word<keyr_high>{value}, i - keyr_low::count);
            }
        }
    }
};

} // namespace st
} // namespace v0
} // namespace flintls

#endif
