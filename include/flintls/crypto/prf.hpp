// SPDX-License-Identifier: Apache-2.0
/// \file
/// The pseudorandom function of TLS 1.2 (RFC 5246 5), over any HMAC.
#ifndef FLINTLS_CRYPTO_PRF_HPP
#define FLINTLS_CRYPTO_PRF_HPP

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_mac.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// An operation (crypto/status.hpp): the caller repeats a `pending` run with the same arguments. Beside the HMAC the
/// object holds one hash value.
template <hmac Hmac> class prf {
public:
    prf() = default;
    prf(prf const&) = delete;
    prf& operator=(prf const&) = delete;
    ~prf() { reset(); }

    void reset() {
        mac_.reset();
        end();
    }

    /// Writes `size` bytes of PRF(secret, label, seed_a ‖ seed_b). After a failure they are zeros.
    crypto_status run(byte_view const& secret, byte_view label, byte_view seed_a, byte_view seed_b, std::uint8_t* out,
                      std::uint32_t size) {
        std::array<byte_view, 4> input{byte_view{}, label, seed_a, seed_b};
        return run(secret, input, out, size);
    }
    /// The same for a seed in three parts.
    crypto_status run(byte_view const& secret, byte_view label, std::array<byte_view, 3> const& seed, std::uint8_t* out,
                      std::uint32_t size) {
        std::array<byte_view, 5> input{byte_view{}, label, seed[0], seed[1], seed[2]};
        return run(secret, input, out, size);
    }

    /// The HMAC inside, for a caller that needs a plain HMAC while no PRF runs.
    [[nodiscard]] secret_mac<Hmac>& mac() { return mac_; }

private:
    /// Computes by turns A(i) = HMAC(secret, A(i-1)), where A(0) is label ‖ seed, and the block
    /// HMAC(secret, A(i) ‖ label ‖ seed). `input[0]` is free for A(i).
    template <std::size_t Count>
    [[gnu::noinline]] crypto_status run(byte_view const& secret, std::array<byte_view, Count>& input, std::uint8_t* out,
                                        std::uint32_t size) {
        input[0] = a_;
        crypto_status status = crypto_status::done;
        while (status == crypto_status::done && made_ < size) {
            std::uint32_t const left = size - made_;
            bool const is_first = !has_a_ && made_ == 0;
            std::span<byte_view const> const whole{input};
            // Only the last block may be shorter. That block overwrites A(i), which no later block needs.
            bool const in_place = has_a_ && left >= Hmac::size;
            status = mac_.run(secret, is_first ? whole.subspan(1) : whole.first(has_a_ ? whole.size() : 1),
                              in_place ? out + made_ : a_.data());
            if (status == crypto_status::done) {
                if (has_a_) {
                    copy(out + made_, in_place ? out + made_ : a_.data(), left < Hmac::size ? left : Hmac::size);
                    made_ += Hmac::size;
                }
                has_a_ = !has_a_;
            }
        }
        if (status == crypto_status::pending) {
            return status;
        }
        if (status == crypto_status::failed) {
            wipe_memory(out, size);
            mac_.reset();
        }
        end();
        return status;
    }

    void end() {
        mac_.forget();
        wipe(a_);
        made_ = 0;
        has_a_ = false;
    }

    secret_mac<Hmac> mac_;
    std::array<std::uint8_t, Hmac::size> a_{};
    std::uint32_t made_ = 0; // bytes of output
    bool has_a_ = false;     // a_ holds A(i), and its block is next
};

} // namespace v0
} // namespace flintls

#endif
