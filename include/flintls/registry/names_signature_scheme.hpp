// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of signature schemes for printing (IANA "TLS SignatureScheme"; RFC 8446 4.2.3).
#ifndef FLINTLS_REGISTRY_NAMES_SIGNATURE_SCHEME_HPP
#define FLINTLS_REGISTRY_NAMES_SIGNATURE_SCHEME_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/registry/signature_scheme.hpp"

namespace flintls {
inline namespace v0 {

namespace name_detail {
struct schemes : as_declared {
    using enum signature_scheme;
    static constexpr named<signature_scheme> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {ecdsa_brainpoolp256r1tls13_sha256, "ecdsa_brainpoolP256r1tls13_sha256"},
        {ecdsa_brainpoolp384r1tls13_sha384, "ecdsa_brainpoolP384r1tls13_sha384"},
        {ecdsa_brainpoolp512r1tls13_sha512, "ecdsa_brainpoolP512r1tls13_sha512"},
    };
};
} // namespace name_detail

template <>
struct names<signature_scheme>
    : enumerator_names<signature_scheme, name_detail::schemes, code_range{0x0101, 0x0101}, code_range{0x0201, 0x0203},
                       code_range{0x0301, 0x0303}, code_range{0x0401, 0x0403}, code_range{0x0420, 0x0420},
                       code_range{0x0501, 0x0503}, code_range{0x0520, 0x0520}, code_range{0x0601, 0x0603},
                       code_range{0x0620, 0x0620}, code_range{0x0704, 0x070f}, code_range{0x0804, 0x081c},
                       code_range{0x0904, 0x0906}> {};

} // namespace v0
} // namespace flintls

#endif
