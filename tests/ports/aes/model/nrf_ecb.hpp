// The ECB of an nRF51 or nRF52 as Nordic's product specifications describe it.
#pragma once

#include <unicorn/unicorn.h>

#include "peripheral.hpp"

namespace model {

class nrf_ecb : public peripheral {
public:
    nrf_ecb(bench& of, uc_engine* cpu) : peripheral{of}, cpu_{cpu} {}

    std::uint32_t read(std::uint32_t offset) override {
        switch (offset) {
        case 0x100: step(); return end_ ? 1 : 0;
        case 0x104: return error_ ? 1 : 0;
        case 0x504: return pointer_;
        default: return bench_.wrongly(wrong::no_such_register);
        }
    }
    void write(std::uint32_t offset, std::uint32_t value) override {
        switch (offset) {
        case 0x000:
            if (value == 1) start();
            break;
        case 0x004:
            if (value == 1 && running_) {
                running_ = false;
                error_ = true;
            }
            break;
        case 0x100: end_ = value != 0; break;
        case 0x104: error_ = value != 0; break;
        case 0x504:
            if (running_) bench_.wrongly(wrong::moved);
            pointer_ = value;
            break;
        default: bench_.wrongly(wrong::no_such_register);
        }
    }
    bool has_secrets() const override { return false; } // they are in the driver's memory

private:
    static constexpr std::uint32_t ram = 0x2000'0000, ram_size = 0x40'0000; // what the images of this test have
    static constexpr std::uint32_t data_size = 48;                          // key, clear text, ciphertext

    void start() {
        if (running_) return void(bench_.wrongly(wrong::too_early));
        if (end_ || error_) bench_.wrongly(wrong::event_not_cleared);
        if ((pointer_ & 3) != 0 || pointer_ < ram || pointer_ > ram + ram_size - data_size) {
            return void(bench_.wrongly(wrong::not_in_ram));
        }
        std::array<std::uint8_t, 32> in{};
        if (uc_mem_read(cpu_, pointer_, in.data(), in.size()) != UC_ERR_OK) {
            return void(bench_.wrongly(wrong::not_in_ram));
        }
        block clear{};
        for (std::size_t i = 0; i < 16; ++i) clear[i] = in[16 + i];
        out_ = model::aes(in.data(), 16, clear);
        looks_ = bench_.begin_block();
        running_ = true;
    }
    void step() {
        if (!running_) return;
        if (bench_.taken != 0) {
            --bench_.taken;
            running_ = false;
            error_ = true;
        } else if (looks_ == 0) {
            uc_mem_write(cpu_, pointer_ + 32, out_.data(), out_.size());
            running_ = false;
            end_ = true;
        } else if (looks_ != bench::never) {
            --looks_;
        }
    }

    uc_engine* const cpu_;
    std::uint32_t pointer_ = 0, looks_ = 0;
    block out_{};
    bool running_ = false, end_ = false, error_ = false;
};

} // namespace model
