// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hello of a client of TLS 1.2, and the size of the transmit buffer for it: RFC 5246 7.4.1.2, RFC 6066 4.
#ifndef FLINTLS_TLS12_CLIENT_TRANSMIT_HPP
#define FLINTLS_TLS12_CLIENT_TRANSMIT_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/hello/compiled_hello.hpp"
#include "flintls/record/protection.hpp"
#include "flintls/tls12/client_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

template <policy P> inline constexpr auto client_hello_bytes = make_client_hello<part_of_tls_1_2<P>>();

/// Bytes of the transmit buffer that are enough for every hello with a name and a ticket of at most these lengths, also
/// if a renegotiation sends the hello as protected fragments.
template <policy P> [[nodiscard]] constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket) {
    std::size_t const absent = (P::offer_server_name ? P::max_server_name - host_name : 0) +
                               (P::offer_session_tickets ? P::max_ticket - ticket : 0) +
                               (P::session_id_with_ticket || P::offer_session_ids ? 0U : 32U);
    std::uint32_t const size = client_hello_bytes<P>.max_size - static_cast<std::uint32_t>(absent);
    constexpr std::uint32_t asked = P::fragment_length == max_fragment_length_code{} ? 0 : bytes_of(P::fragment_length);
    constexpr auto own = static_cast<std::uint32_t>(P::max_send_fragment < max_plaintext ? P::max_send_fragment : 0);
    constexpr std::uint32_t limit = asked == 0 || (own != 0 && own < asked) ? own : asked;
    std::uint32_t more = 0;
    if constexpr (limit != 0) {
        more = (size - 1) / limit;
    }
    return size + (more + 1) * (record_header_size + max_overhead);
}

/// T7: true if a hello of this client can carry the ticket.
template <policy P, class C> [[nodiscard]] bool carries(client_state<P, C>& s, byte_view ticket) {
    std::uint32_t const name = s.client.asks_by_name ? s.client.name.size() : 0;
    std::uint32_t size = transmit_for<P>(name, ticket.size());
    if constexpr (offers_record_limit<P>) { // RFC 8449 4: a renegotiation's hello is cut by the server's limit
        size += (size - 1) / s.io.fragment_limit() * (record_header_size + max_overhead);
    }
    if constexpr (speaks_both<P>) {
        size += s.client.both.more;
    }
    return ticket.size() <= P::max_ticket && size <= s.io.out().room();
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
