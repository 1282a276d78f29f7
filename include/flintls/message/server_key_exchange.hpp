// SPDX-License-Identifier: Apache-2.0
/// \file
/// ServerKeyExchange of TLS 1.2 (RFC 8422 5.4, RFC 4279 2, RFC 5489 2): one handshake type, and one structure for each
/// kind of key exchange. The cipher suite decides the kind; the bytes do not tell it.
#ifndef FLINTLS_MESSAGE_SERVER_KEY_EXCHANGE_HPP
#define FLINTLS_MESSAGE_SERVER_KEY_EXCHANGE_HPP

#include <cstdint>

#include "flintls/message/digitally_signed.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/only.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8422 5.4 ServerECDHParams. Explicit curves are withdrawn: another `curve_type` is an illegal_parameter.
struct server_ecdh_params {
    ec_curve_type curve_type{}; ///< named_curve
    named_group namedcurve{};
    byte_view point; ///< RFC 8422 5.4.1; aliases the parsed buffer

    using wire = fields<field<&server_ecdh_params::curve_type, only<ec_curve_type::named_curve>>,
                        field<&server_ecdh_params::namedcurve>, field<&server_ecdh_params::point, opaque<1, 0xff>>>;
    friend constexpr bool operator==(server_ecdh_params const&, server_ecdh_params const&) = default;
};

/// The encoded size of the parameters, in bytes. The signature of a `server_key_exchange_ecdhe` covers the two randoms
/// and so many bytes from the start of the body (RFC 8422 5.4).
[[nodiscard]] constexpr std::uint32_t encoded_size(server_ecdh_params const& params) {
    constexpr auto without_point = static_cast<std::uint32_t>(min_size<server_ecdh_params>) - 1;
    return without_point + params.point.size();
}

/// ECDHE_ECDSA and ECDHE_RSA (RFC 8422 5.4).
struct server_key_exchange_ecdhe {
    static constexpr handshake_type msg_type = handshake_type::server_key_exchange;

    server_ecdh_params params;
    digitally_signed signed_params;

    using wire = fields<field<&server_key_exchange_ecdhe::params>, field<&server_key_exchange_ecdhe::signed_params>>;
    friend constexpr bool operator==(server_key_exchange_ecdhe const&, server_key_exchange_ecdhe const&) = default;
};

/// PSK (RFC 4279 2). A server without a hint does not send this message.
struct server_key_exchange_psk {
    static constexpr handshake_type msg_type = handshake_type::server_key_exchange;

    byte_view psk_identity_hint; ///< aliases the parsed buffer

    using wire = fields<field<&server_key_exchange_psk::psk_identity_hint, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(server_key_exchange_psk const&, server_key_exchange_psk const&) = default;
};

/// ECDHE_PSK (RFC 5489 2). The parameters are not signed: the pre-shared key authenticates them.
struct server_key_exchange_ecdhe_psk {
    static constexpr handshake_type msg_type = handshake_type::server_key_exchange;

    byte_view psk_identity_hint; ///< empty: none; aliases the parsed buffer
    server_ecdh_params params;

    using wire = fields<field<&server_key_exchange_ecdhe_psk::psk_identity_hint, opaque<0, 0xffff>>,
                        field<&server_key_exchange_ecdhe_psk::params>>;
    friend constexpr bool operator==(server_key_exchange_ecdhe_psk const&,
                                     server_key_exchange_ecdhe_psk const&) = default;
};

} // namespace v0
} // namespace flintls

#endif
