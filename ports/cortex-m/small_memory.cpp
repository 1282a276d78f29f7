// memcpy, memmove, memset and memcmp in simple loops, by words if all is aligned: some 450 bytes of flash less than
// newlib's, which are optimized for speed.
#include <cstddef>
#include <cstdint>

namespace {

using word [[gnu::may_alias]] = std::uint32_t;

bool aligned(void const* a, void const* b) {
    return ((reinterpret_cast<std::uintptr_t>(a) | reinterpret_cast<std::uintptr_t>(b)) & 3U) == 0;
}

} // namespace

extern "C" {

void* memcpy(void* to, void const* from, std::size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    auto const* in = static_cast<unsigned char const*>(from);
    if (aligned(to, from)) {
        for (; size >= 4; size -= 4, out += 4, in += 4) {
            *reinterpret_cast<word*>(out) = *reinterpret_cast<word const*>(in);
        }
    }
    while (size-- != 0) *out++ = *in++;
    return to;
}

void* memmove(void* to, void const* from, std::size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    auto const* in = static_cast<unsigned char const*>(from);
    if (out <= in) return memcpy(to, from, size);
    while (size-- != 0) out[size] = in[size];
    return to;
}

void* memset(void* to, int value, std::size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    if (aligned(to, to)) {
        std::uint32_t const all = static_cast<unsigned char>(value) * 0x0101'0101U;
        for (; size >= 4; size -= 4, out += 4) *reinterpret_cast<word*>(out) = all;
    }
    while (size-- != 0) *out++ = static_cast<unsigned char>(value);
    return to;
}

int memcmp(void const* a, void const* b, std::size_t size) {
    auto const* left = static_cast<unsigned char const*>(a);
    auto const* right = static_cast<unsigned char const*>(b);
    for (; size != 0; --size, ++left, ++right) {
        if (*left != *right) return *left < *right ? -1 : 1;
    }
    return 0;
}

} // extern "C"
