// A generic AES-GCM engine: words are written and read; keys can be written and never read.
#pragma once

#include <cstdint>

namespace engine_registers {

inline constexpr std::uint32_t control = 0x00; // starts, with a slot and a direction
inline constexpr std::uint32_t status = 0x04;
inline constexpr std::uint32_t key_in = 0x08;    // four words into the chosen slot
inline constexpr std::uint32_t aad_size = 0x10;  // bytes
inline constexpr std::uint32_t text_size = 0x14; // bytes
inline constexpr std::uint32_t data_in = 0x18;   // big-endian words: nonce, then blocks padded with zeros
inline constexpr std::uint32_t data_out = 0x1c;  // four words for each block of text, four of the tag

// Bits of control.
inline constexpr std::uint32_t slot_mask = 3;
inline constexpr std::uint32_t load_key = 1U << 4; // takes four words from key_in
inline constexpr std::uint32_t drop_key = 1U << 5;
inline constexpr std::uint32_t encrypt = 1U << 6;
inline constexpr std::uint32_t decrypt = 1U << 7;
inline constexpr std::uint32_t stop = 1U << 8;

// Bits of status.
inline constexpr std::uint32_t busy = 1U << 0;
inline constexpr std::uint32_t no_key = 1U << 1;

} // namespace engine_registers
