// SPDX-License-Identifier: Apache-2.0
/// \file
/// max_fragment_length (RFC 6066 4): smaller records, for small receivers.
#ifndef FLINTLS_EXTENSION_MAX_FRAGMENT_LENGTH_HPP
#define FLINTLS_EXTENSION_MAX_FRAGMENT_LENGTH_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 4. A selection that captures the extension refuses a value other than 1 to 4 with illegal_parameter.
struct max_fragment_length {
    static constexpr extension_type type = extension_type::max_fragment_length;
    static constexpr std::uint16_t places = placed_in::hellos; ///< RFC 6066 4
    static constexpr value_range allowed{.above = 0, .highest = 4};
    max_fragment_length_code max_fragment_length_value{};

    using wire = fields<field<&max_fragment_length::max_fragment_length_value>>;
    friend constexpr bool operator==(max_fragment_length, max_fragment_length) = default;
};

} // namespace v0
} // namespace flintls

#endif
