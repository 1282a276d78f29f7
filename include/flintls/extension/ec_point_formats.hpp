// SPDX-License-Identifier: Apache-2.0
/// \file
/// ec_point_formats (RFC 8422 5.1.2).
#ifndef FLINTLS_EXTENSION_EC_POINT_FORMATS_HPP
#define FLINTLS_EXTENSION_EC_POINT_FORMATS_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8422 5.1.2 ECPointFormatList.
struct ec_point_formats {
    static constexpr extension_type type = extension_type::ec_point_formats;
    static constexpr std::uint16_t places = placed_in::hellos_1_2; ///< RFC 8422 5.1.2, 5.2
    list_view<number<ec_point_format>> ec_point_format_list;

    using wire = fields<field<&ec_point_formats::ec_point_format_list, vec<ec_point_format, 1, 255>>>;
};

/// True if the list has the uncompressed format, which RFC 8422 5.1.2 requires.
[[nodiscard]] constexpr bool lists_uncompressed(ec_point_formats const& formats) {
    return formats.ec_point_format_list.contains(ec_point_format::uncompressed);
}

} // namespace v0
} // namespace flintls

#endif
