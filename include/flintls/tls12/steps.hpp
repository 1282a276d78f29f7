// SPDX-License-Identifier: Apache-2.0
/// \file
/// Several crypto operations in a row, each of which may answer `pending`.
#ifndef FLINTLS_TLS12_STEPS_HPP
#define FLINTLS_TLS12_STEPS_HPP

#include <cstdint>

#include "flintls/crypto/status.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Remembers how far a sequence has come.
class steps {
public:
    /// Does each step once, in order, from where it stopped; begins anew after the last one and after a failure.
    template <class... Step> [[gnu::always_inline]] constexpr crypto_status run(Step... each) {
        crypto_status answer = crypto_status::done;
        std::uint8_t at = next_;
        while (answer == crypto_status::done && at < sizeof...(Step)) {
            std::uint8_t index = 0;
            static_cast<void>(((index++ == at && (answer = each(), true)) || ...));
            at = static_cast<std::uint8_t>(at + 1);
        }
        next_ = answer == crypto_status::pending ? static_cast<std::uint8_t>(at - 1) : std::uint8_t{0};
        return answer;
    }
    constexpr void reset() { next_ = 0; }

private:
    std::uint8_t next_ = 0;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
