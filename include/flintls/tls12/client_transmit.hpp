// SPDX-License-Identifier: Apache-2.0
/// \file
/// The hello of a client of TLS 1.2, and what it takes of the buffer that it is sent from: RFC 5246 7.4.1.2, RFC 6066 4.
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

/// Bytes of the transmit buffer with which every hello fits that has a name and a ticket of no more than these lengths,
/// also as the protected fragments of a renegotiation.
template <policy P> [[nodiscard]] constexpr std::uint32_t transmit_for(std::size_t host_name, std::size_t ticket) {
    std::size_t const absent = (P::offer_server_name ? P::max_server_name - host_name : 0) +
                               (P::offer_session_tickets ? P::max_ticket - ticket : 0) +
                               (P::session_id_with_ticket ? 0U : 32U);
    std::uint32_t const size = client_hello_bytes<P>.max_size - static_cast<std::uint32_t>(absent);
    std::uint32_t const more =
        P::fragment_length == max_fragment_length_code{} ? 0 : (size - 1) / bytes_of(P::fragment_length);
    return size + (more + 1) * (record_header_size + max_overhead);
}

/// T7: can a hello of this client carry such a ticket?
template <policy P, class C> [[nodiscard]] bool carries(client_state<P, C>& s, byte_view ticket) {
    std::uint32_t const name = s.client.asks_by_name ? s.client.name.size() : 0;
    std::uint32_t size = transmit_for<P>(name, ticket.size());
    if constexpr (speaks_both<P>) {
        size += s.client.both.more;
    }
    return ticket.size() <= P::max_ticket && size <= s.io.out().room();
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
