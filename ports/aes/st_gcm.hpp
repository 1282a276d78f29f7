// SPDX-License-Identifier: Apache-2.0
/// \file
/// GCM by ST's AES peripheral (STM32L4, G4, U5). A model of `aead`. README.md.
///
/// Between two calls the operation is suspended, as RM0440 and RM0456 specify for GCM: its state is in this object, and
/// the peripheral is free.
#ifndef FLINTLS_PORTS_AES_ST_GCM_HPP
#define FLINTLS_PORTS_AES_ST_GCM_HPP

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

/// Fails without a key, if the peripheral is stuck, and if the tag is wrong; the text is then zeros.
template <class Chip, std::uint32_t KeySize = 16, class Limits = engine_limits>
class gcm : public unit<Chip, KeySize, Limits> {
    using unit = st::unit<Chip, KeySize, Limits>;
    using block = std::array<std::uint8_t, 16>;

public:
    using typename unit::key;
    static constexpr std::uint32_t tag_size = 16; // bytes

    gcm() = default;
    gcm(gcm const&) = delete;
    gcm& operator=(gcm const&) = delete;
    ~gcm() { end(); }

    void reset() { end(); } // the peripheral is disabled between calls
    crypto_status seal(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        block tag{};
        crypto_status const answer = settle(run(true, own, nonce, aad, text, size, tag), text, size + tag_size);
        if (answer == crypto_status::done) {
            copy(text + size, tag.data(), tag_size);
        }
        return answer;
    }
    crypto_status open(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        block tag{};
        crypto_status answer = run(false, own, nonce, aad, text, size, tag);
        if (answer == crypto_status::done && !equal_in_constant_time(tag.data(), text + size, tag_size)) {
            answer = crypto_status::failed;
        }
        wipe(tag);
        return settle(answer, text, size);
    }

private:
    crypto_status run(bool seals, key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text,
                      std::uint32_t size, block& tag) {
        auto const mode = cr::gcm | (seals ? cr::encrypt : cr::decrypt);
        bool good = !begun_ ? begin(seals, mode, own, nonce, size) : resume(mode, own);
        std::uint32_t left = Limits::burst;
        for (; good && left != 0 && aad_at_ < aad.size(); --left) {
            good = take_aad(mode | cr::header_phase, aad);
        }
        for (; good && left != 0 && aad_at_ >= aad.size() && text_at_ < size; --left) {
            good = take_text(mode | cr::payload_phase, seals, text, size);
        }
        bool const last = aad_at_ >= aad.size() && text_at_ >= size;
        if (good) {
            good = last ? finish(mode | cr::final_phase, aad.size(), size, tag) : unit::suspend(suspended_);
        }
        unit::stop();
        return !good ? crypto_status::failed : last ? crypto_status::done : crypto_status::pending;
    }

    /// First call: the padding, then the init phase, which derives the hash key and clears EN.
    bool begin(bool seals, io::word<cr> mode, key const& own, fixed_view<12> nonce, std::uint32_t size) {
        block counter{};
        copy(counter.data(), nonce.data(), 12);
        if (seals && size % 16 != 0 && !make_padding(own, counter, size)) {
            return false;
        }
        store<4>(counter.data() + 12, 2); // counter of the first text block
        if (!unit::configure(mode | cr::init_phase, own)) {
            return false;
        }
        unit::write_iv(counter.data());
        unit::enable(mode | cr::init_phase);
        begun_ = true;
        return unit::complete(mode | cr::init_phase);
    }
    /// GHASH needs zeros behind a short last block of ciphertext. Not every L4 has NPBLB, the number of padding bytes.
    /// So the peripheral gets the key stream as padding of the plaintext, which encrypts to zeros.
    bool make_padding(key const& own, block const& nonce, std::uint32_t size) {
        constexpr auto mode = cr::ecb | cr::encrypt;
        copy(padding_.data(), nonce.data(), 12);
        store<4>(padding_.data() + 12, 2 + size / 16);
        if (!unit::configure(mode, own)) {
            return false;
        }
        unit::enable(mode);
        bool const good = unit::put(mode, padding_.data());
        if (good) {
            unit::get(padding_.data());
        }
        return good;
    }
    /// \return false: the key is gone
    bool resume(io::word<cr> mode, key const& own) {
        if (!unit::configure(mode, own)) {
            return false;
        }
        unit::resume(suspended_);
        return true;
    }

    bool take_aad(io::word<cr> mode, byte_view aad) {
        block in{};
        copy(in.data(), aad.data() + aad_at_, piece(aad.size(), aad_at_));
        aad_at_ += 16;
        unit::enable(mode);
        return unit::put(mode, in.data());
    }
    bool take_text(io::word<cr> mode, bool seals, std::uint8_t* text, std::uint32_t size) {
        std::uint32_t const count = piece(size, text_at_);
        block through{};
        copy(through.data(), text + text_at_, count);
        if (seals && count < 16) {
            copy(through.data() + count, padding_.data() + count, 16 - count);
        }
        unit::enable(mode);
        bool const good = unit::put(mode, through.data());
        if (good) {
            unit::get(through.data());
            copy(text + text_at_, through.data(), count);
        }
        text_at_ += 16;
        wipe(through);
        return good;
    }
    /// The lengths in bits, 64 bits each (SP 800-38D 7.1); the result is the tag.
    static bool finish(io::word<cr> mode, std::uint32_t aad_size, std::uint32_t size, block& tag) {
        store<4>(tag.data(), aad_size >> 29U);
        store<4>(tag.data() + 4, aad_size << 3U);
        store<4>(tag.data() + 8, size >> 29U);
        store<4>(tag.data() + 12, size << 3U);
        unit::enable(mode);
        bool const good = unit::put(mode, tag.data());
        if (good) {
            unit::get(tag.data());
        }
        return good;
    }
    static std::uint32_t piece(std::uint32_t size, std::uint32_t at) { return size - at < 16 ? size - at : 16; }

    crypto_status settle(crypto_status answer, std::uint8_t* text, std::uint32_t size) {
        if (answer == crypto_status::failed) {
            wipe_memory(text, size);
        }
        if (answer != crypto_status::pending) {
            end();
        }
        return answer;
    }
    void end() {
        wipe(suspended_);
        wipe(padding_);
        aad_at_ = text_at_ = 0;
        begun_ = false;
    }

    typename unit::suspended suspended_{};
    block padding_{};           ///< key stream of the last block
    std::uint32_t aad_at_ = 0;  ///< bytes, in whole blocks
    std::uint32_t text_at_ = 0; ///< bytes, in whole blocks
    bool begun_ = false;
};

} // namespace st
} // namespace v0
} // namespace flintls

#endif
