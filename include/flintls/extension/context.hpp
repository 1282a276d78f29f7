// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the declaration of an extension says beside its body: the messages that may carry it (RFC 8446 4.2), and bounds.
/// Lists of extensions.
#ifndef FLINTLS_EXTENSION_CONTEXT_HPP
#define FLINTLS_EXTENSION_CONTEXT_HPP

#include <cstdint>

#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

/// The messages that carry extensions.
enum class extension_context : std::uint8_t {
    client_hello,
    server_hello,
    hello_retry_request,
    encrypted_extensions,
    certificate,
    certificate_request,
    new_session_ticket,
};

/// TLS 1.2 has extensions only in the two hellos. A ClientHello has one bit: it is sent before a version is chosen.
[[nodiscard]] constexpr std::uint16_t placement_bit(extension_context where, protocol_version version) {
    bool const old_server_hello = where == extension_context::server_hello && version != protocol_version::tls_1_3;
    return static_cast<std::uint16_t>(old_server_hello ? 0x100U : 1U << static_cast<unsigned>(where));
}

/// Where an extension may stand: the bits for its member `places`. TLS 1.3 from RFC 8446 4.2, TLS 1.2 from the
/// extension's own RFC.
namespace placed_in {
inline constexpr std::uint16_t client_hello = 0x001;
inline constexpr std::uint16_t server_hello_1_3 = 0x002;
inline constexpr std::uint16_t hello_retry_request = 0x004;
inline constexpr std::uint16_t encrypted_extensions = 0x008;
inline constexpr std::uint16_t certificate = 0x010;
inline constexpr std::uint16_t certificate_request = 0x020;
inline constexpr std::uint16_t new_session_ticket = 0x040;
inline constexpr std::uint16_t server_hello_1_2 = 0x100;
inline constexpr std::uint16_t hellos_1_2 = client_hello | server_hello_1_2;
inline constexpr std::uint16_t hellos = hellos_1_2 | encrypted_extensions; ///< asked for and answered, in both versions
} // namespace placed_in

/// The bounds of a body that is one number, if its specification has bounds.
struct value_range {
    std::uint8_t above;   ///< the largest forbidden low value
    std::uint8_t highest; ///< 0: no limit
};

/// A list of extensions to capture; it holds types only.
template <class... Extensions> struct extension_list {};

/// True if the list has an extension with the type of `E`.
template <class E, class List> inline constexpr bool is_listed = false;
template <class E, class... Es>
inline constexpr bool is_listed<E, extension_list<Es...>> = (... || (Es::type == E::type));

} // namespace v0
} // namespace flintls

#endif
