// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of groups for printing (IANA "TLS Supported Groups"; RFC 8446 4.2.7).
#ifndef FLINTLS_REGISTRY_NAMES_NAMED_GROUP_HPP
#define FLINTLS_REGISTRY_NAMES_NAMED_GROUP_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/registry/named_group.hpp"

namespace flintls {
inline namespace v0 {

namespace name_detail {
struct groups : as_declared {
    using enum named_group;
    static constexpr named<named_group> respelt[] = {
        // NOLINT(*-avoid-c-arrays)
        {brainpoolp256r1, "brainpoolP256r1"},
        {brainpoolp384r1, "brainpoolP384r1"},
        {brainpoolp512r1, "brainpoolP512r1"},
        {brainpoolp256r1tls13, "brainpoolP256r1tls13"},
        {brainpoolp384r1tls13, "brainpoolP384r1tls13"},
        {brainpoolp512r1tls13, "brainpoolP512r1tls13"},
        {gc256a, "GC256A"},
        {gc256b, "GC256B"},
        {gc256c, "GC256C"},
        {gc256d, "GC256D"},
        {gc512a, "GC512A"},
        {gc512b, "GC512B"},
        {gc512c, "GC512C"},
        {curvesm2, "curveSM2"},
        {mlkem512, "MLKEM512"},
        {mlkem768, "MLKEM768"},
        {mlkem1024, "MLKEM1024"},
        {secp256r1mlkem768, "SecP256r1MLKEM768"},
        {x25519mlkem768, "X25519MLKEM768"},
        {secp384r1mlkem1024, "SecP384r1MLKEM1024"},
        {curvesm2mlkem768, "curveSM2MLKEM768"},
        {x25519kyber768draft00, "X25519Kyber768Draft00"},
        {secp256r1kyber768draft00, "SecP256r1Kyber768Draft00"},
    };
};
} // namespace name_detail

template <>
struct names<named_group>
    : enumerator_names<named_group, name_detail::groups, code_range{1, 41}, code_range{256, 260}, code_range{512, 514},
                       code_range{4587, 4590}, code_range{25497, 25498}, code_range{0xff01, 0xff02}> {};

} // namespace v0
} // namespace flintls

#endif
