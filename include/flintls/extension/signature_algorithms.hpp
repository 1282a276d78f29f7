// SPDX-License-Identifier: Apache-2.0
/// \file
/// signature_algorithms and signature_algorithms_cert (RFC 8446 4.2.3, RFC 5246 7.4.1.4.1).
#ifndef FLINTLS_EXTENSION_SIGNATURE_ALGORITHMS_HPP
#define FLINTLS_EXTENSION_SIGNATURE_ALGORITHMS_HPP

#include "flintls/extension/context.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.3 SignatureSchemeList; in RFC 5246 7.4.1.4.1 the same bytes are pairs of hash and signature.
template <extension_type Type, std::uint16_t Places> struct signature_scheme_list {
    static constexpr extension_type type = Type;
    static constexpr std::uint16_t places = Places;
    list_view<number<signature_scheme>> supported_signature_algorithms;

    using wire =
        fields<field<&signature_scheme_list::supported_signature_algorithms, vec<signature_scheme, 2, 0xfffe>>>;
};
using signature_algorithms =
    signature_scheme_list<extension_type::signature_algorithms,
                          placed_in::client_hello | placed_in::certificate_request>; // RFC 5246 7.4.1.4.1
using signature_algorithms_cert =
    signature_scheme_list<extension_type::signature_algorithms_cert,
                          placed_in::client_hello | placed_in::certificate_request>; // RFC 8446 4.2.3

} // namespace v0
} // namespace flintls

#endif
