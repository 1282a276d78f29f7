// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hash of bytes that are all in memory, over a model that may answer `pending` at every step.
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
    /// Hashes `a`, then `b`. Writes `Hash::size` bytes to `out`; after a failure `out` is zeros or untouched.
    crypto_status run(byte_view const& a, byte_view const& b, std::uint8_t* out) { return run(nullptr, a, b, out); }
    crypto_status run(byte_view const& bytes, std::uint8_t* out) { return run(nullptr, bytes, {}, out); }
    /// Finishes a copy of `running`, which continues.
    crypto_status run(Hash const& running, std::uint8_t* out) { return run(&running, {}, {}, out); }
    /// The same, with `more` hashed behind it.
    crypto_status run(Hash const& running, byte_view const& more, std::uint8_t* out) {
        return run(&running, more, {}, out);
    }

private:
    [[gnu::noinline]] crypto_status run(Hash const* running, byte_view const& a, byte_view const& b,
                                        std::uint8_t* out) {
        for (;;) {
            crypto_status const answer = step(running, next_ == 1 ? a : b, out);
            if (answer == crypto_status::pending) {
                return answer;
            }
            bool const over = next_ == 3 || answer == crypto_status::failed;
            next_ = over ? 0 : static_cast<std::uint8_t>(next_ + 1);
            if (over) {
                return answer;
            }
        }
    }
    crypto_status step(Hash const* running, byte_view piece, std::uint8_t* out) {
        switch (next_) {
        case 0: return running != nullptr ? running->fork(op_) : op_.start();
        case 3: return op_.finish(out);
        default: return piece.empty() ? crypto_status::done : op_.update(piece);
        }
    }

    Hash op_{};
    std::uint8_t next_ = 0; // step: 0 starts or forks, 1 and 2 add the pieces, 3 finishes
};

} // namespace v0
} // namespace flintls

#endif
