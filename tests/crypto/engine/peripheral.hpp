// The engine simulated on a host: its registers, and what a test reads and sets. libcrypto computes AES.
#pragma once

#include <cstdint>

namespace peripheral {

std::uint32_t read(std::uint32_t address);
void write(std::uint32_t address, std::uint32_t value);

/// Each step keeps the engine busy for `looks` reads of its status.
void set_slowness(std::uint32_t looks);
std::uint32_t blocks_done();   ///< blocks of text
std::uint32_t times_busy();    ///< status reads while busy
std::uint32_t keys_inside();   ///< slots with a key
std::uint32_t times_misused(); ///< accesses out of order

} // namespace peripheral
