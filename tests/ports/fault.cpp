// An unaligned load, which faults where it is trapped.
#include <cstdint>

int main() {
    alignas(4) static std::uint8_t const bytes[8]{};
    std::uint32_t value;
    __asm volatile("ldr %0, [%1]" : "=r"(value) : "r"(bytes + 1));
    return 0;
}
