// SPDX-License-Identifier: Apache-2.0
/// \file
/// Extensions whose presence alone has a meaning.
#ifndef FLINTLS_EXTENSION_EMPTY_EXTENSION_HPP
#define FLINTLS_EXTENSION_EMPTY_EXTENSION_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// An extension with an empty body. `Places`: see `placed_in`; 0 for a form of an extension that is not empty elsewhere.
template <extension_type Type, std::uint16_t Places = 0> struct empty_extension {
    static constexpr extension_type type = Type;
    static constexpr std::uint16_t places = Places;

    using wire = fields<>;
    friend constexpr bool operator==(empty_extension, empty_extension) = default;
};

} // namespace v0
} // namespace flintls

#endif
