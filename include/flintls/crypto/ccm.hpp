// SPDX-License-Identifier: Apache-2.0
/// \file
/// CCM over a block cipher (NIST SP 800-38C, RFC 3610): AES_128_CCM and AES_128_CCM_8 of RFC 6655, for AES engines that
/// only encrypt blocks. See crypto/block_modes.hpp.
#ifndef FLINTLS_CRYPTO_CCM_HPP
#define FLINTLS_CRYPTO_CCM_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/block_modes.hpp"
#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

namespace block_modes_detail {

/// The blocks that CCM gives to its cipher, one by one. The MAC (CBC-MAC) and the stream (CTR) take turns, so that the
/// text is read and written once.
class ccm_blocks {
public:
    /// \return false if the text is too long for a length of 3 bytes, or `aad` for its short length of 2 bytes (A.2.2)
    bool begin(fixed_view<12> nonce, byte_view aad, std::uint32_t size, std::uint32_t tag_size) {
        if (aad.size() >= 0xff00 || size > 0xff'ffff) {
            return false;
        }
        // B_0 (SP 800-38C A.2.1): flags, nonce, length of the text.
        std::uint32_t const flags = (aad.empty() ? 0U : 0x40U) | (tag_size - 2) / 2 << 3U | 2U;
        copy(mac_.data() + 1, nonce.data(), 12);
        mac_[0] = static_cast<std::uint8_t>(flags);
        store<3>(mac_.data() + 13, size);
        at_ = 0;
        step_ = step::mac_first;
        return true;
    }
    [[nodiscard]] bool begun() const { return step_ != step::none; }
    /// The block to encrypt next.
    std::uint8_t* next() { return step_ >= step::stream_text ? stream_.data() : mac_.data(); }
    /// Continues once the block of `next` is encrypted. \return true after the last block
    bool advance(bool seals, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        std::uint32_t const piece = smaller(size - at_, 16);
        switch (step_) {
        case step::mac_first:
        case step::mac_aad:
            if (take_aad(aad)) {
                return false;
            }
            at_ = 0;
            break;
        case step::mac_text:
            if (seals) {
                count(nonce, 1 + at_ / 16, step::stream_text);
                return false;
            }
            at_ += piece;
            break;
        case step::stream_text:
            exclusive_or(text + at_, stream_.data(), piece);
            if (!seals) {
                take_text(text, piece);
                return false;
            }
            at_ += piece;
            break;
        default: // stream_tag: the stream's first block, Ctr_0, encrypts the tag (A.3)
            exclusive_or(mac_.data(), stream_.data(), 16);
            return true;
        }
        if (at_ == size) {
            count(nonce, 0, step::stream_tag);
        } else if (seals) {
            take_text(text, smaller(size - at_, 16));
        } else {
            count(nonce, 1 + at_ / 16, step::stream_text);
        }
        return false;
    }
    [[nodiscard]] std::uint8_t const* tag() const { return mac_.data(); }
    void end() {
        wipe(mac_);
        wipe(stream_);
        step_ = step::none;
    }

private:
    enum class step : std::uint8_t { none, mac_first, mac_aad, mac_text, stream_text, stream_tag };

    /// Adds a block of additional data to the MAC, the first with the length (A.2.2). \return false if none is left
    bool take_aad(byte_view aad) {
        std::uint32_t const from = step_ == step::mac_first ? 2 : 0;
        if (step_ == step::mac_first) {
            at_ = 0;
        }
        if (at_ == aad.size()) {
            return false;
        }
        if (from != 0) {
            std::array<std::uint8_t, 2> length{};
            store<2>(length.data(), aad.size());
            exclusive_or(mac_.data(), length.data(), 2);
        }
        std::uint32_t const piece = smaller(aad.size() - at_, 16 - from);
        exclusive_or(mac_.data() + from, aad.data() + at_, piece);
        at_ += piece;
        step_ = step::mac_aad;
        return true;
    }
    void take_text(std::uint8_t const* text, std::uint32_t piece) {
        exclusive_or(mac_.data(), text + at_, piece);
        step_ = step::mac_text;
    }
    /// Makes the counter block Ctr_i (A.3).
    void count(fixed_view<12> nonce, std::uint32_t i, step step_then) {
        stream_[0] = 2; // the size of the counter field, 3 bytes, less 1
        copy(stream_.data() + 1, nonce.data(), 12);
        store<3>(stream_.data() + 13, i);
        step_ = step_then;
    }

    block mac_{};
    block stream_{};
    std::uint32_t at_ = 0; ///< bytes done: of the additional data, then of the text
    step step_ = step::none;
};

} // namespace block_modes_detail

/// CCM with nonces of 12 bytes: at most 65,279 bytes of additional data and 2^24 - 1 bytes of text. A model of `aead`.
template <block_cipher Cipher, std::uint32_t TagSize = 16, std::uint32_t Burst = 64>
class ccm_over : public over_blocks<Cipher> {
    static_assert(TagSize >= 4 && TagSize <= 16 && TagSize % 2 == 0, "flintls: a size of tag that CCM has");
    static_assert(Burst >= 1);

public:
    using typename over_blocks<Cipher>::key;
    static constexpr std::uint32_t tag_size = TagSize; // bytes

    ccm_over() = default;
    ccm_over(ccm_over const&) = delete;
    ccm_over& operator=(ccm_over const&) = delete;
    ~ccm_over() { reset(); }

    void reset() {
        cipher_.reset();
        blocks_.end();
    }
    crypto_status seal(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        crypto_status const answer = run(true, own, nonce, aad, text, size);
        if (answer == crypto_status::done) {
            copy(text + size, blocks_.tag(), TagSize);
        }
        return settle(answer, text, size + TagSize);
    }
    crypto_status open(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        crypto_status answer = run(false, own, nonce, aad, text, size);
        if (answer == crypto_status::done && !equal_in_constant_time(blocks_.tag(), text + size, TagSize)) {
            answer = crypto_status::failed;
        }
        return settle(answer, text, size);
    }

private:
    crypto_status run(bool seals, key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text,
                      std::uint32_t size) {
        if (!blocks_.begun() && !blocks_.begin(nonce, aad, size, TagSize)) {
            return crypto_status::failed;
        }
        for (std::uint32_t i = 0; i < Burst; ++i) {
            crypto_status const answer = cipher_.encrypt(own, blocks_.next());
            if (answer != crypto_status::done || blocks_.advance(seals, nonce, aad, text, size)) {
                return answer;
            }
        }
        return crypto_status::pending;
    }
    crypto_status settle(crypto_status answer, std::uint8_t* text, std::uint32_t size) {
        if (answer == crypto_status::failed) {
            wipe_memory(text, size);
        }
        if (answer != crypto_status::pending) {
            blocks_.end();
        }
        return answer;
    }

    Cipher cipher_{};
    block_modes_detail::ccm_blocks blocks_{};
};

} // namespace v0
} // namespace flintls

#endif
