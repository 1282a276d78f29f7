// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of errors for printing, spelt as their enumerators (wire/error.hpp).
#ifndef FLINTLS_REGISTRY_NAMES_ERRC_HPP
#define FLINTLS_REGISTRY_NAMES_ERRC_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<errc> : enumerator_names<errc, as_declared, code_range{0, 127}> {};

} // namespace v0
} // namespace flintls

#endif
