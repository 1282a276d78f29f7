// SPDX-License-Identifier: Apache-2.0
/// \file
/// Pre-shared keys that are bytes in memory (RFC 4279, RFC 5489, RFC 8446 7.1), over any HMAC that imports keys.
#ifndef FLINTLS_CRYPTO_PSK_HPP
#define FLINTLS_CRYPTO_PSK_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/prf.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_bytes.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// A model of the concepts `psk` and `psk_with_early_secret`. Every implementation takes keys of up to 64 bytes
/// (RFC 4279 5.3). The other secret has 32 bytes with P-256 and X25519.
template <hmac Hmac, std::uint32_t MaxKey = 64, std::uint32_t MaxOther = 32> class psk_over {
public:
    using key = secret_bytes<MaxKey>;
    static constexpr std::uint32_t master_secret_size = 48;        // bytes, RFC 5246 8.1
    static constexpr std::uint32_t early_secret_size = Hmac::size; // bytes, RFC 8446 7.1

    psk_over() = default;
    psk_over(psk_over const&) = delete;
    psk_over& operator=(psk_over const&) = delete;
    ~psk_over() { reset(); }

    void reset() {
        prf_.reset();
        end();
    }

    static crypto_status import_key(byte_view bytes, key& made) {
        bool const fits = !bytes.empty() && bytes.size() <= MaxKey;
        made.set(fits ? bytes : byte_view{});
        return fits ? crypto_status::done : crypto_status::failed;
    }

    /// After a failure the output is zeros.
    crypto_status master_secret(key const& own, byte_view other_secret, byte_view label, byte_view seed,
                                std::uint8_t* out) {
        if (premaster_size_ == 0) {
            if (own.view().empty() || other_secret.size() > MaxOther) {
                wipe_memory(out, master_secret_size);
                return crypto_status::failed;
            }
            premaster_size_ = write_premaster(own.view(), other_secret);
            if constexpr (hmac_of_bytes<Hmac>) {
                premaster_size_ = Hmac::shorten({premaster_.data(), premaster_size_}, premaster_.data());
            }
        }
        crypto_status const status =
            prf_.run({premaster_.data(), premaster_size_}, label, seed, {}, out, master_secret_size);
        if (status != crypto_status::pending) {
            end();
        }
        return status;
    }

    /// After a failure the output is zeros.
    crypto_status early_secret(key const& own, std::uint8_t* out) {
        static_assert(Hmac::size <= 4 + MaxKey);
        byte_view const salt{premaster_.data(), Hmac::size}; // zeros, as many as the hash has bytes
        std::array<byte_view, 1> const pieces{own.view()};
        crypto_status const status = own.view().empty() ? crypto_status::failed : prf_.mac().run(salt, pieces, out);
        if (status == crypto_status::failed) {
            wipe_memory(out, Hmac::size);
        }
        if (status != crypto_status::pending) {
            reset();
        }
        return status;
    }

private:
    static constexpr std::uint32_t larger(std::uint32_t a, std::uint32_t b) { return a > b ? a : b; }

    /// RFC 4279 2: two vectors. Without another secret the first one is zeros.
    std::uint32_t write_premaster(byte_view own, byte_view other_secret) {
        wipe(premaster_);
        std::uint32_t const other_size = other_secret.empty() ? own.size() : other_secret.size();
        std::uint8_t* const p = premaster_.data();
        store<2>(p, other_size);
        copy(p + 2, other_secret.data(), other_secret.size());
        store<2>(p + 2 + other_size, own.size());
        copy(p + 4 + other_size, own.data(), own.size());
        return 4 + other_size + own.size();
    }
    void end() {
        wipe(premaster_);
        premaster_size_ = 0;
    }

    prf<Hmac> prf_;
    std::array<std::uint8_t, 4 + MaxKey + larger(MaxKey, MaxOther)> premaster_{};
    std::uint32_t premaster_size_ = 0; // bytes; 0: `master_secret` has not begun
};

} // namespace v0
} // namespace flintls

#endif
