// Random bytes for boards without a random source, read from the host's /dev/urandom through semihosting. A
// product needs a real source.
#pragma once

#include <cstdint>

#include "board.hpp"

namespace board {

/// \return false: no random bytes; `out` is then not valid
inline bool host_random(std::uint8_t* out, std::uint32_t size) {
    static constexpr char path[] = "/dev/urandom";
    struct {
        char const* name;
        std::uint32_t mode, length;
    } const file{path, 1, sizeof path - 1};   // "rb"
    int const handle = semihost(0x01, &file); // SYS_OPEN
    if (handle < 0) return false;
    struct {
        int handle;
        std::uint8_t* to;
        std::uint32_t size;
    } const wanted{handle, out, size};
    bool const all = semihost(0x06, &wanted) == 0; // SYS_READ returns the number of missing bytes
    semihost(0x02, &handle);                       // SYS_CLOSE
    return all;
}

} // namespace board
