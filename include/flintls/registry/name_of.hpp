// SPDX-License-Identifier: Apache-2.0
/// \file
/// `name_of`: code points as text. A table is stored only in a program that calls `name_of` for its enum at run time.
/// The tables are in names_*.hpp, one header for each registry; names.hpp includes them all.
#ifndef FLINTLS_REGISTRY_NAME_OF_HPP
#define FLINTLS_REGISTRY_NAME_OF_HPP

#include "flintls/registry/grease.hpp"

namespace flintls {
inline namespace v0 {

/// A row of a table of names.
template <class E> struct named {
    E value;
    char const* name;
};

/// Specialised for each enum that can be printed: `table`, an array of `named<E>`.
template <class E> struct names;

/// The name as IANA or the RFC spells it, "GREASE" for a value of RFC 8701, null for one without a name.
template <class E>
    requires requires { names<E>::table; }
constexpr char const* name_of(E value) {
    if constexpr (requires { is_grease(value); }) {
        if (is_grease(value)) {
            return "GREASE";
        }
    }
    for (named<E> const& row : names<E>::table) {
        if (row.value == value) {
            return row.name;
        }
    }
    return nullptr;
}

} // namespace v0
} // namespace flintls

#endif
