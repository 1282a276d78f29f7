// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hash of bytes that are all there, by a model that may answer `pending` at every step.
#ifndef FLINTLS_CRYPTO_DIGEST_OF_HPP
#define FLINTLS_CRYPTO_DIGEST_OF_HPP

#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

template <hash Hash> class digest_of {
public:
    void reset() {
        op_.reset();
        next_ = 0;
    }
    /// Writes `Hash::size` bytes to `out`, or none.
    crypto_status run(byte_view bytes, std::uint8_t* out) {
        for (;;) {
            crypto_status const answer = next_ == 0 ? op_.start() : next_ == 1 ? op_.update(bytes) : op_.finish(out);
            if (answer == crypto_status::pending) {
                return answer;
            }
            bool const over = next_ == 2 || answer == crypto_status::failed;
            next_ = over ? 0 : static_cast<std::uint8_t>(next_ + 1);
            if (over) {
                return answer;
            }
        }
    }

private:
    Hash op_{};
    std::uint8_t next_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
