// SPDX-License-Identifier: Apache-2.0
/// \file
/// Registers described as types, for the drivers of this folder. A register states its offset, its access and its
/// fields; a word of one register does not fit another register.
///
///     struct status : io::reg<status, 0x04, io::access::read> {
///         static constexpr auto busy = bit(0);
///     };
///     using unit = io::registers_at<0x40007400>;
///     bool const is_busy = unit::read<status>().any(status::busy);
#ifndef FLINTLS_PORTS_AES_REGISTERS_HPP
#define FLINTLS_PORTS_AES_REGISTERS_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {
namespace io {

enum class access : std::uint8_t { read = 1, write = 2, both = 3 };

/// The value of a register.
template <class Register> struct word {
    std::uint32_t bits = 0;

    [[nodiscard]] constexpr bool any(word of) const { return (bits & of.bits) != 0; }
    friend constexpr word operator|(word a, word b) { return {a.bits | b.bits}; }
    friend constexpr bool operator==(word a, word b) = default;
};

/// A register of 32 bits, or `Count` adjacent ones, `Offset` bytes from the start of the peripheral. `Self` is the type
/// that derives from it.
template <class Self, std::uint32_t Offset, access Access, std::uint32_t Count = 1> struct reg {
    static constexpr std::uint32_t offset = Offset;
    static constexpr std::uint32_t count = Count;
    static constexpr bool readable = Access != access::write;
    static constexpr bool writable = Access != access::read;

    static constexpr word<Self> bit(std::uint32_t at) { return {1U << at}; }
    /// A value whose lowest bit is bit `low`.
    static constexpr word<Self> field(std::uint32_t low, std::uint32_t value) { return {value << low}; }
};

template <class Register>
concept readable = Register::readable;
template <class Register>
concept writable = Register::writable;

/// The registers of a peripheral at a fixed address.
template <std::uint32_t Base> struct registers_at {
    template <readable Register> static word<Register> read(std::uint32_t index = 0) {
        return {*at(Register::offset + 4 * index)};
    }
    template <writable Register> static void write(word<Register> value, std::uint32_t index = 0) {
        *at(Register::offset + 4 * index) = value.bits;
    }

private:
    static std::uint32_t volatile* at(std::uint32_t offset) {
        // The one conversion of a number to an address.
        return reinterpret_cast<std::uint32_t volatile*>(std::uintptr_t{Base} + offset); // NOLINT(*-cast,*-int-to-ptr)
    }
};

/// Polls a register until `suits` is true.
/// \return false: never within `Polls` reads; the peripheral is stuck
template <class Unit, readable Register, std::uint32_t Polls, class Suits> bool poll(Suits suits) {
    for (std::uint32_t i = 0; i < Polls; ++i) {
        if (suits(Unit::template read<Register>())) {
            return true;
        }
    }
    return false;
}

} // namespace io

/// The limits of a driver. A derived type may change them.
struct engine_limits {
    /// Reads of a status register, a few clocks each, before the peripheral counts as stuck. A block takes 50 to 500
    /// clocks.
    static constexpr std::uint32_t polls = 10'000;
    /// Blocks that one call processes; the call then returns `pending`.
    static constexpr std::uint32_t burst = 64;
    /// Restarts of one block after another user took the engine.
    static constexpr std::uint32_t retries = 32;
};

} // namespace v0
} // namespace flintls

#endif
