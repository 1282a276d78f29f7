// A driver of the engine in peripheral.hpp, like the driver of a port: a model of `aead` whose keys are slots of the
// hardware. The driver returns `pending` while the engine is busy and never waits. `Bus` accesses the registers.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "crypto/engine/registers.hpp"
#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/wire/cursor.hpp"

/// A slot of the engine, freed by the destructor.
template <class Bus> class engine_key {
public:
    engine_key() = default;
    engine_key(engine_key&& other) noexcept : slot_{std::exchange(other.slot_, none)} {}
    engine_key& operator=(engine_key&& other) noexcept {
        if (this != &other) {
            drop();
            slot_ = std::exchange(other.slot_, none);
        }
        return *this;
    }
    ~engine_key() { drop(); }

    [[nodiscard]] bool is_none() const { return slot_ == none; }
    [[nodiscard]] std::uint32_t slot() const { return slot_; }

    bool load(std::uint8_t const* bytes) {
        drop();
        for (std::uint8_t slot = 0; slot < slots; ++slot) {
            if (((used_ >> slot) & 1U) == 0) {
                Bus::write(engine_registers::control, engine_registers::load_key | slot);
                for (unsigned i = 0; i < 16; i += 4) Bus::write(engine_registers::key_in, flintls::load<4>(bytes + i));
                used_ |= 1U << slot;
                slot_ = slot;
                return true;
            }
        }
        return false;
    }

private:
    static constexpr std::uint8_t slots = 4;
    static constexpr std::uint8_t none = 0xff;
    static inline std::uint32_t used_ = 0;

    void drop() {
        if (slot_ == none) return;
        Bus::write(engine_registers::control, engine_registers::drop_key | slot_);
        used_ &= ~(1U << slot_);
        slot_ = none;
    }

    std::uint8_t slot_ = none;
};

template <class Bus> class aead_engine {
public:
    using crypto_status = flintls::crypto_status;
    using key = engine_key<Bus>;
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;

    aead_engine() = default;
    aead_engine(aead_engine const&) = delete;
    aead_engine& operator=(aead_engine const&) = delete;
    ~aead_engine() { reset(); }

    void reset() {
        if (at_ != 0) Bus::write(engine_registers::control, engine_registers::stop);
        at_ = 0;
    }
    static crypto_status import_key(flintls::byte_view bytes, key& made) {
        bool const good = bytes.size() == key_size && made.load(bytes.data());
        return good ? crypto_status::done : crypto_status::failed;
    }
    crypto_status seal(key const& own, flintls::fixed_view<12> nonce, flintls::byte_view aad, std::uint8_t* text,
                       std::uint32_t size) {
        std::array<std::uint8_t, tag_size> tag{};
        crypto_status const status = run(engine_registers::encrypt, own, nonce, aad, text, size, tag);
        if (status == crypto_status::done) flintls::copy(text + size, tag.data(), tag_size);
        return status;
    }
    crypto_status open(key const& own, flintls::fixed_view<12> nonce, flintls::byte_view aad, std::uint8_t* text,
                       std::uint32_t size) {
        std::array<std::uint8_t, tag_size> tag{};
        crypto_status status = run(engine_registers::decrypt, own, nonce, aad, text, size, tag);
        if (status == crypto_status::done && !flintls::equal_in_constant_time(tag.data(), text + size, tag_size)) {
            status = crypto_status::failed;
        }
        if (status == crypto_status::failed) flintls::wipe_memory(text, size);
        return status;
    }

private:
    static void put(std::uint8_t const* bytes, std::uint32_t size) { // padded with zeros to a block
        std::array<std::uint8_t, 16> block{};
        flintls::copy(block.data(), bytes, size);
        for (unsigned i = 0; i < 16; i += 4) Bus::write(engine_registers::data_in, flintls::load<4>(block.data() + i));
        flintls::wipe(block);
    }
    static void get(std::uint8_t* bytes, std::uint32_t size) {
        std::array<std::uint8_t, 16> block{};
        for (unsigned i = 0; i < 16; i += 4) flintls::store<4>(block.data() + i, Bus::read(engine_registers::data_out));
        flintls::copy(bytes, block.data(), size);
        flintls::wipe(block);
    }
    static bool is_busy() { return (Bus::read(engine_registers::status) & engine_registers::busy) != 0; }
    static std::uint32_t blocks(std::uint32_t size) { return (size + 15) / 16; }
    static std::uint32_t piece(std::uint32_t size, std::uint32_t block) {
        return size - block * 16 < 16 ? size - block * 16 : 16;
    }

    /// Continues at step `at_`: 0, then one step for the start and one for each block. The output of a block is read
    /// when the engine has finished it; the tag is read after the last block.
    crypto_status run(std::uint32_t direction, key const& own, flintls::fixed_view<12> nonce, flintls::byte_view aad,
                      std::uint8_t* text, std::uint32_t size, std::array<std::uint8_t, tag_size>& tag) {
        if (own.is_none()) return crypto_status::failed;
        std::uint32_t const ahead = 1 + blocks(aad.size());
        std::uint32_t const all = ahead + blocks(size);
        for (;; ++at_) {
            if (at_ == 0) {
                Bus::write(engine_registers::aad_size, aad.size());
                Bus::write(engine_registers::text_size, size);
                Bus::write(engine_registers::control, direction | own.slot());
                for (unsigned i = 0; i < 12; i += 4) {
                    Bus::write(engine_registers::data_in, flintls::load<4>(nonce.data() + i));
                }
                continue;
            }
            if (is_busy()) return crypto_status::pending;
            if (at_ > ahead) get(text + (at_ - ahead - 1) * 16, piece(size, at_ - ahead - 1));
            if (at_ == all) break;
            bool const is_aad = at_ < ahead;
            std::uint32_t const block = is_aad ? at_ - 1 : at_ - ahead;
            put((is_aad ? aad.data() : text) + block * 16, piece(is_aad ? aad.size() : size, block));
        }
        at_ = 0;
        bool const good = (Bus::read(engine_registers::status) & engine_registers::no_key) == 0;
        get(tag.data(), tag_size);
        return good ? crypto_status::done : crypto_status::failed;
    }

    std::uint32_t at_ = 0;
};
