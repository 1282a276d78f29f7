// The engine itself, for a host: its registers, and what a test wants to know and set. The AES in it is libcrypto's.
#pragma once

#include <cstdint>

namespace peripheral {

std::uint32_t read(std::uint32_t address);
void write(std::uint32_t address, std::uint32_t value);

/// Each step keeps the engine busy for that many looks at its status.
void set_slowness(std::uint32_t looks);
std::uint32_t blocks_done();   ///< of text
std::uint32_t times_busy();    ///< looks at the status that found it busy
std::uint32_t keys_inside();   ///< slots that hold one
std::uint32_t times_misused(); ///< accesses out of turn

} // namespace peripheral
