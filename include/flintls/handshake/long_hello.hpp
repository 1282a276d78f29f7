// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello that is longer than the buffer of a server (hello/stream.hpp), and the extensions of it that need not
/// be kept: the server answers as if the hello had been received whole. RFC 5246 7.4.1.2, RFC 8446 4.1.2.
#ifndef FLINTLS_HANDSHAKE_LONG_HELLO_HPP
#define FLINTLS_HANDSHAKE_LONG_HELLO_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/handshake/cookie_layout.hpp"
#include "flintls/handshake/hello_watch.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/hello/stream.hpp"
#include "flintls/hello/stream_rules.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"

namespace flintls {
inline namespace v0 {

namespace long_hello_detail {

/// Bytes of the identities of pre-shared keys that are kept: one of the server's own tickets, and others up to the
/// policy's limit.
template <policy P, std::size_t TicketSize>
inline constexpr std::size_t identity_room = TicketSize + P::limit_of(extension_type::pre_shared_key).most;
/// Bytes of the body of an extension that a server needs whole, or picks elements of; 0: the policy's limit holds.
template <policy P, std::size_t TicketSize> [[nodiscard]] constexpr std::size_t needs(extension_type type) {
    switch (type) {
    case extension_type::session_ticket: return TicketSize;
    case extension_type::record_size_limit: return 2;
    default: break;
    }
    if constexpr (speaks_tls_1_3<P>) {
        using watch = hello_watch<P, identity_room<P, TicketSize>>;
        switch (type) {
        case extension_type::key_share: return watch::shares_room;
        case extension_type::pre_shared_key: return watch::psks_room;
        case extension_type::cookie: return 2 + cookie_layout<P>::size;
        default: break;
        }
    }
    return 0;
}
/// Bytes of the buffer for the extensions of `List` with their headers that the policy's `hello_buffer` does not count
/// in: what a server of TLS 1.3 reads without the policy's list, and lists that are kept in part.
template <policy P, std::size_t TicketSize, class List> inline constexpr std::size_t more = 0;
template <policy P, std::size_t TicketSize, class... Es>
inline constexpr std::size_t more<P, TicketSize, extension_list<Es...>> =
    (std::size_t{0} + ... +
     (stream_detail::condensed_size<P, Es> + needs<P, TicketSize>(Es::type) +
      (is_listed<Es, typename P::client_hello_extensions> ? 0 : 4)));

/// The options of `long_hello_policy`.
template <policy P, std::size_t TicketSize> constexpr options with_room() {
    options o = P::options;
    o.condense_lists = true;
    o.hello_buffer += more<P, TicketSize, received_extensions<P>>;
    return o;
}

} // namespace long_hello_detail

/// The policy of a server's streaming parser. Besides the `hello_buffer` bytes of `P` it has room for what the server
/// needs: from each list the elements that the server can choose, and one of the server's own tickets, of `TicketSize`
/// bytes. For TLS 1.3: the shares of the policy's groups, a cookie, and the identities that the server looks up with
/// their binders: one ticket, and `limit_of(pre_shared_key).most` bytes of other identities.
template <policy P, std::size_t TicketSize>
struct long_hello_policy : policy_of<long_hello_detail::with_room<P, TicketSize>(), P> {
    using client_hello_extensions = received_extensions<P>;
    static constexpr hello_limit limit_of(extension_type type) {
        hello_limit const asked = P::limit_of(type);
        auto const least = static_cast<std::uint16_t>(long_hello_detail::needs<P, TicketSize>(type));
        return {asked.reserved < least ? least : asked.reserved, asked.most < least ? least : asked.most, asked.beyond};
    }
};

namespace long_hello_detail {
template <policy P, std::size_t TicketSize, bool Tls13> struct stream {
    using type = client_hello_stream<long_hello_policy<P, TicketSize>>;
};
template <policy P, std::size_t TicketSize> struct stream<P, TicketSize, true> {
    using type = client_hello_stream<long_hello_policy<P, TicketSize>, hello_watch<P, identity_room<P, TicketSize>>>;
};
struct none {};
template <policy P, std::size_t TicketSize, bool Streams> struct stream_or_none { using type = none; };
template <policy P, std::size_t TicketSize>
struct stream_or_none<P, TicketSize, true> : stream<P, TicketSize, speaks_tls_1_3<P>> {
    static_assert(P::hello_buffer <= P::max_message,
                  "flintls: a server's hello_buffer is larger than the largest hello that max_message lets in");
};
} // namespace long_hello_detail

/// The streaming parser of a server whose tickets have `TicketSize` bytes; empty if its policy has none.
template <policy P, std::size_t TicketSize>
using long_hello_stream = typename long_hello_detail::stream_or_none<P, TicketSize, P::stream_client_hello>::type;

/// True for a server of TLS 1.3 that parses every hello as a stream, the short ones in one piece: then no answer depends
/// on whether the hello fits the buffers.
template <policy P> inline constexpr bool streams_hellos = P::stream_client_hello&& speaks_tls_1_3<P>;
/// True if the current hello of a server of TLS 1.3 is longer than the buffers: it passed into the transcript.
template <class S> [[nodiscard]] constexpr bool is_streamed([[maybe_unused]] S const& s) {
    if constexpr (streams_hellos<typename S::policy_type>) {
        return s.is_long;
    }
    return false;
}

/// Extensions that were received and not kept.
struct lost_extensions {
    bool ticket = false;    ///< longer than the server's own tickets
    bool protocols = false; ///< has none of the policy's protocols
    bool other = false;     ///< an extension that the server needs

    constexpr void add(extension_type type) {
        switch (type) {
        case extension_type::session_ticket: ticket = true; break;
        case extension_type::application_layer_protocol_negotiation: protocols = true; break;
        case extension_type::cookie: break; // it is not the server's: see tls13/cookie.hpp
        default: other = true; break;
        }
    }
};
/// The extensions that a parser has lost in the hello that has passed.
template <class Stream> [[nodiscard]] constexpr lost_extensions lost_in(Stream const& stream) {
    lost_extensions lost;
    stream.for_each_too_long([&lost](extension_type type) { lost.add(type); });
    return lost;
}

} // namespace v0
} // namespace flintls

#endif
