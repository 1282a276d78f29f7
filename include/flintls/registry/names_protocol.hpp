// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of versions, content types and handshake types for printing (RFC 5246 6.2.1 and 7.4, RFC 8446 4 and 5.1).
#ifndef FLINTLS_REGISTRY_NAMES_PROTOCOL_HPP
#define FLINTLS_REGISTRY_NAMES_PROTOCOL_HPP

#include "flintls/registry/content_type.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/name_of.hpp"
#include "flintls/registry/protocol_version.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<protocol_version> {
    using enum protocol_version;
    static constexpr named<protocol_version> table[] = {
        {ssl_3_0, "SSL 3.0"}, {tls_1_0, "TLS 1.0"},   {tls_1_1, "TLS 1.1"},   {tls_1_2, "TLS 1.2"},
        {tls_1_3, "TLS 1.3"}, {dtls_1_3, "DTLS 1.3"}, {dtls_1_2, "DTLS 1.2"}, {dtls_1_0, "DTLS 1.0"},
    };
};

namespace name_detail {
struct content_types : as_declared {
    static constexpr named<content_type> respelt[] = {{content_type::ack, "ACK"}}; // NOLINT(*-avoid-c-arrays)
};
} // namespace name_detail

template <>
struct names<content_type> : enumerator_names<content_type, name_detail::content_types, code_range{20, 27}> {};
template <>
struct names<handshake_type> : enumerator_names<handshake_type, as_declared, code_range{0, 26}, code_range{254, 254}> {
};

} // namespace v0
} // namespace flintls

#endif
