// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the bytes of a handshake message do not tell: which of several shapes it has.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DIALECT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DIALECT_HPP

#include <cstdint>
#include <string_view>

#include "flintls/flintls.hpp"
#include "flintls/registry/names_cipher_suite.hpp"

namespace support {

/// RFC 5077 or RFC 8446: what kind of new_session_ticket the messages hold, and whose certificates.
enum class ticket_kind : std::uint8_t { tls12, tls13 };

/// The kinds of key exchange that are decoded (RFC 8422, RFC 4279, RFC 5489).
enum class key_exchange : std::uint8_t { other, ecdhe, psk, ecdhe_psk };

/// What a suite exchanges keys with; its name says it.
[[nodiscard]] inline key_exchange key_exchange_of(flintls::cipher_suite suite) {
    char const* const found = flintls::name_of(suite);
    std::string_view const name = found != nullptr ? found : "";
    if (name.starts_with("TLS_ECDHE_ECDSA_") || name.starts_with("TLS_ECDHE_RSA_")) {
        return key_exchange::ecdhe;
    }
    if (name.starts_with("TLS_ECDHE_PSK_")) {
        return key_exchange::ecdhe_psk;
    }
    return name.starts_with("TLS_PSK_WITH_") ? key_exchange::psk : key_exchange::other;
}

struct dialect {
    ticket_kind tickets = ticket_kind::tls12;
    key_exchange exchange = key_exchange::other;

    /// A ServerHello says how keys are exchanged behind it.
    void learn(flintls::server_hello const& hello) { exchange = key_exchange_of(hello.cipher_suite); }
    template <class M> void learn(M const&) {}
};

/// A message of this type whose shape is not known.
template <flintls::handshake_type Type> struct raw_message {
    static constexpr flintls::handshake_type msg_type = Type;
    flintls::byte_view body;

    using wire = flintls::fields<flintls::field<&raw_message::body, flintls::remaining>>;
};

} // namespace support

#endif
