// For one file of each image that traps unaligned accesses: the toolchain's memcpy, which compilers call where tests copy
// arrays, reads words at any address. This one does not.
#pragma once

#ifdef FLINTLS_STRICT_ALIGN
#include <cstddef>

extern "C" [[gnu::used]] void* memcpy(void* to, void const* from, std::size_t size) {
    auto* out = static_cast<unsigned char volatile*>(to); // not to be recognised as a memcpy
    auto const* in = static_cast<unsigned char const*>(from);
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = in[i];
    }
    return to;
}
#endif
