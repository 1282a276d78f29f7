// SPDX-License-Identifier: Apache-2.0
/// \file
/// One HMAC (RFC 2104) over bytes in several places, over a model that may answer `pending` at every step. PRF, HKDF
/// and pre-shared keys are built on it.
#ifndef FLINTLS_CRYPTO_HMAC_STEPS_HPP
#define FLINTLS_CRYPTO_HMAC_STEPS_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

template <hmac Hmac> class hmac_steps {
public:
    void reset() {
        mac_.reset();
        next_ = 0;
    }
    /// Writes `Hmac::size` bytes; after a failure `out` is zeros or untouched. `out` may be one of the pieces, because
    /// they are all read before. `Key` is `Hmac::key`, or `byte_view` for an `hmac_of_bytes`.
    template <class Key>
    [[gnu::noinline]] crypto_status run(Key const& key, std::span<byte_view const> pieces, std::uint8_t* out) {
        for (;;) {
            crypto_status const status = step(key, pieces, out);
            if (status == crypto_status::pending) {
                return status;
            }
            bool const last = next_ > pieces.size();
            next_ = static_cast<std::uint8_t>(next_ + 1);
            if (last || status == crypto_status::failed) {
                next_ = 0;
                return status;
            }
        }
    }

private:
    template <class Key> crypto_status step(Key const& key, std::span<byte_view const> pieces, std::uint8_t* out) {
        if (next_ == 0) {
            return mac_.start(key);
        }
        if (next_ > pieces.size()) {
            return mac_.finish(key, out);
        }
        byte_view const piece = pieces[next_ - 1U];
        return piece.empty() ? crypto_status::done : mac_.update(piece);
    }

    Hmac mac_{};
    std::uint8_t next_ = 0; // step: 0 starts, then one for each piece, then the finish
};

} // namespace v0
} // namespace flintls

#endif
