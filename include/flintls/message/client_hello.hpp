// SPDX-License-Identifier: Apache-2.0
/// \file
/// ClientHello (RFC 5246 7.4.1.2, RFC 8446 4.1.2).
#ifndef FLINTLS_MESSAGE_CLIENT_HELLO_HPP
#define FLINTLS_MESSAGE_CLIENT_HELLO_HPP

#include "flintls/extension/block.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.1.2. `Extensions` is a face of an extensions block (extension/block.hpp). Views alias the parsed buffer.
template <class Extensions> struct basic_client_hello {
    static constexpr handshake_type msg_type = handshake_type::client_hello;

    protocol_version legacy_version{};
    fixed_view<32> random;
    byte_view session_id;
    list_view<number<cipher_suite>> cipher_suites;
    list_view<number<compression_method>> compression_methods;
    Extensions extensions{};

    using wire = fields<field<&basic_client_hello::legacy_version>,                                        //
                        field<&basic_client_hello::random, fixed<32>>,                                     //
                        field<&basic_client_hello::session_id, opaque<0, 32>>,                             //
                        field<&basic_client_hello::cipher_suites, vec<cipher_suite, 2, 0xfffe>>,           //
                        field<&basic_client_hello::compression_methods, vec<compression_method, 1, 0xff>>, //
                        field<&basic_client_hello::extensions, extension_block<extension_context::client_hello>>>;
};

/// A hello with all its extensions raw, for peeking, fingerprints and lossless copies.
using client_hello = basic_client_hello<extension_view>;

namespace client_hello_detail {
template <class List> struct selecting;
template <class... Es> struct selecting<extension_list<Es...>> {
    using type = basic_client_hello<selection<extension_context::client_hello, Es...>>;
};
} // namespace client_hello_detail

/// A hello whose extensions in `List`, an `extension_list`, are checked and captured.
template <class List> using client_hello_with = typename client_hello_detail::selecting<List>::type;

/// The signalling suites that a hello lists (RFC 5746 3.3, RFC 7507 3).
struct signalling_suites {
    bool empty_renegotiation_info_scsv = false;
    bool fallback_scsv = false;
};

[[nodiscard]] constexpr signalling_suites find_signalling_suites(list_view<number<cipher_suite>> const& suites) {
    return {suites.contains(cipher_suite::empty_renegotiation_info_scsv), suites.contains(cipher_suite::fallback_scsv)};
}

} // namespace v0
} // namespace flintls

#endif
