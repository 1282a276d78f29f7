// What clang-tidy must refuse: a wide load through a cast, and a name in another style.
#include <cstdint>

std::uint32_t wideLoad(std::uint8_t const* bytes) { return *reinterpret_cast<std::uint32_t const*>(bytes); }
