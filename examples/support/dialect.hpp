// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a decoder needs beside the bytes of a handshake message: the version and the key exchange.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DIALECT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DIALECT_HPP

#include <cstdint>
#include <string_view>

#include "flintls/flintls.hpp"
#include "flintls/registry/names_cipher_suite.hpp"

namespace support {

/// The version whose shapes NewSessionTicket, Certificate and CertificateRequest have: RFC 5077 and RFC 5246, or RFC
/// 8446.
enum class ticket_kind : std::uint8_t { tls12, tls13 };

/// The key exchanges that are decoded (RFC 8422, RFC 4279, RFC 5489).
enum class key_exchange : std::uint8_t { other, ecdhe, psk, ecdhe_psk };

/// The key exchange of a suite, by the suite's name.
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

    /// A ServerHello chooses the key exchange of the messages after it.
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
