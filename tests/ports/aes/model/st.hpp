// ST's AES peripheral as its reference manuals describe it: RM0351 (L4), RM0440 (G4), RM0456 (U5).
#pragma once

#include "peripheral.hpp"

namespace model {

class st : public peripheral {
public:
    st(bench& of, bool is_u5) : peripheral{of}, is_u5_{is_u5} {}

    std::uint32_t read(std::uint32_t offset) override {
        switch (offset) {
        case 0x00: return cr_;
        case 0x04: return status();
        case 0x0C: return data_out();
        default: break;
        }
        // In a suspension, with EN and between two blocks.
        if (std::uint32_t const i = (offset - 0x20) / 4; i < 4) return load(iv_.data() + 12 - 4 * i);
        if (std::uint32_t const i = (offset - 0x40) / 4; i < 8) {
            if (hash_busy_ != 0 || running_) return bench_.wrongly(wrong::too_early);
            if (out_left_ != 0) return bench_.wrongly(wrong::unread);
            return load(i < 4 ? hash_.data() + 4 * i : hash_key_.data() + 4 * (i - 4)) ^ masks[i];
        }
        return bench_.wrongly(wrong::no_such_register);
    }
    void write(std::uint32_t offset, std::uint32_t value) override {
        switch (offset) {
        case 0x00: return control(value);
        case 0x08: return data_in(value);
        case 0x308:
            if (!is_u5_) break;
            if ((value & 1) != 0) complete_ = false;
            return;
        default: break;
        }
        if ((offset & 3) != 0 || offset < 0x10 || offset >= 0x60) {
            bench_.wrongly(wrong::no_such_register);
        } else if ((cr_ & en) != 0) {
            bench_.wrongly(wrong::while_enabled);
        } else if (offset >= 0x40) {
            std::uint32_t const i = (offset - 0x40) / 4;
            store(i < 4 ? hash_.data() + 4 * i : hash_key_.data() + 4 * (i - 4), value ^ masks[i]);
            suspended_words_ |= 1U << i;
        } else if (offset >= 0x20 && offset < 0x30) {
            std::uint32_t const i = (offset - 0x20) / 4;
            store(iv_.data() + 12 - 4 * i, value);
            iv_words_ |= 1U << i;
        } else {
            key_in(offset < 0x20 ? (offset - 0x10) / 4 : 4 + (offset - 0x30) / 4, value);
        }
    }
    bool has_secrets() const override {
        for (std::uint8_t const byte : key_) {
            if (byte != 0) return true;
        }
        return out_left_ != 0;
    }

private:
    static constexpr std::uint32_t en = 1, ccfc = 1U << 7;
    static constexpr std::uint32_t settings = 0x0005'0078 | 6; // KEYSIZE, CHMOD, MODE, DATATYPE
    /// What suspended state looks like is nobody's business.
    static constexpr std::array<std::uint32_t, 8> masks{0x9E3779B9, 0x3C6EF372, 0xDAA66D2B, 0x78DDE6E4,
                                                        0x1715609D, 0xB54CDA56, 0x5384540F, 0xF1BBCDC8};

    std::uint32_t mode() const { return cr_ >> 3 & 3; } // 0 encrypts, 1 derives a key, 2 decrypts
    std::uint32_t chaining() const { return cr_ >> 5 & 3; }
    std::uint32_t phase() const { return cr_ >> 13 & 3; }
    std::uint32_t key_size() const { return (cr_ >> 18 & 1) != 0 ? 32 : 16; }
    bool is_gcm() const { return chaining() == 3; }
    std::uint8_t const* key() const { return key_.data() + 32 - key_size(); }

    std::uint32_t status() {
        if (looks_ == 0) {
            finish();
        } else if (looks_ != bench::never) {
            --looks_;
        }
        bool const busy = hash_busy_ != 0;
        if (!running_ && busy) --hash_busy_;
        std::uint32_t const valid = is_u5_ && key_valid() ? 1U << 7 : 0;
        return (complete_ ? 1U : 0) | (busy ? 8U : 0) | valid;
    }
    bool key_whole() const {
        std::uint32_t const all = key_size() == 32 ? 0xff : 0x0f;
        return (key_words_ & all) == all;
    }
    /// A U5 takes a look longer than that.
    bool key_valid() {
        if (!key_whole()) return false;
        if (key_looks_ == 0) return true;
        --key_looks_;
        return false;
    }

    void key_in(std::uint32_t i, std::uint32_t value) {
        if (i == 0) key_words_ = 0;
        if (is_u5_ && key_words_ != (1U << i) - 1) bench_.wrongly(wrong::key_order);
        store(key_.data() + 28 - 4 * i, value);
        key_words_ |= 1U << i;
        key_looks_ = bench_.slowness;
        derived_ = false;
    }

