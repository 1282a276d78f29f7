// SPDX-License-Identifier: Apache-2.0
/// \file
/// record_size_limit (RFC 8449 4).
#ifndef FLINTLS_EXTENSION_RECORD_SIZE_LIMIT_HPP
#define FLINTLS_EXTENSION_RECORD_SIZE_LIMIT_HPP

#include <cstdint>

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8449 4: plaintext bytes of the largest record that the sender accepts. A selection that captures the extension
/// refuses a limit below 64 with illegal_parameter.
struct record_size_limit {
    static constexpr extension_type type = extension_type::record_size_limit;
    static constexpr std::uint16_t places = placed_in::hellos; ///< RFC 8449 4
    static constexpr value_range allowed{.above = 63, .highest = 0};
    std::uint16_t limit{};

    using wire = fields<field<&record_size_limit::limit>>;
    friend constexpr bool operator==(record_size_limit, record_size_limit) = default;
};

} // namespace v0
} // namespace flintls

#endif
