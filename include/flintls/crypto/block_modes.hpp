// SPDX-License-Identifier: Apache-2.0
/// \file
/// Modes over a block cipher, for AES engines that only encrypt blocks: CTR and CBC (NIST SP 800-38A). CCM is in
/// crypto/ccm.hpp.
///
/// Each mode works in place and holds at most two blocks. A call does `Burst` blocks and answers `pending` until all
/// are done, so that another operation may use the engine in between. A mode passes on the cipher's `pending` and
/// `failed`; after `failed` the text is zeros.
#ifndef FLINTLS_CRYPTO_BLOCK_MODES_HPP
#define FLINTLS_CRYPTO_BLOCK_MODES_HPP

#include <array>
#include <concepts>
#include <cstdint>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// A block cipher that also decrypts: `decrypt(key, block)` replaces 16 bytes at `block`.
template <class Cipher>
concept invertible_block_cipher = block_cipher<Cipher> &&
    requires(Cipher op, typename Cipher::key const& key, std::uint8_t* block) {
    { op.decrypt(key, block) } -> std::same_as<crypto_status>;
};

namespace block_modes_detail {

using block = std::array<std::uint8_t, 16>;

[[nodiscard]] constexpr std::uint32_t smaller(std::uint32_t a, std::uint32_t b) { return a < b ? a : b; }

constexpr void exclusive_or(std::uint8_t* to, std::uint8_t const* from, std::uint32_t size) {
    for (std::uint32_t i = 0; i < size; ++i) {
        to[i] = static_cast<std::uint8_t>(to[i] ^ from[i]);
    }
}

} // namespace block_modes_detail

/// The members that every mode takes from its cipher.
template <block_cipher Cipher> struct over_blocks {
    using key = typename Cipher::key;
    static constexpr std::uint32_t key_size = Cipher::key_size; // bytes

    static crypto_status import_key(byte_view bytes, key& made) requires imports_keys<Cipher> {
        return Cipher::import_key(bytes, made);
    }
};

/// CTR: `crypt(key, counter, text, size)` encrypts and decrypts. `counter` is the first counter block; only its last
/// 4 bytes count, without a carry into the others.
template <block_cipher Cipher, std::uint32_t Burst = 64> class ctr_over : public over_blocks<Cipher> {
    static_assert(Burst >= 1);

public:
    using typename over_blocks<Cipher>::key;

    ctr_over() = default;
    ctr_over(ctr_over const&) = delete;
    ctr_over& operator=(ctr_over const&) = delete;
    ~ctr_over() { reset(); }

    void reset() {
        cipher_.reset();
        end();
    }
    crypto_status crypt(key const& own, fixed_view<16> counter, std::uint8_t* text, std::uint32_t size) {
        for (std::uint32_t i = 0; i < Burst && at_ < size; ++i) {
            if (!working_) {
                copy(stream_.data(), counter.data(), 16);
                store<4>(stream_.data() + 12, load<4>(counter.data() + 12) + at_ / 16);
            }
            crypto_status const answer = cipher_.encrypt(own, stream_.data());
            working_ = answer == crypto_status::pending;
            if (working_) {
                return answer;
            }
            if (answer == crypto_status::failed) {
                wipe_memory(text, size);
                end();
                return answer;
            }
            std::uint32_t const piece = block_modes_detail::smaller(size - at_, 16);
            block_modes_detail::exclusive_or(text + at_, stream_.data(), piece);
            at_ += piece;
        }
        if (at_ < size) {
            return crypto_status::pending;
        }
        end();
        return crypto_status::done;
    }

private:
    void end() {
        wipe(stream_);
        at_ = 0;
        working_ = false;
    }

    Cipher cipher_{};
    block_modes_detail::block stream_{};
    std::uint32_t at_ = 0; ///< bytes done
    bool working_ = false; ///< the cipher works on a block
};

/// CBC without padding. A model of `cbc`. Decrypts from the last block to the first, because each block needs the
/// ciphertext before it.
template <invertible_block_cipher Cipher, std::uint32_t Burst = 64> class cbc_over : public over_blocks<Cipher> {
    static_assert(Burst >= 1);

public:
    using typename over_blocks<Cipher>::key;

    void reset() {
        cipher_.reset();
        at_ = 0;
        working_ = false;
    }
    crypto_status encrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        return run(true, own, iv, text, size);
    }
    crypto_status decrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        return run(false, own, iv, text, size);
    }

private:
    crypto_status run(bool encrypts, key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        if (size % 16 != 0) {
            return crypto_status::failed;
        }
        for (std::uint32_t i = 0; i < Burst && at_ < size; ++i) {
            std::uint8_t* const block = text + (encrypts ? at_ : size - 16 - at_);
            std::uint8_t const* const before = block == text ? iv.data() : block - 16;
            if (encrypts && !working_) {
                block_modes_detail::exclusive_or(block, before, 16);
            }
            crypto_status const answer = encrypts ? cipher_.encrypt(own, block) : cipher_.decrypt(own, block);
            working_ = answer == crypto_status::pending;
            if (working_) {
                return answer;
            }
            if (answer == crypto_status::failed) {
                wipe_memory(text, size);
                at_ = 0;
                return answer;
            }
            if (!encrypts) {
                block_modes_detail::exclusive_or(block, before, 16);
            }
            at_ += 16;
        }
        if (at_ < size) {
            return crypto_status::pending;
        }
        at_ = 0;
        return crypto_status::done;
    }

    Cipher cipher_{};
    std::uint32_t at_ = 0; ///< bytes done
    bool working_ = false; ///< the cipher works on a block
};

} // namespace v0
} // namespace flintls

#endif
