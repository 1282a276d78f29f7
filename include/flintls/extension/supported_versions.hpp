// SPDX-License-Identifier: Apache-2.0
/// \file
/// supported_versions (RFC 8446 4.2.1).
#ifndef FLINTLS_EXTENSION_SUPPORTED_VERSIONS_HPP
#define FLINTLS_EXTENSION_SUPPORTED_VERSIONS_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.1, in a ServerHello or HelloRetryRequest: the chosen version.
struct selected_version {
    static constexpr extension_type type = extension_type::supported_versions;
    protocol_version version{};

    using wire = fields<field<&selected_version::version>>;
    friend constexpr bool operator==(selected_version, selected_version) = default;
};

/// RFC 8446 4.2.1, in a ClientHello: versions in order of preference.
struct supported_versions {
    static constexpr extension_type type = extension_type::supported_versions;
    static constexpr std::uint16_t places =
        placed_in::client_hello | placed_in::server_hello_1_3 | placed_in::hello_retry_request; ///< RFC 8446 4.2.1
    list_view<number<protocol_version>> versions;

    using wire = fields<field<&supported_versions::versions, vec<protocol_version, 2, 254>>>;
    using in_server_hello = selected_version;
};

} // namespace v0
} // namespace flintls

#endif
