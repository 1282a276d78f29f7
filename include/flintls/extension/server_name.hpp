// SPDX-License-Identifier: Apache-2.0
/// \file
/// server_name (RFC 6066 3): whom the client wants to talk to.
#ifndef FLINTLS_EXTENSION_SERVER_NAME_HPP
#define FLINTLS_EXTENSION_SERVER_NAME_HPP

#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 3 ServerName. Every name_type begins with a length of two bytes, also those that nobody has defined yet.
struct server_name_entry {
    flintls::name_type name_type{};
    byte_view name; ///< for host_name: ASCII, no trailing dot; aliases the parsed buffer

    using wire = fields<field<&server_name_entry::name_type>, field<&server_name_entry::name, opaque<1, 0xffff>>>;
    friend constexpr bool operator==(server_name_entry const&, server_name_entry const&) = default;
};

/// RFC 6066 3 ServerNameList.
struct server_name {
    static constexpr extension_type type = extension_type::server_name;
    list_view<nested<server_name_entry>> server_name_list;

    /// The first name of type host_name; empty where there is none.
    [[nodiscard]] constexpr byte_view host_name() const {
        for (server_name_entry const& entry : server_name_list) {
            if (entry.name_type == name_type::host_name) {
                return entry.name;
            }
        }
        return {};
    }

    using wire = fields<field<&server_name::server_name_list, vec<server_name_entry, 1, 0xffff>>>;
    using in_server_hello = empty_extension<extension_type::server_name>;
};

} // namespace v0
} // namespace flintls

#endif
