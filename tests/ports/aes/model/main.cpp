// aes_model <image.elf>: runs a Cortex-M image under Unicorn, with models of AES peripherals at their addresses. Its exit
// code is the image's; 3 where a fault is left that the image did not ask for, 4 where it crashes or takes too long.
#include <unicorn/unicorn.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "nrf_ecb.hpp"
#include "st.hpp"

namespace {

constexpr std::uint64_t seconds = 60;

struct machine {
    uc_engine* cpu = nullptr;
    model::bench bench;
    int exit_code = -1;
};

void check(uc_err error, char const* what) {
    if (error == UC_ERR_OK) return;
    std::fprintf(stderr, "%s: %s\n", what, uc_strerror(error));
    std::exit(4);
}

std::uint32_t reg(machine& m, int which) {
    std::uint32_t value = 0;
    check(uc_reg_read(m.cpu, which, &value), "register");
    return value;
}

/// The loaded parts of a 32-bit ELF file, where they are stored; that is how a chip sees its flash.
void load(machine& m, std::vector<char> const& file) {
    auto const at = [&file](std::size_t offset, unsigned width) {
        std::uint32_t value = 0;
        if (offset + width > file.size()) std::exit(4);
        std::memcpy(&value, file.data() + offset, width);
        return value;
    };
    std::uint32_t const headers = at(28, 4);
    for (std::uint32_t i = 0; i < at(44, 2); ++i) {
        std::uint32_t const header = headers + i * at(42, 2);
        std::uint32_t const from = at(header + 4, 4);
        std::uint32_t const to = at(header + 12, 4); // the physical address
        std::uint32_t const size = at(header + 16, 4);
        if (at(header, 4) != 1 || size == 0) continue;
        if (from + std::size_t{size} > file.size()) std::exit(4);
        check(uc_mem_write(m.cpu, to, file.data() + from, size), "image");
    }
}

/// Arm semihosting: SYS_WRITE0 and SYS_EXIT_EXTENDED.
void semihost(uc_engine* cpu, std::uint32_t number, void* user) {
    machine& m = *static_cast<machine*>(user);
    constexpr std::uint32_t breakpoint = 7;
    std::uint32_t const operation = reg(m, UC_ARM_REG_R0);
    std::uint32_t const argument = reg(m, UC_ARM_REG_R1);
    if (number == breakpoint && operation == 0x04) {
        char c = 0;
        for (std::uint32_t p = argument; uc_mem_read(cpu, p, &c, 1) == UC_ERR_OK && c != 0; ++p) std::fputc(c, stderr);
        std::uint32_t const next = (reg(m, UC_ARM_REG_PC) + 2) | 1U;
        uc_reg_write(cpu, UC_ARM_REG_PC, &next);
        return;
    }
    if (number == breakpoint && operation == 0x20) {
        std::uint32_t block[2]{};
        if (uc_mem_read(cpu, argument, block, sizeof block) == UC_ERR_OK) m.exit_code = static_cast<int>(block[1]);
    } else {
        std::fprintf(stderr, "exception %u at %08x\n", number, reg(m, UC_ARM_REG_PC));
    }
    uc_emu_stop(cpu);
}

std::uint64_t read_control(uc_engine*, std::uint64_t offset, unsigned, void* user) {
    auto& [m, peripherals] = *static_cast<std::pair<machine*, std::vector<model::peripheral*>>*>(user);
    model::bench& bench = m->bench;
    switch (static_cast<control::at>(offset)) {
    case control::at::fault: bench.faults = 0; return static_cast<std::uint32_t>(std::exchange(bench.fault, {}));
    case control::at::blocks: return std::exchange(bench.blocks, 0);
    case control::at::taken: return bench.taken;
    case control::at::secrets:
        for (auto const* const each : peripherals) {
            if (each->has_secrets()) return 1;
        }
        return 0;
    default: return 0;
    }
}
void write_control(uc_engine*, std::uint64_t offset, unsigned, std::uint64_t value, void* user) {
    model::bench& bench = static_cast<std::pair<machine*, std::vector<model::peripheral*>>*>(user)->first->bench;
    auto const number = static_cast<std::uint32_t>(value);
    switch (static_cast<control::at>(offset)) {
    case control::at::slowness: bench.slowness = number; break;
    case control::at::stuck: bench.stuck = number, bench.blocks = 0; break;
    case control::at::taken: bench.taken = number; break;
    default: break;
    }
}

std::uint64_t read_peripheral(uc_engine*, std::uint64_t offset, unsigned size, void* user) {
    auto* const which = static_cast<model::peripheral*>(user);
    return size == 4 ? which->read(static_cast<std::uint32_t>(offset)) : 0;
}
void write_peripheral(uc_engine*, std::uint64_t offset, unsigned size, std::uint64_t value, void* user) {
    auto* const which = static_cast<model::peripheral*>(user);
    which->write(size == 4 ? static_cast<std::uint32_t>(offset) : 0xffff, static_cast<std::uint32_t>(value));
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    std::ifstream in{arguments[1], std::ios::binary};
    std::vector<char> const file{std::istreambuf_iterator<char>{in}, {}};

    machine m;
    check(uc_open(UC_ARCH_ARM, static_cast<uc_mode>(UC_MODE_THUMB | UC_MODE_MCLASS), &m.cpu), "open");
    check(uc_ctl_set_cpu_model(m.cpu, UC_CPU_ARM_CORTEX_M4), "cpu");
    check(uc_mem_map(m.cpu, 0, 0x40'0000, UC_PROT_READ | UC_PROT_EXEC), "flash");
    check(uc_mem_map(m.cpu, 0x2000'0000, 0x40'0000, UC_PROT_READ | UC_PROT_WRITE), "RAM");
    load(m, file);

    model::st l4{m.bench, false};
    model::st u5{m.bench, true};
    model::nrf_ecb ecb{m.bench, m.cpu};
    auto const map = [&m](std::uint64_t address, model::peripheral& which) {
        check(uc_mmio_map(m.cpu, address, 0x1000, read_peripheral, &which, write_peripheral, &which), "peripheral");
    };
    map(0x5006'0000, l4);
    map(0x420C'0000, u5);
    map(0x4000'E000, ecb);
    std::pair<machine*, std::vector<model::peripheral*>> all{&m, {&l4, &u5, &ecb}};
    check(uc_mmio_map(m.cpu, control::base, 0x1000, read_control, &all, write_control, &all), "control");

    uc_hook hook = 0;
    check(uc_hook_add(m.cpu, &hook, UC_HOOK_INTR, reinterpret_cast<void*>(semihost), &m, 1, 0), "hook");
    std::uint32_t vectors[2]{}; // stack, entry
    check(uc_mem_read(m.cpu, 0, vectors, sizeof vectors), "vectors");
    check(uc_reg_write(m.cpu, UC_ARM_REG_SP, &vectors[0]), "stack");
    uc_err const end = uc_emu_start(m.cpu, vectors[1] | 1U, 0xffff'fffe, seconds * 1'000'000, 0);
    if (end != UC_ERR_OK || m.exit_code < 0) {
        std::fprintf(stderr, "%s at %08x\n", end != UC_ERR_OK ? uc_strerror(end) : "no end", reg(m, UC_ARM_REG_PC));
        return 4;
    }
    if (m.bench.faults != 0) {
        std::fprintf(stderr, "%u faults, the first is number %u of control.hpp\n", m.bench.faults,
                     static_cast<unsigned>(m.bench.fault));
        return m.exit_code != 0 ? m.exit_code : 3;
    }
    return m.exit_code;
}
