#include "crypto/engine/peripheral.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "crypto/engine/registers.hpp"

namespace {

using namespace engine_registers;
using block = std::array<std::uint8_t, 16>;

/// The AES-GCM operation in progress.
class gcm {
public:
    gcm() : context_{EVP_CIPHER_CTX_new()} {}
    gcm(gcm const&) = delete;
    gcm& operator=(gcm const&) = delete;
    ~gcm() { EVP_CIPHER_CTX_free(context_); }

    bool begin(block const& key, std::uint8_t const* nonce) {
        return EVP_EncryptInit_ex(context_, EVP_aes_128_gcm(), nullptr, key.data(), nonce) == 1;
    }
    bool update(std::uint8_t* to, std::uint8_t const* from, std::uint32_t size) {
        int written = 0;
        return EVP_EncryptUpdate(context_, to, &written, from, static_cast<int>(size)) == 1;
    }
    bool end(block& tag) {
        block none{};
        int written = 0;
        return EVP_EncryptFinal_ex(context_, none.data(), &written) == 1 &&
               EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, 16, tag.data()) == 1;
    }

private:
    EVP_CIPHER_CTX* context_;
};

class engine {
public:
    std::uint32_t read(std::uint32_t address) {
        if (address == status) {
            if (busy_looks_ != 0) {
                --busy_looks_;
                ++busy_count;
                return busy;
            }
            return running_ && !keys[slot_] ? no_key : 0;
        }
        if (address != data_out || out_.empty()) return misused(); // keys cannot be read
        std::uint32_t const word = out_.front();
        out_.pop_front();
        return word;
    }
    void write(std::uint32_t address, std::uint32_t value) {
        switch (address) {
        case control: command(value); break;
        case aad_size: aad_left_ = value; break;
        case text_size: text_left_ = value; break;
        case key_in: take_key(value); break;
        case data_in: take_data(value); break;
        default: misused();
        }
    }

    std::array<std::optional<block>, 4> keys;
    std::uint32_t slowness = 0, blocks = 0, busy_count = 0, misuse = 0;

private:
    std::uint32_t misused() {
        ++misuse;
        return 0;
    }
    void check(bool good) {
        if (!good) misused();
    }
    void collect(std::uint32_t word) {
        for (int shift = 24; shift >= 0; shift -= 8) in_.push_back(static_cast<std::uint8_t>(word >> shift));
    }

    void command(std::uint32_t value) {
        slot_ = value & slot_mask;
        in_.clear();
        if ((value & drop_key) != 0) {
            keys[slot_].reset();
            return;
        }
        out_.clear();
        busy_looks_ = 0;
        encrypts_ = (value & encrypt) != 0;
        running_ = encrypts_ || (value & decrypt) != 0;
        begun_ = false;
        loading_ = (value & load_key) != 0;
    }
    void take_key(std::uint32_t word) {
        if (!loading_) misused();
        collect(word);
        if (in_.size() < 16) return;
        block key{};
        for (std::size_t i = 0; i < 16; ++i) key[i] = in_[i];
        keys[slot_] = key;
        loading_ = false;
        in_.clear();
    }
    void take_data(std::uint32_t word) {
        if (!running_ || busy_looks_ != 0) misused();
        collect(word);
        if (!begun_ && in_.size() == 12) {
            block const key = keys[slot_].value_or(block{});
            check(forth_.begin(key, in_.data()) && back_.begin(key, in_.data()));
            begun_ = true;
            step_done();
        } else if (in_.size() == 16) {
            take_block();
            step_done();
        }
    }
    void take_block() {
        bool const is_aad = aad_left_ != 0;
        std::uint32_t& left = is_aad ? aad_left_ : text_left_;
        std::uint32_t const size = left < 16 ? left : 16;
        check(size != 0);
        block to{};
        if (is_aad) {
            check(forth_.update(nullptr, in_.data(), size));
        } else if (encrypts_) {
            check(forth_.update(to.data(), in_.data(), size));
        } else { // the cipher's stream goes both ways; what it authenticates is the ciphertext
            block again{};
            check(back_.update(to.data(), in_.data(), size) && forth_.update(again.data(), to.data(), size));
        }
        if (!is_aad) {
            put_out(to);
            ++blocks;
        }
        left -= size;
    }
    void step_done() {
        in_.clear();
        busy_looks_ = slowness;
        if (aad_left_ != 0 || text_left_ != 0) return;
        block tag{};
        check(forth_.end(tag));
        put_out(tag);
    }
    void put_out(block const& bytes) {
        for (std::size_t i = 0; i < 16; i += 4) {
            out_.push_back(std::uint32_t{bytes[i]} << 24 | std::uint32_t{bytes[i + 1]} << 16 |
                           std::uint32_t{bytes[i + 2]} << 8 | bytes[i + 3]);
        }
    }

    gcm forth_, back_;
    std::uint32_t slot_ = 0, aad_left_ = 0, text_left_ = 0, busy_looks_ = 0;
    bool loading_ = false, running_ = false, encrypts_ = false, begun_ = false;
    std::vector<std::uint8_t> in_;
    std::deque<std::uint32_t> out_;
};

engine& the_engine() {
    static engine one;
    return one;
}

} // namespace

namespace peripheral {

std::uint32_t read(std::uint32_t address) { return the_engine().read(address); }
void write(std::uint32_t address, std::uint32_t value) { the_engine().write(address, value); }

void set_slowness(std::uint32_t looks) { the_engine().slowness = looks; }
std::uint32_t blocks_done() { return the_engine().blocks; }
std::uint32_t times_busy() { return the_engine().busy_count; }
std::uint32_t keys_inside() {
    std::uint32_t count = 0;
    for (auto const& key : the_engine().keys) count += key ? 1U : 0U;
    return count;
}
std::uint32_t times_misused() { return the_engine().misuse; }

} // namespace peripheral
