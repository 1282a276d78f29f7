// SPDX-License-Identifier: Apache-2.0
/// \file
/// The form of a server's cookie: RFC 8446 4.2.2.
#ifndef FLINTLS_HANDSHAKE_COOKIE_LAYOUT_HPP
#define FLINTLS_HANDSHAKE_COOKIE_LAYOUT_HPP

#include <cstdint>

#include "flintls/handshake/identity_marks.hpp"
#include "flintls/handshake/suite_hashes.hpp"
#include "flintls/policy.hpp"

namespace flintls {
inline namespace v0 {

/// `uint32 time | NamedGroup group | CipherSuite suite | identity_marks | Hash(ClientHello1) | HMAC`.
template <policy P> struct cookie_layout {
    static constexpr std::uint32_t group_at = 4;
    static constexpr std::uint32_t suite_at = 6;
    static constexpr std::uint32_t marks_at = 8;
    static constexpr std::uint32_t hash_at = marks_at + identity_marks<P>::size;
    static constexpr std::uint32_t mac_at = hash_at + hashes_of<P>::max_size; // a shorter hash does not fill this
    static constexpr std::uint32_t mac_size = hashes_of<P>::hmac::size;
    static constexpr std::uint32_t size = mac_at + mac_size;
};

} // namespace v0
} // namespace flintls

#endif
