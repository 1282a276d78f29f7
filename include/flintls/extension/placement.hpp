// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which extension may stand in which message (RFC 8446 4.2), from the declarations of the extensions.
#ifndef FLINTLS_EXTENSION_PLACEMENT_HPP
#define FLINTLS_EXTENSION_PLACEMENT_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/all.hpp"
#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

/// Where one extension may stand.
struct extension_placement {
    extension_type type;
    std::uint16_t messages; ///< a bit for each message and version, see `placement_bit`
};

/// The rows of types that have no declaration.
inline constexpr auto undeclared_placements = std::to_array<extension_placement>({
    {extension_type::use_srtp, placed_in::hellos},                // RFC 5764 4.1
    {extension_type::heartbeat, placed_in::hellos},               // RFC 6520 2
    {extension_type::status_request_v2, placed_in::hellos_1_2},   // RFC 6961 2.2
    {extension_type::client_certificate_type, placed_in::hellos}, // RFC 7250 3
    {extension_type::server_certificate_type, placed_in::hellos}, // RFC 7250 3
});

/// The table. A type that is not in the table may stand everywhere.
inline constexpr auto extension_placements = []<class... Es>(extension_list<Es...>) {
    std::array<extension_placement, sizeof...(Es) + undeclared_placements.size()> rows{
        extension_placement{Es::type, Es::places}...};
    for (std::size_t i = 0; i != undeclared_placements.size(); ++i) {
        rows[sizeof...(Es) + i] = undeclared_placements[i];
    }
    return rows;
}(all_extensions{});

/// True for a type that stands only in the two hellos of TLS 1.2. A server of TLS 1.3 ignores such a type.
[[nodiscard]] constexpr bool is_of_tls_1_2_alone(extension_type type) {
    for (extension_placement const& known : extension_placements) {
        if (known.type == type) {
            return known.messages == placed_in::hellos_1_2;
        }
    }
    return false;
}
/// True if an extension of this type may stand in this message of a handshake of this version.
[[nodiscard]] constexpr bool may_stand_in(extension_type type, extension_context where, protocol_version version) {
    for (extension_placement const& known : extension_placements) {
        if (known.type == type) {
            return (known.messages & placement_bit(where, version)) != 0;
        }
    }
    return true;
}

/// True if an extension of this type may stand there in at least one version.
[[nodiscard]] constexpr bool may_ever_stand_in(extension_type type, extension_context where) {
    return may_stand_in(type, where, protocol_version::tls_1_2) || may_stand_in(type, where, protocol_version::tls_1_3);
}

} // namespace v0
} // namespace flintls

#endif