    void control(std::uint32_t value) {
        if ((value & ccfc) != 0 && !is_u5_) complete_ = false;
        value &= ~ccfc;
        bool const was_on = (cr_ & en) != 0;
        bool const is_on = (value & en) != 0;
        if (was_on && is_on && ((cr_ ^ value) & settings) != 0) bench_.wrongly(wrong::while_enabled);
        std::uint32_t const phase_before = phase();
        bool const was_gcm = is_gcm();
        cr_ = value;
        if (!is_on) {
            // Clearing EN gives up whatever is under way.
            running_ = begun_ = false;
            looks_ = in_size_ = out_left_ = 0;
            hash_ready_ = hash_ready_ && !was_on && is_gcm(); // it outlives the end of the init phase only
            return;
        }
        if (is_gcm() && was_gcm && begun_ && phase() != phase_before) check_phase(phase_before);
        if (!was_on) begin();
    }
    void check_phase(std::uint32_t before) {
        if (phase() < before || before == 3) bench_.wrongly(wrong::phase_order);
        if (looks_ != 0 || complete_ || in_size_ != 0) bench_.wrongly(wrong::too_early);
        if (out_left_ != 0) bench_.wrongly(wrong::unread);
    }
    /// EN is set.
    void begin() {
        if (!key_whole() || (is_u5_ && key_looks_ != 0)) bench_.wrongly(wrong::no_key);
        if (complete_) bench_.wrongly(wrong::not_cleared);
        bool const goes_on = is_gcm() && phase() != 0;
        if (chaining() != 0 && mode() != 1 && !goes_on && iv_words_ != 0x0f) bench_.wrongly(wrong::no_iv);
        if (mode() == 2 && !is_gcm() && !derived_) bench_.wrongly(wrong::no_key); // mode 3 of a key as it is
        if (goes_on && !hash_ready_ && (suspended_words_ != 0xff || iv_words_ != 0x0f))
            bench_.wrongly(wrong::phase_order);
        hash_ready_ = goes_on;
        begun_ = true;
        in_size_ = out_left_ = 0;
        if (is_gcm() && phase() == 0) {
            start(task::hash_key);
        } else if (mode() == 1) {
            start(task::derive);
        }
        iv_words_ = suspended_words_ = 0;
    }

    void data_in(std::uint32_t value) {
        if ((cr_ & en) == 0) return void(bench_.wrongly(wrong::while_disabled));
        if (running_) return void(bench_.wrongly(wrong::too_early));
        if (complete_) return void(bench_.wrongly(wrong::not_cleared));
        if (out_left_ != 0) return void(bench_.wrongly(wrong::unread));
        if (mode() == 1 || (is_gcm() && (phase() == 0 || !hash_ready_)))
            return void(bench_.wrongly(wrong::phase_order));
        store(in_.data() + in_size_, value);
        in_size_ += 4;
        if (in_size_ == 16) {
            in_size_ = 0;
            start(task::data);
        }
    }
    std::uint32_t data_out() {
        if (running_) return bench_.wrongly(wrong::too_early);
        if (out_left_ == 0) return bench_.wrongly(wrong::no_result);
        std::uint32_t const value = load(out_.data() + 16 - out_left_);
        out_left_ -= 4;
        return value;
    }

    enum class task { hash_key, derive, data };
    void start(task what) {
        task_ = what;
        running_ = true;
        looks_ = bench_.begin_block();
    }
    void finish() {
        if (!running_) return;
        running_ = false;
        complete_ = true;
        switch (task_) {
        case task::hash_key:
            hash_key_ = model::aes(key(), key_size(), {});
            hash_ = {};
            hash_ready_ = true;
            cr_ &= ~en;
            break;
        case task::derive:
            derived_ = true;
            cr_ &= ~en;
            break;
        case task::data: is_gcm() ? gcm_block() : plain_block(); break;
        }
    }
    void plain_block() {
        bool const back = mode() == 2;
        block x = in_;
        if (chaining() == 2) {
            x = model::aes(key(), key_size(), iv_);
            mix(x, in_);
            store(iv_.data() + 12, load(iv_.data() + 12) + 1);
        } else {
            if (chaining() == 1 && !back) mix(x, iv_);
            x = model::aes(key(), key_size(), x, back);
            if (chaining() == 1 && back) mix(x, iv_);
            if (chaining() == 1) iv_ = back ? in_ : x;
        }
        give(x);
    }
    void gcm_block() {
        hash_busy_ = bench_.slowness;
        if (phase() == 1) return hash(in_);
        if (phase() == 2) {
            block x = model::aes(key(), key_size(), iv_);
            mix(x, in_);
            store(iv_.data() + 12, load(iv_.data() + 12) + 1);
            hash(mode() == 2 ? in_ : x);
            return give(x);
        }
        hash(in_);
        block tag = model::aes(key(), key_size(), counter(1));
        mix(tag, hash_);
        hash_ready_ = false;
        give(tag);
    }
    block counter(std::uint32_t value) const {
        block made = iv_;
        store(made.data() + 12, value);
        return made;
    }
    void give(block const& bytes) {
        out_ = bytes;
        out_left_ = 16;
    }
    static void mix(block& to, block const& from) {
        for (std::size_t i = 0; i < 16; ++i) to[i] ^= from[i];
    }
    /// SP 800-38D 6.3, 6.4: multiplies bit by bit.
    void hash(block const& with) {
        mix(hash_, with);
        block z{};
        block v = hash_key_;
        for (unsigned i = 0; i < 128; ++i) {
            if ((hash_[i / 8] >> (7 - i % 8) & 1) != 0) mix(z, v);
            bool const carry = (v[15] & 1) != 0;
            for (std::size_t j = 15; j > 0; --j) v[j] = static_cast<std::uint8_t>(v[j] >> 1 | v[j - 1] << 7);
            v[0] = static_cast<std::uint8_t>(v[0] >> 1);
            if (carry) v[0] ^= 0xe1;
        }
        hash_ = z;
    }

    bool const is_u5_;
    std::uint32_t cr_ = 0;
    std::array<std::uint8_t, 32> key_{};
    block iv_{}, in_{}, out_{}, hash_{}, hash_key_{};
    std::uint32_t key_words_ = 0, iv_words_ = 0, suspended_words_ = 0; // those that were written, as bits
    std::uint32_t in_size_ = 0, out_left_ = 0, looks_ = 0, hash_busy_ = 0, key_looks_ = 0;
    task task_ = task::data;
    bool running_ = false, complete_ = false, derived_ = false, hash_ready_ = false, begun_ = false;
};

} // namespace model
