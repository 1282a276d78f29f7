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
#include "flintls/crypto/hmac_steps.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// An operation (crypto/status.hpp): a `pending` run is called again with the same arguments. Beside the HMAC it holds
/// one hash and, where the HMAC does not take secrets as bytes, the key that it made of the secret.
template <hmac Hmac> class prf {
    static constexpr bool imports = !hmac_of_bytes<Hmac>;
    using key = typename std::conditional_t<imports, Hmac, unneeded<0>>::key;

public:
    prf() = default;
    prf(prf const&) = delete;
    prf& operator=(prf const&) = delete;
    ~prf() { reset(); }

    void reset() {
        mac_.reset();
        end();
    }

    /// PRF(secret, label, seed_a ‖ seed_b), `size` bytes of any number. Where it fails they are zeros.
    crypto_status run(byte_view secret, byte_view label, byte_view seed_a, byte_view seed_b, std::uint8_t* out,
                      std::uint32_t size) {
        std::array<byte_view, 4> input{byte_view{}, label, seed_a, seed_b};
        return run(secret, input, out, size);
    }

private:
    /// By turns A(i) = HMAC(secret, A(i-1)), where A(0) is label and seed, and a block HMAC(secret, A(i) ‖ label ‖
    /// seed). In front of the input there is room for A(i).
    [[gnu::noinline]] crypto_status run(byte_view secret, std::array<byte_view, 4>& input, std::uint8_t* out,
                                        std::uint32_t size) {
        input[0] = a_;
        crypto_status status = import_secret(secret);
        while (status == crypto_status::done && made_ < size) {
            std::uint32_t const left = size - made_;
            bool const is_first = !has_a_ && made_ == 0;
            std::span<byte_view const> const whole{input};
            // Only the last block may be shorter; it goes where A(i) is, which nothing needs after it.
            bool const in_place = has_a_ && left >= Hmac::size;
            status = authenticate(secret, is_first ? whole.subspan(1) : whole.first(has_a_ ? whole.size() : 1),
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

    crypto_status import_secret(byte_view secret) {
        crypto_status status = crypto_status::done;
        if constexpr (imports) {
            if (!has_key_) {
                status = Hmac::import_key(secret, key_);
                has_key_ = status == crypto_status::done;
            }
        }
        return status;
    }
    crypto_status authenticate(byte_view secret, std::span<byte_view const> pieces, std::uint8_t* out) {
        if constexpr (imports) {
            return mac_.run(key_, pieces, out);
        } else {
            return mac_.run(secret, pieces, out);
        }
    }

    void end() {
        key_ = key{}; // it may be made of the caller's secret at the moment
        wipe(a_);
        made_ = 0;
        has_key_ = false;
        has_a_ = false;
    }

    hmac_steps<Hmac> mac_;
    std::array<std::uint8_t, Hmac::size> a_{};
    [[no_unique_address]] key key_{};
    std::uint32_t made_ = 0; // bytes of output
    bool has_key_ = false;
    bool has_a_ = false; // a_ is A(i), and its block comes next
};

} // namespace v0
} // namespace flintls

#endif
