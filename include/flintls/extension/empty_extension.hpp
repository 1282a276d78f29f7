// SPDX-License-Identifier: Apache-2.0
/// \file
/// Extensions that say all they have to say by being there.
#ifndef FLINTLS_EXTENSION_EMPTY_EXTENSION_HPP
#define FLINTLS_EXTENSION_EMPTY_EXTENSION_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// An extension with an empty body.
template <extension_type Type> struct empty_extension {
    static constexpr extension_type type = Type;

    using wire = fields<>;
    friend constexpr bool operator==(empty_extension, empty_extension) = default;
};

} // namespace v0
} // namespace flintls

#endif
