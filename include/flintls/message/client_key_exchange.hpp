// SPDX-License-Identifier: Apache-2.0
/// \file
/// ClientKeyExchange of TLS 1.2 (RFC 8422 5.7, RFC 4279 2, RFC 5489 2): one handshake type, and one structure for each
/// kind of key exchange. The cipher suite decides the kind; the bytes do not tell it.
#ifndef FLINTLS_MESSAGE_CLIENT_KEY_EXCHANGE_HPP
#define FLINTLS_MESSAGE_CLIENT_KEY_EXCHANGE_HPP

#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// ECDHE_ECDSA and ECDHE_RSA (RFC 8422 5.7).
struct client_key_exchange_ecdhe {
    static constexpr handshake_type msg_type = handshake_type::client_key_exchange;

    byte_view point; ///< RFC 8422 5.4.1; aliases the parsed buffer

    using wire = fields<field<&client_key_exchange_ecdhe::point, opaque<1, 0xff>>>;
    friend constexpr bool operator==(client_key_exchange_ecdhe const&, client_key_exchange_ecdhe const&) = default;
};

/// PSK (RFC 4279 2).
struct client_key_exchange_psk {
    static constexpr handshake_type msg_type = handshake_type::client_key_exchange;

    byte_view psk_identity; ///< UTF-8 (RFC 4279 5.1); aliases the parsed buffer

    using wire = fields<field<&client_key_exchange_psk::psk_identity, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(client_key_exchange_psk const&, client_key_exchange_psk const&) = default;
};

/// ECDHE_PSK (RFC 5489 2).
struct client_key_exchange_ecdhe_psk {
    static constexpr handshake_type msg_type = handshake_type::client_key_exchange;

    byte_view psk_identity; ///< UTF-8 (RFC 4279 5.1); aliases the parsed buffer
    byte_view point;        ///< RFC 8422 5.4.1; aliases the parsed buffer

    using wire = fields<field<&client_key_exchange_ecdhe_psk::psk_identity, opaque<0, 0xffff>>,
                        field<&client_key_exchange_ecdhe_psk::point, opaque<1, 0xff>>>;
    friend constexpr bool operator==(client_key_exchange_ecdhe_psk const&,
                                     client_key_exchange_ecdhe_psk const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
