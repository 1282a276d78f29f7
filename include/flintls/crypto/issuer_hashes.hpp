// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hashes of the signatures in certificates, as one hash that is chosen at run time.
#ifndef FLINTLS_CRYPTO_ISSUER_HASHES_HPP
#define FLINTLS_CRYPTO_ISSUER_HASHES_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// One of several hashes, in the memory of the largest. A hash that is not a model of `hash` costs nothing.
template <hash Sha256, class Sha384 = unneeded<1>, class Sha512 = unneeded<2>> class issuer_hashes {
public:
    [[nodiscard]] static constexpr bool has(issuer_hash which) {
        return which == issuer_hash::sha256 || (hash<Sha384> && which == issuer_hash::sha384) ||
               (hash<Sha512> && which == issuer_hash::sha512);
    }
    void reset() { room_.reset(); }
    /// \pre has(which)
    crypto_status start(issuer_hash which) {
        which_ = which;
        return run([](auto& op) { return op.start(); });
    }
    crypto_status update(byte_view bytes) {
        return run([bytes](auto& op) { return op.update(bytes); });
    }
    crypto_status finish(std::uint8_t* out) {
        return run([out](auto& op) { return op.finish(out); });
    }

private:
    static constexpr bool is_one = !hash<Sha384> && !hash<Sha512>;

    template <class F> crypto_status run(F step) {
        if constexpr (is_one) {
            return step(room_);
        } else {
            return run_chosen(step);
        }
    }
    template <class F> crypto_status run_chosen(F step) {
        if constexpr (hash<Sha384>) {
            if (which_ == issuer_hash::sha384) {
                return step(room_.template as<Sha384>());
            }
        }
        if constexpr (hash<Sha512>) {
            if (which_ == issuer_hash::sha512) {
                return step(room_.template as<Sha512>());
            }
        }
        return step(room_.template as<Sha256>());
    }

    std::conditional_t<is_one, Sha256, one_of<Sha256, Sha384, Sha512>> room_{};
    issuer_hash which_ = issuer_hash::none;
};

} // namespace v0
} // namespace flintls

#endif
