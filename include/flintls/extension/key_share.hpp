// SPDX-License-Identifier: Apache-2.0
/// \file
/// key_share (RFC 8446 4.2.8).
#ifndef FLINTLS_EXTENSION_KEY_SHARE_HPP
#define FLINTLS_EXTENSION_KEY_SHARE_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.8 KeyShareEntry.
struct key_share_entry {
    named_group group{};
    byte_view key_exchange; ///< aliases the parsed buffer

    using wire = fields<field<&key_share_entry::group>, field<&key_share_entry::key_exchange, opaque<1, 0xffff>>>;
    friend constexpr bool operator==(key_share_entry const&, key_share_entry const&) = default;
};

/// RFC 8446 4.2.8 KeyShareServerHello.
struct key_share_server_hello : key_share_entry {
    static constexpr extension_type type = extension_type::key_share;
};

/// RFC 8446 4.2.8 KeyShareHelloRetryRequest.
struct key_share_hello_retry_request {
    static constexpr extension_type type = extension_type::key_share;
    named_group selected_group{};

    using wire = fields<field<&key_share_hello_retry_request::selected_group>>;
    friend constexpr bool operator==(key_share_hello_retry_request, key_share_hello_retry_request) = default;
};

/// RFC 8446 4.2.8 KeyShareClientHello. An empty list requests a HelloRetryRequest.
struct key_share {
    static constexpr extension_type type = extension_type::key_share;
    static constexpr std::uint16_t places =
        placed_in::client_hello | placed_in::server_hello_1_3 | placed_in::hello_retry_request; ///< RFC 8446 4.2.8
    list_view<nested<key_share_entry>> client_shares;

    using wire = fields<field<&key_share::client_shares, vec<key_share_entry, 0, 0xffff>>>;
    using in_server_hello = key_share_server_hello;
    using in_hello_retry_request = key_share_hello_retry_request;
};

} // namespace v0
} // namespace flintls

#endif
