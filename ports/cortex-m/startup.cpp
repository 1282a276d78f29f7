// Vector table, reset, faults and semihosting for any Cortex-M. Exit codes: main's own, 98 abort, 99 fault.
#include "board.hpp"

using address = std::uintptr_t;
using handler = void (*)();

// Defined by sections.ld.
extern "C" {
extern std::uint32_t flintls_data_start[], flintls_data_end[], flintls_data_load[];
extern std::uint32_t flintls_bss_start[], flintls_bss_end[];
extern handler flintls_init_start[], flintls_init_end[];
extern std::uint32_t flintls_stack_top[];
}

int program() __asm("main"); // C++ code may not name main

namespace {

[[noreturn]] void fault() {
    std::uint32_t number;
    __asm volatile("mrs %0, ipsr" : "=r"(number));
    board::print("fault, exception ");
    board::print(static_cast<unsigned>(number));
    board::print("\n");
    board::exit(99);
}

} // namespace

// system_tick.cpp defines the strong one, for images with a clock.
extern "C" [[gnu::weak]] void flintls_system_tick() { fault(); }

extern "C" [[noreturn]] void flintls_reset() {
#ifdef FLINTLS_STRICT_ALIGN
    // CCR.UNALIGN_TRP: every unaligned access faults, as on an M0.
    auto* const ccr = reinterpret_cast<std::uint32_t volatile*>(address{0xE000ED14});
    *ccr = *ccr | (1u << 3);
#endif
#ifdef __ARM_FP
    // CPACR: full access to CP10 and CP11, the FPU, before anything uses its registers (FLINTLS_FLOAT softfp, hard).
    auto* const cpacr = reinterpret_cast<std::uint32_t volatile*>(address{0xE000ED88});
    *cpacr = *cpacr | (0xFu << 20);
    __asm volatile("dsb\n\tisb" : : : "memory");
#endif
    std::uint32_t const* from = flintls_data_load;
    for (std::uint32_t* to = flintls_data_start; to != flintls_data_end;) *to++ = *from++;
    for (std::uint32_t* to = flintls_bss_start; to != flintls_bss_end;) *to++ = 0;
    for (handler const* init = flintls_init_start; init != flintls_init_end;) (*init++)();
    board::exit(program());
}

namespace {

struct vector_table {
    std::uint32_t* stack;
    handler entries[15];
};

[[gnu::section(".vectors"), gnu::used]] constinit vector_table const vectors{
    flintls_stack_top,
    {flintls_reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault,
     flintls_system_tick}};

} // namespace

namespace board {

int semihost(int operation, void const* argument) {
    register int r0 __asm("r0") = operation;
    register void const* r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void print(char const* text) { semihost(0x04, text); }

void print(unsigned number) {
    char digits[11];
    char* first = digits + sizeof digits - 1;
    *first = '\0';
    do {
        *--first = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    print(first);
}

void exit(int code) {
    std::uint32_t const block[] = {0x20026, static_cast<std::uint32_t>(code)};
    for (;;) semihost(0x20, block);
}

} // namespace board

// Objects with static storage live as long as the program, which never ends, so that no destructor is registered.
// newlib's functions would keep a list of destructors on the heap.
extern "C" {
extern void* __dso_handle; // NOLINT(bugprone-reserved-identifier)
[[gnu::weak]] void* __dso_handle = nullptr;
[[gnu::weak]] int __aeabi_atexit(void* /*object*/, void (* /*destroy*/)(void*), void* /*of*/) { return 0; }
[[gnu::weak]] int __cxa_atexit(void (* /*destroy*/)(void*), void* /*object*/, void* /*of*/) { return 0; }
}

// newlib's abort would link signals and the heap.
extern "C" [[noreturn]] void abort() {
    board::print("abort\n");
    board::exit(98);
}
