// SPDX-License-Identifier: Apache-2.0
/// \file
/// Registers of ST's AES peripheral (RM0351 for L4, RM0440 for G4, RM0456 for U5), and the differences between
/// families.
#ifndef FLINTLS_PORTS_AES_ST_REGISTERS_HPP
#define FLINTLS_PORTS_AES_ST_REGISTERS_HPP

#include <cstdint>

#include "registers.hpp"

namespace flintls {
inline namespace v0 {
namespace st {

struct cr : io::reg<cr, 0x00, io::access::both> {
    static constexpr auto en = bit(0);
    // DATATYPE (2:1) stays 0: words of big-endian bytes, not swapped.
    static constexpr auto encrypt = field(3, 0);
    static constexpr auto derive_key = field(3, 1); // derives the decryption key in KEYR
    static constexpr auto decrypt = field(3, 2);
    static constexpr auto ecb = field(5, 0);
    static constexpr auto cbc = field(5, 1);
    static constexpr auto ctr = field(5, 2);
    static constexpr auto gcm = field(5, 3);
    static constexpr auto ccfc = bit(7); // L4, G4
    static constexpr auto init_phase = field(13, 0);
    static constexpr auto header_phase = field(13, 1);
    static constexpr auto payload_phase = field(13, 2);
    static constexpr auto final_phase = field(13, 3);
    static constexpr auto key_128 = field(18, 0);
    static constexpr auto key_256 = field(18, 1);
};
struct sr : io::reg<sr, 0x04, io::access::read> {
    static constexpr auto ccf = bit(0);
    static constexpr auto rderr = bit(1); // data read or written out of order
    static constexpr auto wrerr = bit(2);
    static constexpr auto busy = bit(3);
    static constexpr auto keyvalid = bit(7); // U5
};
/// A block is four words, the most significant first.
struct dinr : io::reg<dinr, 0x08, io::access::write> {};
struct doutr : io::reg<doutr, 0x0C, io::access::read> {};
/// keyr_low: the four least significant words of the key, which are all of a key of 128 bits. keyr_high: the others.
struct keyr_low : io::reg<keyr_low, 0x10, io::access::write, 4> {};
struct keyr_high : io::reg<keyr_high, 0x30, io::access::write, 4> {};
/// The least significant word first.
struct ivr : io::reg<ivr, 0x20, io::access::both, 4> {};
struct suspr : io::reg<suspr, 0x40, io::access::both, 8> {};
/// U5
struct icr : io::reg<icr, 0x308, io::access::write> {
    static constexpr auto ccf = bit(0);
};

/// STM32L4 and STM32G4
struct l4 {
    using unit = io::registers_at<0x50060000>;
    static constexpr bool is_u5 = false;
};
using g4 = l4;
/// STM32U5: reports that a key is loaded, and clears flags by a register of its own.
struct u5 {
    using unit = io::registers_at<0x420C0000>;
    static constexpr bool is_u5 = true;
};

} // namespace st
} // namespace v0
} // namespace flintls

#endif
