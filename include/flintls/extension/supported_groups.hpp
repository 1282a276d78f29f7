// SPDX-License-Identifier: Apache-2.0
/// \file
/// supported_groups (RFC 8446 4.2.7, RFC 8422 5.1.1): groups for the key exchange, in order of preference.
#ifndef FLINTLS_EXTENSION_SUPPORTED_GROUPS_HPP
#define FLINTLS_EXTENSION_SUPPORTED_GROUPS_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.7 NamedGroupList.
struct supported_groups {
    static constexpr extension_type type = extension_type::supported_groups;
    static constexpr std::uint16_t places =
        placed_in::client_hello | placed_in::encrypted_extensions; ///< RFC 8422 5.1, RFC 8446 4.2.7
    list_view<number<named_group>> named_group_list;

    using wire = fields<field<&supported_groups::named_group_list, vec<named_group, 2, 0xffff>>>;
};

} // namespace v0
} // namespace flintls

#endif
