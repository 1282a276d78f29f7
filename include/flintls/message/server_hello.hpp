// SPDX-License-Identifier: Apache-2.0
/// \file
/// ServerHello (RFC 5246 7.4.1.3, RFC 8446 4.1.3) and HelloRetryRequest (RFC 8446 4.1.4).
#ifndef FLINTLS_MESSAGE_SERVER_HELLO_HPP
#define FLINTLS_MESSAGE_SERVER_HELLO_HPP

#include <array>
#include <cstdint>

#include "flintls/extension/block.hpp"
#include "flintls/registry/cipher_suite.hpp"
#include "flintls/registry/code_points.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/registry/protocol_version.hpp"
#include "flintls/wire/codec.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.1.3: a ServerHello with this random, SHA-256 of "HelloRetryRequest", is a HelloRetryRequest.
inline constexpr std::array<std::uint8_t, 32> hello_retry_request_random{
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

/// True if a ServerHello is a HelloRetryRequest. `server_hello` has no header, and may be truncated.
[[nodiscard]] constexpr bool is_hello_retry_request(byte_view server_hello) {
    constexpr std::uint32_t at_random = 2;
    byte_view const random = server_hello.subview(at_random, hello_retry_request_random.size());
    return random == byte_view{hello_retry_request_random};
}

namespace server_hello_detail {

template <class List> struct selecting;

/// The rules for a HelloRetryRequest, if the extensions of a selection have other rules there.
template <class Extensions> struct retry { static constexpr bool differs = false; };
template <class... Es> struct retry<selection<extension_context::server_hello, Es...>> {
    static constexpr bool differs =
        (... || (Es::type == extension_type::key_share || Es::type == extension_type::cookie));
    using set = extension_set<extension_context::hello_retry_request, Es...>;
};

/// The extensions block of a ServerHello, which has other rules in a HelloRetryRequest (RFC 8446 4.1.4).
template <auto Member> struct block : field<Member, extension_block<extension_context::server_hello>> {
    using codec = extension_block<extension_context::server_hello>;
    using rules = retry<member_type<Member>>;

    template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
        if constexpr (rules::differs) {
            if (m.is_hello_retry_request()) {
                return codec::read(c, m.*Member, rules::set::table);
            }
        }
        return codec::read(c, m.*Member);
    }
};

} // namespace server_hello_detail

/// RFC 8446 4.1.3; in TLS 1.2 the block of extensions may be absent (RFC 5246 7.4.1.3).
template <class Extensions> struct basic_server_hello {
    static constexpr handshake_type msg_type = handshake_type::server_hello;

    protocol_version legacy_version{};
    fixed_view<32> random;
    byte_view session_id; ///< TLS 1.3: echoes the client's
    flintls::cipher_suite cipher_suite{};
    flintls::compression_method compression_method{};
    Extensions extensions{};

    [[nodiscard]] constexpr bool is_hello_retry_request() const {
        return random == fixed_view<32>{hello_retry_request_random};
    }

    using wire = fields<field<&basic_server_hello::legacy_version>,            //
                        field<&basic_server_hello::random, fixed<32>>,         //
                        field<&basic_server_hello::session_id, opaque<0, 32>>, //
                        field<&basic_server_hello::cipher_suite>,              //
                        field<&basic_server_hello::compression_method>,        //
                        server_hello_detail::block<&basic_server_hello::extensions>>;
};

/// A ServerHello or HelloRetryRequest with all its extensions raw.
using server_hello = basic_server_hello<extension_view>;

namespace server_hello_detail {
template <class... Es> struct selecting<extension_list<Es...>> {
    using type = basic_server_hello<selection<extension_context::server_hello, Es...>>;
};
} // namespace server_hello_detail

/// A ServerHello whose extensions in `List`, an `extension_list`, are checked and captured.
template <class List> using server_hello_with = typename server_hello_detail::selecting<List>::type;

/// The same for a reader that knows the hello. A parse does not refuse an extension without a place in a ServerHello:
/// the reader first judges whether the extension was offered (RFC 5246 7.4.1.4).
template <class List> struct server_hello_to_judge;
template <class... Es>
struct server_hello_to_judge<extension_list<Es...>>
    : basic_server_hello<selection<extension_context::server_hello, Es...>> {
    using whole = basic_server_hello<selection<extension_context::server_hello, Es...>>;
    struct block : field<&whole::extensions, extension_block<extension_context::server_hello>> {
        using codec = extension_block<extension_context::server_hello>;
        template <class M> [[gnu::always_inline]] static constexpr errc read(cursor& c, M& m) {
            return codec::read(c, m.extensions,
                               basic_extension_set<extension_context::server_hello, false, Es...>::table);
        }
    };
    using wire = fields<field<&whole::legacy_version>, field<&whole::random, fixed<32>>,
                        field<&whole::session_id, opaque<0, 32>>, field<&whole::cipher_suite>,
                        field<&whole::compression_method>, block>;
};

} // namespace v0
} // namespace flintls

#endif
