// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of extension types for printing (IANA "TLS ExtensionType Values"; RFC 8446 4.2).
#ifndef FLINTLS_REGISTRY_NAMES_EXTENSION_TYPE_HPP
#define FLINTLS_REGISTRY_NAMES_EXTENSION_TYPE_HPP

#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

namespace name_detail {
struct extension_types : as_declared {
    static constexpr named<extension_type> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {extension_type::tlmsp, "TLMSP"},
        {extension_type::tlmsp_proxying, "TLMSP_proxying"},
        {extension_type::tlmsp_delegate, "TLMSP_delegate"},
        {extension_type::connection_id_deprecated, "connection_id (deprecated)"},
    };
};
} // namespace name_detail

template <>
struct names<extension_type>
    : enumerator_names<extension_type, name_detail::extension_types, code_range{0, 62}, code_range{13172, 13172},
                       code_range{17513, 17513}, code_range{17613, 17613}, code_range{30032, 30032},
                       code_range{0xca34, 0xca34}, code_range{0xfd00, 0xfd00}, code_range{0xfe0d, 0xfe0d},
                       code_range{0xff01, 0xff01}> {};

} // namespace v0
} // namespace flintls

#endif
