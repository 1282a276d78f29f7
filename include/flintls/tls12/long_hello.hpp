// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello that is longer than the buffer of a TLS 1.2 server (hello/stream.hpp), and the extensions of it that
/// need not be kept: the server answers as if the hello had been received whole.
#ifndef FLINTLS_TLS12_LONG_HELLO_HPP
#define FLINTLS_TLS12_LONG_HELLO_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/hello/stream_rules.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The options of `long_hello_policy`.
template <policy P, std::size_t TicketSize> constexpr options long_hello_options() {
    options o = P::options;
    o.condense_lists = true;
    o.hello_buffer += stream_detail::condensed_sizes<P, typename P::client_hello_extensions> + TicketSize;
    return o;
}

/// The policy of a server's streaming parser. Besides the `hello_buffer` bytes of `P` it has room for what the server
/// needs: from each list the elements that the server can choose, and one of the server's own tickets, of `TicketSize`
/// bytes.
template <policy P, std::size_t TicketSize>
struct long_hello_policy : policy_of<long_hello_options<P, TicketSize>(), P> {
    static constexpr hello_limit limit_of(extension_type type) {
        hello_limit const asked = P::limit_of(type);
        std::size_t const least = type == extension_type::session_ticket ? TicketSize : 0;
        auto const at_least = [least](std::uint16_t size) {
            return size < least ? static_cast<std::uint16_t>(least) : size;
        };
        return {at_least(asked.reserved), at_least(asked.most), asked.beyond};
    }
};

/// Extensions that were received and not kept.
struct lost_extensions {
    bool ticket = false;    ///< longer than the server's own tickets
    bool protocols = false; ///< has none of the policy's protocols
    bool other = false;     ///< an extension that the server needs

    constexpr void add(extension_type type) {
        switch (type) {
        case extension_type::session_ticket: ticket = true; break;
        case extension_type::application_layer_protocol_negotiation: protocols = true; break;
        default: other = true; break;
        }
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
