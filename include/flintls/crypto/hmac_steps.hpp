// SPDX-License-Identifier: Apache-2.0
/// \file
/// One HMAC (RFC 2104) over bytes that lie in several places, by a model that may answer `pending` at every step. What
/// PRF, HKDF and pre-shared keys are made of.
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
    /// Writes `Hmac::size` bytes, or none. `out` may be one of the pieces: they are read by then. `Key` is the HMAC's own,
    /// or bytes if the HMAC takes such.
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
    std::uint8_t next_ = 0; // 0 starts, then one for each piece, then the end
};

} // namespace v0
} // namespace flintls

#endif
