// SPDX-License-Identifier: Apache-2.0
/// \file
/// The extensions that a cipher suite needs in a ClientHello, by its name: IANA spells the key exchange before "WITH".
#ifndef FLINTLS_REGISTRY_SUITE_NEEDS_HPP
#define FLINTLS_REGISTRY_SUITE_NEEDS_HPP

#include "flintls/registry/cipher_suite.hpp"
#include "flintls/wire/member_name.hpp"

namespace flintls {
inline namespace v0 {

struct suite_needs {
    bool points = true;       ///< ec_point_formats: for a suite of RFC 8422
    bool groups = true;       ///< supported_groups: for a suite of RFC 8422 or RFC 7919
    bool certificates = true; ///< signature_algorithms: for a server with a certificate (RFC 5246 7.4.1.4.1)
};

namespace suite_needs_detail {
[[nodiscard]] constexpr bool begins(char const* name, char const* with) {
    while (*with != '\0' && *name == *with) {
        ++name;
        ++with;
    }
    return *with == '\0';
}
[[nodiscard]] constexpr bool contains(char const* name, char const* part) {
    while (*name != '\0' && !begins(name, part)) {
        ++name;
    }
    return *name != '\0';
}
[[nodiscard]] constexpr suite_needs needs_of(char const* name) {
    if (!contains(name, "_with_")) { // a suite of TLS 1.3, or a value without a name: may need all three
        return {};
    }
    bool const elliptic = begins(name, "ecdh");
    bool const preshared = begins(name, "psk_") || begins(name, "dhe_psk_") || begins(name, "ecdhe_psk_");
    bool const other = contains(name, "_anon_") || begins(name, "srp_sha_with_") || begins(name, "null_with_");
    return {elliptic, elliptic || begins(name, "dh") || begins(name, "psk_dhe_"), !preshared && !other};
}
} // namespace suite_needs_detail

/// The needs of all these suites together.
template <cipher_suite... Suites>
inline constexpr suite_needs needs_of_suites{(... || suite_needs_detail::needs_of(member_name<Suites>).points),
                                             (... || suite_needs_detail::needs_of(member_name<Suites>).groups),
                                             (... || suite_needs_detail::needs_of(member_name<Suites>).certificates)};

} // namespace v0
} // namespace flintls

#endif
