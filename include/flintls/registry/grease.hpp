// SPDX-License-Identifier: Apache-2.0
/// \file
/// GREASE: reserved values that clients offer at random, so that peers keep ignoring unknown values (RFC 8701 2).
#ifndef FLINTLS_REGISTRY_GREASE_HPP
#define FLINTLS_REGISTRY_GREASE_HPP

#include <cstdint>
#include <type_traits>

#include "flintls/registry/code_points.hpp"

namespace flintls {
inline namespace v0 {

/// True for 0x0a0a, 0x1a1a, … 0xfafa, as a suite, extension type, group, signature scheme or version (RFC 8701 2).
constexpr bool is_grease(std::uint16_t value) { return (value & 0x0f0fU) == 0x0a0aU && value >> 8U == (value & 0xffU); }

template <class E>
    requires std::is_same_v<std::underlying_type_t<E>, std::uint16_t>
constexpr bool is_grease(E value) { return is_grease(static_cast<std::uint16_t>(value)); }

/// True for 0x0b, 0x2a, 0x49, … 0xe4 (RFC 8701 2).
constexpr bool is_grease(psk_key_exchange_mode mode) { return static_cast<std::uint8_t>(mode) % 0x1fU == 0x0bU; }

} // namespace v0
} // namespace flintls

#endif
