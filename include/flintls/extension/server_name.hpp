// SPDX-License-Identifier: Apache-2.0
/// \file
/// server_name (RFC 6066 3): the name of the server that the client connects to.
#ifndef FLINTLS_EXTENSION_SERVER_NAME_HPP
#define FLINTLS_EXTENSION_SERVER_NAME_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/extension/empty_extension.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 3 ServerName. The data of every name_type begins with a length of two bytes, also of an undefined
/// name_type, for which the name may be empty.
struct server_name_entry {
    flintls::name_type name_type{};
    byte_view name; ///< for host_name: ASCII, no trailing dot; aliases the parsed buffer

    using wire = fields<field<&server_name_entry::name_type>, field<&server_name_entry::name, opaque<0, 0xffff>>>;
    friend constexpr bool operator==(server_name_entry const&, server_name_entry const&) = default;
};

/// RFC 6066 3: a host_name has at least one byte, and no name_type stands twice in a list.
struct names_rule {
    static constexpr bool each_kind_once = true; ///< for programs (wire/program.hpp), which do not call `judge`

    template <class List>
    [[gnu::always_inline]] static constexpr error judge(List const& before, server_name_entry const& each) {
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
    static constexpr std::uint16_t places = placed_in::hellos; ///< RFC 6066 3
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

/// Refuses bytes that no host name holds (RFC 6066 3: ASCII): NUL and other controls, blanks, and bytes above 0x7E.
/// \return success, or forbidden_value with the offset of the first such byte in the name
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
