// SPDX-License-Identifier: Apache-2.0
/// \file
/// Two hashes of the same bytes: a transcript before it is known which of them the handshake needs (RFC 5246 7.4.9,
/// RFC 8446 4.4.1).
#ifndef FLINTLS_CRYPTO_TWO_HASHES_HPP
#define FLINTLS_CRYPTO_TWO_HASHES_HPP

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// An operation (crypto/status.hpp): the caller repeats a `pending` call with the same arguments. Both hashes run until
/// one of them is dropped.
template <hash First, hash Second> class two_hashes {
public:
    /// Both hashes run from the next `start` on.
    void reset() {
        first_.reset();
        second_.reset();
        first_is_done_ = false;
        runs_first_ = runs_second_ = true;
    }
    crypto_status start() {
        return each([](auto& hash) { return hash.start(); });
    }
    crypto_status update(byte_view bytes) {
        return each([&](auto& hash) { return hash.update(bytes); });
    }

    /// The first hash no longer runs, also after a further `start`. \pre no operation is pending
    void drop_first() {
        first_.reset();
        runs_first_ = false;
    }
    void drop_second() {
        second_.reset();
        runs_second_ = false;
    }
    /// The running hashes, to be forked.
    [[nodiscard]] First const& first() const& { return first_; }
    [[nodiscard]] Second const& second() const& { return second_; }

private:
    template <class F> crypto_status each(F const& f) {
        crypto_status answer = crypto_status::done;
        if (runs_first_ && !first_is_done_) {
            answer = f(first_);
        }
        if (answer == crypto_status::done && runs_second_) {
            answer = f(second_);
            first_is_done_ = answer == crypto_status::pending;
        }
        return answer;
    }

    First first_{};
    Second second_{};
    bool first_is_done_ = false; // the first hash has the bytes for which the second is pending
    bool runs_first_ = true;
    bool runs_second_ = true;
};

} // namespace v0
} // namespace flintls

#endif
