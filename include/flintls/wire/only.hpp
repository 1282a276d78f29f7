// SPDX-License-Identifier: Apache-2.0
/// \file
/// Codecs of a number with one allowed value, or with an upper bound (RFC 8446 3.6).
#ifndef FLINTLS_WIRE_ONLY_HPP
#define FLINTLS_WIRE_ONLY_HPP

#include <cstddef>
#include <type_traits>

#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/number.hpp"

namespace flintls {
inline namespace v0 {

/// A number that must be `Value`. Any other value is a `forbidden_value`.
template <auto Value> struct only {
    using value_type = std::remove_const_t<decltype(Value)>;
    static constexpr std::size_t min_size = sizeof(value_type);
    static constexpr std::size_t max_size = sizeof(value_type);

    [[gnu::always_inline]] static constexpr errc read(cursor& c, value_type& value) {
        cursor behind = c;
        if (errc const e = number<value_type>::read(behind, value); e != errc::ok) {
            return e;
        }
        if (value != Value) {
            return errc::forbidden_value;
        }
        c.p = behind.p;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, value_type value) {
        return value == Value ? number<value_type>::write(out, value) : errc::not_representable;
    }
};

/// A number up to `Most`. A larger value is a `forbidden_value`.
template <auto Most> struct at_most {
    using value_type = std::remove_const_t<decltype(Most)>;
    static constexpr std::size_t min_size = sizeof(value_type);
    static constexpr std::size_t max_size = sizeof(value_type);

    [[gnu::always_inline]] static constexpr errc read(cursor& c, value_type& value) {
        cursor behind = c;
        if (errc const e = number<value_type>::read(behind, value); e != errc::ok) {
            return e;
        }
        if (value > Most) {
            return errc::forbidden_value;
        }
        c.p = behind.p;
        return errc::ok;
    }
    [[gnu::always_inline]] static constexpr errc write(sink& out, value_type value) {
        return value <= Most ? number<value_type>::write(out, value) : errc::not_representable;
    }
};

} // namespace v0
} // namespace flintls

#endif
