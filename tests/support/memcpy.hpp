// For one file of each image that traps unaligned accesses: the toolchain's memcpy, which compilers call for array
// copies, reads words at any address. This memcpy does not.
#pragma once

#ifdef FLINTLS_STRICT_ALIGN
#include <cstddef>

extern "C" [[gnu::used]] void* memcpy(void* to, void const* from, std::size_t size) {
    auto* out = static_cast<unsigned char volatile*>(to); // so that the compiler does not recognise a memcpy
    auto const* in = static_cast<unsigned char const*>(from);
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = in[i];
    }
    return to;
}
#endif
