// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of cipher suites for printing (IANA "TLS Cipher Suites"; RFC 5246 A.5, RFC 8446 B.4).
#ifndef FLINTLS_REGISTRY_NAMES_CIPHER_SUITE_HPP
#define FLINTLS_REGISTRY_NAMES_CIPHER_SUITE_HPP

#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/name_of.hpp"

namespace flintls {
inline namespace v0 {

namespace name_detail {
struct suites {
    static constexpr char prefix[] = "TLS_"; // NOLINT(*-avoid-c-arrays)
    /// In capitals, but for the word "anon".
    static constexpr char letter(char const* at) {
        for (char const* word = at - 3; word <= at; ++word) {
            if (word[0] == 'a' && word[1] == 'n' && word[2] == 'o' && word[3] == 'n') {
                return *at;
            }
        }
        return *at >= 'a' && *at <= 'z' ? static_cast<char>(*at - 'a' + 'A') : *at;
    }
};
} // namespace name_detail

template <>
struct names<cipher_suite>
    : enumerator_names<cipher_suite, name_detail::suites, code_range{0x00, 0xff}, code_range{0x1301, 0x1307},
                       code_range{0x5600, 0x5600}, code_range{0xc000, 0xc0bf}, code_range{0xcca0, 0xccaf},
                       code_range{0xd000, 0xd00f}> {};

} // namespace v0
} // namespace flintls

#endif
