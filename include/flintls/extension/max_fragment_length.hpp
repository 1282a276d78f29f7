// SPDX-License-Identifier: Apache-2.0
/// \file
/// max_fragment_length (RFC 6066 4): smaller records, for small receivers.
#ifndef FLINTLS_EXTENSION_MAX_FRAGMENT_LENGTH_HPP
#define FLINTLS_EXTENSION_MAX_FRAGMENT_LENGTH_HPP

#include "flintls/extension/table.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 6066 4. A value other than 1 to 4 is an illegal_parameter where a selection captures it.
struct max_fragment_length {
    static constexpr extension_type type = extension_type::max_fragment_length;
    static constexpr value_range allowed{.above = 0, .highest = 4};
    max_fragment_length_code max_fragment_length_value{};

    using wire = fields<field<&max_fragment_length::max_fragment_length_value>>;
    friend constexpr bool operator==(max_fragment_length, max_fragment_length) = default;
};

} // namespace v0
} // namespace flintls

#endif
