// SPDX-License-Identifier: Apache-2.0
/// \file
/// Trust anchors (RFC 5280 6.1.1 (d)).
#ifndef FLINTLS_TRUST_ANCHOR_HPP
#define FLINTLS_TRUST_ANCHOR_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/trust/issuer_algorithm.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// A trusted name and its key: of a root, of an intermediate, or of one peer. Nothing else of its certificate counts,
/// neither dates nor constraints (RFC 5280 6.2). An anchor can lie in flash: `examples/make_anchor`.
struct anchor {
    std::array<std::uint8_t, 32> subject; ///< SHA-256 of the Name in DER
    issuer_key key;                       ///< a view; its bytes outlive the anchor
};

/// Finds the name and the key for an anchor in a certificate in DER; both alias it. \return false: malformed, or a key
/// of an unknown kind
[[nodiscard]] constexpr bool find_anchor(byte_view certificate, byte_view& subject, issuer_key& key) {
    der_walk walk{certificate};
    (void)walk.enter(der_tag::sequence);
    (void)walk.enter(der_tag::sequence);
    (void)walk.take_optional(der_tag::constructed(0)); // version
    for (std::uint8_t const tag : {der_tag::integer, der_tag::sequence, der_tag::sequence, der_tag::sequence}) {
        (void)walk.take(tag); // serialNumber, signature, issuer, validity
    }
    std::uint8_t const* const begin = walk.position();
    (void)walk.take(der_tag::sequence);
    std::uint8_t const* const info = walk.position();
    (void)walk.take(der_tag::sequence);
    subject = key.key = {};
    key.kind = issuer_key::sort::none;
    if (walk.what() == errc::ok) {
        subject = {begin, static_cast<std::uint32_t>(info - begin)};
        key = issuer_key_of<true, true>({info, static_cast<std::uint32_t>(walk.position() - info)});
    }
    return key.kind != issuer_key::sort::none;
}

} // namespace v0
} // namespace flintls

#endif
