// SPDX-License-Identifier: Apache-2.0
/// \file
/// ST's AES peripheral (STM32L4, G4, U5): single blocks, CBC and CTR. Models of `block_cipher` and `cbc`; GCM is in
/// st_gcm.hpp. README.md.
///
/// One peripheral serves any number of operations: each call loads its state, processes up to `Limits::burst` blocks,
/// and leaves the peripheral disabled and without a key.
#ifndef FLINTLS_PORTS_AES_ST_HPP
#define FLINTLS_PORTS_AES_ST_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "registers.hpp"
#include "st_registers.hpp"
#include "st_unit.hpp"

namespace flintls {
inline namespace v0 {
namespace st {

/// Single blocks.
template <class Chip, std::uint32_t KeySize = 16, class Limits = engine_limits>
class aes : public unit<Chip, KeySize, Limits> {
    using unit = st::unit<Chip, KeySize, Limits>;

public:
    using typename unit::key;

    static void reset() {} // nothing is ever pending
    /// Fails without a key, and if the peripheral is stuck; the block is then unchanged.
    static crypto_status encrypt(key const& own, std::uint8_t* block) {
        constexpr auto mode = cr::ecb | cr::encrypt;
        bool good = unit::configure(mode, own);
        if (good) {
            unit::enable(mode);
            good = unit::put(mode, block);
        }
        if (good) {
            unit::get(block);
        }
        unit::stop();
        return good ? crypto_status::done : crypto_status::failed;
    }
};

/// CBC without padding. Fails without a key, and if the peripheral is stuck; the text is then zeros. Fails also if
/// `size` is no multiple of 16; the text is then unchanged.
template <class Chip, std::uint32_t KeySize = 16, class Limits = engine_limits>
class cbc : public unit<Chip, KeySize, Limits> {
    using unit = st::unit<Chip, KeySize, Limits>;

public:
    using typename unit::key;

    void reset() { at_ = 0; }
    crypto_status encrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        return run(true, own, iv, text, size);
    }
    crypto_status decrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        return run(false, own, iv, text, size);
    }

private:
    crypto_status run(bool encrypts, key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        if (size % unit::block_size != 0) {
            return crypto_status::failed;
        }
        auto const mode = cr::cbc | (encrypts ? cr::encrypt : cr::decrypt);
        bool good = begin(encrypts, mode, own);
        if (good) {
            std::uint8_t const* const before = at_ == 0 ? iv.data() : encrypts ? text + at_ - 16 : before_.data();
            unit::write_iv(before);
            unit::enable(mode);
        }
        for (std::uint32_t i = 0; good && i < Limits::burst && at_ < size; ++i, at_ += unit::block_size) {
            copy(before_.data(), text + at_, unit::block_size);
            good = unit::put(mode, text + at_);
            if (good) {
                unit::get(text + at_);
            }
        }
        unit::stop();
        if (good && at_ < size) {
            return crypto_status::pending;
        }
        if (!good) {
            wipe_memory(text, size);
        }
        wipe(before_);
        at_ = 0;
        return good ? crypto_status::done : crypto_status::failed;
    }
    static bool begin(bool encrypts, io::word<cr> mode, key const& own) {
        if (encrypts) {
            return unit::configure(mode, own);
        }
        // Decryption needs the last round's key, derived from the first. The peripheral clears EN when it is derived.
        constexpr auto derive = cr::cbc | cr::derive_key;
        if (!unit::configure(derive, own)) {
            return false;
        }
        unit::enable(derive);
        if (!unit::complete(derive)) {
            return false;
        }
        unit::select(mode);
        return true;
    }

    std::uint32_t at_ = 0;                  ///< bytes done
    std::array<std::uint8_t, 16> before_{}; ///< ciphertext block before `at_`
};

/// CTR in both directions: `crypt(key, counter, text, size)`. `counter` is the first counter block; its last 4 bytes
/// count, without a carry into the others. Fails without a key, and if the peripheral is stuck; the text is then zeros.
template <class Chip, std::uint32_t KeySize = 16, class Limits = engine_limits>
class ctr : public unit<Chip, KeySize, Limits> {
    using unit = st::unit<Chip, KeySize, Limits>;

public:
    using typename unit::key;

    void reset() { at_ = 0; }
    crypto_status crypt(key const& own, fixed_view<16> counter, std::uint8_t* text, std::uint32_t size) {
        constexpr auto mode = cr::ctr | cr::encrypt;
        bool good = unit::configure(mode, own);
        std::array<std::uint8_t, 16> block{};
        if (good) {
            copy(block.data(), counter.data(), 16);
            store<4>(block.data() + 12, load<4>(block.data() + 12) + at_ / 16);
            unit::write_iv(block.data());
            unit::enable(mode);
        }
        for (std::uint32_t i = 0; good && i < Limits::burst && at_ < size; ++i) {
            std::uint32_t const piece = size - at_ < 16 ? size - at_ : 16;
            copy(block.data(), text + at_, piece);
            good = unit::put(mode, block.data());
            if (good) {
                unit::get(block.data());
                copy(text + at_, block.data(), piece);
                at_ += piece;
            }
        }
        unit::stop();
        wipe(block);
        if (good && at_ < size) {
            return crypto_status::pending;
        }
        if (!good) {
            wipe_memory(text, size);
        }
        at_ = 0;
        return good ? crypto_status::done : crypto_status::failed;
    }

private:
    std::uint32_t at_ = 0; ///< bytes done
};

} // namespace st
} // namespace v0
} // namespace flintls

#endif
