// SPDX-License-Identifier: Apache-2.0
/// \file
/// HKDF (RFC 5869) over any HMAC.
#ifndef FLINTLS_CRYPTO_HKDF_HPP
#define FLINTLS_CRYPTO_HKDF_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/hmac_steps.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// A model of the `hkdf` concept. A pseudorandom key is a key of the HMAC; `extract` keeps its bytes in this object
/// until they are imported.
template <hmac Hmac> class hkdf_over {
public:
    using key = typename Hmac::key;
    static constexpr std::uint32_t size = Hmac::size; // bytes

    hkdf_over() = default;
    hkdf_over(hkdf_over const&) = delete;
    hkdf_over& operator=(hkdf_over const&) = delete;
    ~hkdf_over() { reset(); }

    void reset() {
        mac_.reset();
        end();
    }

    static crypto_status import_key(byte_view bytes, key& made) {
        if (bytes.size() != size) {
            return crypto_status::failed;
        }
        return Hmac::import_key(bytes, made);
    }

    /// RFC 5869 2.2. An empty salt stands for zeros, as many as the hash has bytes.
    crypto_status extract(byte_view salt, byte_view ikm, key& made) {
        for (; step_ != 3; ++step_) {
            crypto_status const status = extract_step(salt, ikm, made);
            if (status == crypto_status::pending) {
                return status;
            }
            if (status == crypto_status::failed) {
                reset();
                made = key{};
                return status;
            }
        }
        end();
        return crypto_status::done;
    }

    /// RFC 5869 2.3. After a failure the output is zeros, or untouched if `wanted` is too large.
    crypto_status expand(key const& prk, byte_view info, std::uint8_t* out, std::uint32_t wanted) {
        if (wanted > 255 * size) {
            return crypto_status::failed;
        }
        while (made_ != wanted) {
            crypto_status const status = expand_block(prk, info, out, wanted);
            if (status == crypto_status::pending) {
                return status;
            }
            if (status == crypto_status::failed) {
                wipe_memory(out, wanted);
                reset();
                return status;
            }
        }
        end();
        return crypto_status::done;
    }

private:
    crypto_status extract_step(byte_view salt, byte_view ikm, key& made) {
        if (step_ == 0) { // block_ is zeros
            return Hmac::import_key(salt.empty() ? byte_view{block_} : salt, salt_);
        }
        if (step_ == 1) {
            std::array<byte_view, 1> const pieces{ikm};
            return mac_.run(salt_, pieces, block_.data());
        }
        return Hmac::import_key(block_, made);
    }

    /// T(i) = HMAC(PRK, T(i-1) ‖ info ‖ i). T(i-1) is the block before in the output; T(0) is empty.
    crypto_status expand_block(key const& prk, byte_view info, std::uint8_t* out, std::uint32_t wanted) {
        std::uint32_t const left = wanted - made_;
        bool const whole = left >= size;
        counter_ = static_cast<std::uint8_t>(made_ / size + 1);
        byte_view const before = made_ == 0 ? byte_view{} : byte_view{out + (made_ - size), size};
        std::array<byte_view, 3> const pieces{before, info, byte_view{&counter_, 1}};
        crypto_status const status = mac_.run(prk, pieces, whole ? out + made_ : block_.data());
        if (status == crypto_status::done) {
            if (!whole) {
                copy(out + made_, block_.data(), left);
            }
            made_ += whole ? size : left;
        }
        return status;
    }

    void end() {
        salt_ = key{};
        wipe(block_);
        made_ = 0;
        step_ = 0;
    }

    hmac_steps<Hmac> mac_;
    key salt_{};
    std::array<std::uint8_t, size> block_{};
    std::uint32_t made_ = 0; // bytes of output
    std::uint8_t step_ = 0;  // of extract
    std::uint8_t counter_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
