// SPDX-License-Identifier: Apache-2.0
/// \file
/// EMSA-PSS-VERIFY (RFC 8017 9.1.2), which BearSSL 0.6 does not have: the check of a message that the public key has
/// opened, over the hashes of the policy. The mask generation function is MGF1 (RFC 8017 B.2.1) with the same hash, and
/// the salt is as long as the hash (RFC 8446 4.2.3). Everything here is public, so nothing is done in constant time.
#ifndef FLINTLS_CRYPTO_BEARSSL_EMSA_PSS_HPP
#define FLINTLS_CRYPTO_BEARSSL_EMSA_PSS_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace bearssl {

/// `Hashes`: `issuer_hashes` of the policy. Each hash may answer `pending` at every step.
template <class Hashes> class emsa_pss {
public:
    void reset() {
        hash_.reset();
        next_ = step::format;
        counter_ = {};
    }
    /// Checks the encoded message EM of (`bits` + 7) / 8 bytes, and removes its mask in place. `digest` is the hash of
    /// the signed message. \pre Hashes::has(hash), digest.size() == size_of(hash)
    crypto_status verify(std::uint8_t* encoded, std::uint32_t bits, issuer_hash hash, byte_view digest) {
        parts const em{encoded, bits, size_of(hash)};
        for (;;) {
            bool const last = next_ == step::hash_ends;
            crypto_status const answer = perform(em, hash, digest);
            if (answer == crypto_status::pending) {
                return answer;
            }
            if (last || answer == crypto_status::failed) {
                reset();
                return answer;
            }
        }
    }

private:
    /// In the order of RFC 8017 9.1.2.
    enum class step : std::uint8_t {
        format,
        mask_begins,
        mask_seed,
        mask_counter,
        mask_ends,
        padding,
        hash_begins,
        zeros,
        digest,
        salt,
        hash_ends,
    };
    /// EM = DB ‖ H ‖ bc, and DB = zeros ‖ 01 ‖ salt
    struct parts {
        std::uint8_t* encoded;
        std::uint32_t bits;
        std::uint32_t hash_size;

        [[nodiscard]] std::uint32_t size() const { return (bits + 7) / 8; }
        [[nodiscard]] bool is_long_enough() const { return size() >= 2 * hash_size + 2; }
        [[nodiscard]] std::uint32_t db_size() const { return size() - hash_size - 1; }
        [[nodiscard]] byte_view h() const { return {encoded + db_size(), hash_size}; }
        [[nodiscard]] byte_view salt() const { return {encoded + db_size() - hash_size, hash_size}; }
        /// The bits of the first byte that are in EM.
        [[nodiscard]] std::uint8_t first_bits() const {
            return static_cast<std::uint8_t>(0xffU >> (8 * size() - bits));
        }
    };
    static constexpr std::array<std::uint8_t, 8> eight_zeros{};

    crypto_status then(crypto_status answer, step next) {
        next_ = answer == crypto_status::done ? next : next_;
        return answer;
    }
    crypto_status when(bool good, step next) { return then(good ? crypto_status::done : crypto_status::failed, next); }
    crypto_status perform(parts const& em, issuer_hash hash, byte_view digest) {
        switch (next_) {
        case step::format: return when(is_well_formed(em), step::mask_begins);
        case step::mask_begins: return then(hash_.start(hash), step::mask_seed);
        case step::mask_seed: return then(hash_.update(em.h()), step::mask_counter);
        case step::mask_counter: return then(hash_.update(counter_), step::mask_ends);
        case step::mask_ends: return unmask(em);
        case step::padding: return when(is_padded(em), step::hash_begins);
        case step::hash_begins: return then(hash_.start(hash), step::zeros);
        case step::zeros: return then(hash_.update(eight_zeros), step::digest);
        case step::digest: return then(hash_.update(digest), step::salt);
        case step::salt: return then(hash_.update(em.salt()), step::hash_ends);
        case step::hash_ends: break;
        }
        crypto_status const answer = hash_.finish(block_.data());
        return answer == crypto_status::done ? when(byte_view{block_}.subview(0, em.hash_size) == em.h(), next_)
                                             : answer;
    }
    /// Steps 3, 4 and 6.
    [[nodiscard]] static bool is_well_formed(parts const& em) {
        return em.is_long_enough() && em.encoded[em.size() - 1] == 0xbc &&
               (em.encoded[0] | em.first_bits()) == em.first_bits();
    }
    /// Steps 7 and 8, for the part of DB that one hash covers.
    crypto_status unmask(parts const& em) {
        crypto_status const answer = hash_.finish(block_.data());
        if (answer != crypto_status::done) {
            return answer;
        }
        std::uint32_t const from = (std::uint32_t{counter_[3]}) * em.hash_size; // at most 16 blocks
        std::uint32_t const count = em.db_size() - from < em.hash_size ? em.db_size() - from : em.hash_size;
        for (std::uint32_t i = 0; i != count; ++i) {
            em.encoded[from + i] ^= block_[i];
        }
        ++counter_[3];
        return then(answer, from + count == em.db_size() ? step::padding : step::mask_begins);
    }
    /// Steps 9 and 10.
    [[nodiscard]] static bool is_padded(parts const& em) {
        em.encoded[0] &= em.first_bits();
        std::uint32_t const one = em.db_size() - em.hash_size - 1;
        bool good = em.encoded[one] == 1;
        for (std::uint32_t i = 0; i != one; ++i) {
            good = good && em.encoded[i] == 0;
        }
        return good;
    }

    Hashes hash_{};
    step next_ = step::format;
    std::array<std::uint8_t, 4> counter_{};
    std::array<std::uint8_t, 64> block_{};
};

} // namespace bearssl
} // namespace v0
} // namespace flintls

#endif
