// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a driver goes from one of its states to the next.
#ifndef FLINTLS_TLS12_STEPPER_HPP
#define FLINTLS_TLS12_STEPPER_HPP

#include "flintls/crypto/status.hpp"
#include "flintls/judgement.hpp"
#include "flintls/tls12/progress.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// `Side` has a `state_`, `over()` and `fail(errc)`.
template <class Side> class stepper {
protected:
    /// Goes on in state `next`.
    template <class State> progress go(State next) {
        side().state_ = next;
        return progress::again;
    }
    /// Goes on in state `next` if the rules allow it.
    template <class State> [[gnu::noinline]] progress then(judgement answer, State next) {
        return answer.proceeds() ? go(next) : side().obey(answer);
    }
    /// Goes on in state `next` when a message is on its way.
    template <class State> [[gnu::noinline]] progress then(progress sent, State next) {
        if (sent == progress::again && !side().over()) {
            side().state_ = next;
        }
        return sent;
    }
    /// Goes on in state `next` when an operation is done.
    template <class State>
    [[gnu::noinline]] progress then(crypto_status answer, State next, errc why = errc::crypto_failed) {
        if (answer == crypto_status::done) {
            side().state_ = next;
        }
        return answer == crypto_status::pending ? progress::crypto
               : answer == crypto_status::done  ? progress::again
                                                : side().fail(why);
    }
    /// The same for a public-key operation, of which there is one in a call of `run`.
    template <class State> progress then_pause(crypto_status answer, State next, errc why) {
        progress const p = then(answer, next, why);
        return answer == crypto_status::done ? progress::crypto : p;
    }

private:
    Side& side() { return static_cast<Side&>(*this); }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
