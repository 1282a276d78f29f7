// SPDX-License-Identifier: Apache-2.0
/// \file
/// The pseudorandom function of TLS 1.2 (RFC 5246 5), over any HMAC.
#ifndef FLINTLS_CRYPTO_PRF_HPP
#define FLINTLS_CRYPTO_PRF_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/hmac_steps.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// An operation (crypto/status.hpp): a `pending` run is called again with the same arguments. Beside the HMAC it holds
/// one hash.
template <hmac Hmac> class prf {
public:
    using key = typename Hmac::key;

    prf() = default;
    prf(prf const&) = delete;
    prf& operator=(prf const&) = delete;
    ~prf() { wipe(a_); }

    void reset() {
        mac_.reset();
        end();
    }

    /// PRF(secret, label, seed_a ‖ seed_b), `size` bytes of any number. Where it fails they are zeros.
    ///
    /// By turns A(i) = HMAC(secret, A(i-1)), where A(0) is label and seed, and a block HMAC(secret, A(i) ‖ label ‖
    /// seed).
    crypto_status run(key const& secret, byte_view label, byte_view seed_a, byte_view seed_b, std::uint8_t* out,
                      std::uint32_t size) {
        std::array<byte_view, 4> pieces{byte_view{}, label, seed_a, seed_b};
        while (made_ != size) {
            bool const is_first = made_ == 0 && !has_a_;
            pieces[0] = is_first ? byte_view{} : byte_view{a_};
            std::span<byte_view const> const input{pieces.data(), is_first || has_a_ ? pieces.size() : 1};
            // Only the last block may be shorter; it goes where A(i) is, which nothing needs after it.
            std::uint32_t const left = size - made_;
            bool const in_place = has_a_ && left >= Hmac::size;
            crypto_status const status = mac_.run(secret, input, in_place ? out + made_ : a_.data());
            if (status == crypto_status::pending) {
                return status;
            }
            if (status == crypto_status::failed) {
                wipe_memory(out, size);
                reset();
                return status;
            }
            if (in_place) {
                made_ += Hmac::size;
            } else if (has_a_) {
                copy(out + made_, a_.data(), left);
                made_ = size;
            }
            has_a_ = !has_a_;
        }
        end();
        return crypto_status::done;
    }

private:
    void end() {
        wipe(a_);
        made_ = 0;
        has_a_ = false;
    }

    hmac_steps<Hmac> mac_;
    std::array<std::uint8_t, Hmac::size> a_{};
    std::uint32_t made_ = 0; // bytes of output
    bool has_a_ = false;     // a_ is A(i), and its block comes next
};

} // namespace v0
} // namespace flintls

#endif
