// SPDX-License-Identifier: Apache-2.0
/// \file
/// server_name (RFC 6066 3): whom the client wants to talk to.
#ifndef FLINTLS_EXTENSION_SERVER_NAME_HPP
#define FLINTLS_EXTENSION_SERVER_NAME_HPP

#include <cstdint>

#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 3 ServerName. Every name_type begins with a length of two bytes, also those that nobody has defined yet: of
/// these a name may be empty.
struct server_name_entry {
    flintls::name_type name_type{};
    byte_view name; ///< for host_name: ASCII, no trailing dot; aliases the parsed buffer

    using wire = fields<field<&server_name_entry::name_type>, field<&server_name_entry::name, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(server_name_entry const&, server_name_entry const&) = default;
};

/// RFC 6066 3: a host_name has a byte at least, and no name_type stands in a list twice.
struct names_rule {
    static constexpr bool each_kind_once = true; ///< said for programs (wire/program.hpp), which do not call it

    template <class List> static constexpr error judge(List const& before, server_name_entry const& each) {
        if (each.name_type == name_type::host_name && each.name.empty()) {
            return {errc::bad_length, 1};
        }
        for (server_name_entry const& other : before) {
            if (other.name_type == each.name_type) {
                return {errc::forbidden_value, 0};
            }
        }
        return {};
    }
};

/// RFC 6066 3 ServerNameList.
struct server_name {
    static constexpr extension_type type = extension_type::server_name;
    list_view<nested<server_name_entry>> server_name_list;

    /// The name of type host_name; empty where there is none.
    [[nodiscard]] constexpr byte_view host_name() const {
        for (server_name_entry const& entry : server_name_list) {
            if (entry.name_type == name_type::host_name) {
                return entry.name;
            }
        }
        return {};
    }

    using wire = fields<field<&server_name::server_name_list, vec<server_name_entry, 1, 0xffff, names_rule>>>;
    using in_server_hello = empty_extension<extension_type::server_name>;
};

/// What no host name holds (RFC 6066 3: ASCII): NUL and other controls, blanks, and what is above 0x7E.
/// \return success, or forbidden_value at which byte of the name
[[nodiscard]] constexpr error judge_host_name(byte_view name) {
    for (std::uint32_t i = 0; i < name.size(); ++i) {
        if (name[i] <= 0x20 || name[i] > 0x7e) {
            return {errc::forbidden_value, i};
        }
    }
    return {};
}

} // namespace v0
} // namespace flintls

#endif
