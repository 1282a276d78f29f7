// SPDX-License-Identifier: Apache-2.0
/// \file
/// HMAC (RFC 2104 2) under a secret in memory, over pieces of a message.
#ifndef FLINTLS_CRYPTO_SECRET_MAC_HPP
#define FLINTLS_CRYPTO_SECRET_MAC_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/hmac_steps.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// An operation (crypto/status.hpp): the caller repeats a `pending` run with the same arguments. An `hmac_of_bytes`
/// reads the secret in place. For any other HMAC the secret is imported once, and the key stays until `forget`.
template <hmac Hmac> class secret_mac {
    static constexpr bool imports = !hmac_of_bytes<Hmac>;
    using key = typename std::conditional_t<imports, Hmac, unneeded<0>>::key;

public:
    secret_mac() = default;
    secret_mac(secret_mac const&) = delete;
    secret_mac& operator=(secret_mac const&) = delete;
    ~secret_mac() { reset(); }

    void reset() {
        mac_.reset();
        forget();
    }
    /// Wipes the imported key, before a run with another secret.
    void forget() {
        key_ = key{};
        has_key_ = false;
    }

    /// Writes HMAC(secret, pieces), `Hmac::size` bytes. `out` may be one of the pieces and does not overlap the secret.
    crypto_status run(byte_view const& secret, std::span<byte_view const> pieces, std::uint8_t* out) {
        if constexpr (imports) {
            if (!has_key_) {
                crypto_status const status = Hmac::import_key(secret, key_);
                if (status != crypto_status::done) {
                    return status;
                }
                has_key_ = true;
            }
            return mac_.run(key_, pieces, out);
        } else {
            return mac_.run(secret, pieces, out);
        }
    }

private:
    hmac_steps<Hmac> mac_;
    [[no_unique_address]] key key_{};
    bool has_key_ = false;
};

} // namespace v0
} // namespace flintls

#endif
