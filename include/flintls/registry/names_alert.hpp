// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of alerts for printing (IANA "TLS Alerts"; RFC 5246 7.2, RFC 8446 6).
#ifndef FLINTLS_REGISTRY_NAMES_ALERT_HPP
#define FLINTLS_REGISTRY_NAMES_ALERT_HPP

#include "flintls/registry/alert.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<alert_level> : enumerator_names<alert_level, as_declared, code_range{1, 2}> {};
template <> struct names<alert_description> : enumerator_names<alert_description, as_declared, code_range{0, 121}> {};

} // namespace v0
} // namespace flintls

#endif
