// SPDX-License-Identifier: Apache-2.0
/// \file
/// The handshakes of TLS 1.2, full and abbreviated, of a client and of a server: RFC 5246 7.3, RFC 5077 3.1.
#ifndef FLINTLS_TLS12_FLOW_HPP
#define FLINTLS_TLS12_FLOW_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/handshake/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// {operation, input that is received, conditions that must hold, conditions that must not hold}
inline constexpr auto client_flow = [] {
    using enum flow::op;
    using enum flow::conditions;
    using enum handshake_type;
    return std::to_array<flow::row>({
        {not_started},
        {idle, hello_request},
        {digest_name},
        {digest_own_key},
        {fill_random},
        {start_transcript},
        {take_ticket},
        {send_client_hello},
        {expect, server_hello},
        // A full handshake. The client leaves these rows once the server has shown that it resumes: see `judge_input`.
        {expect, certificate, with_certificate, resumed},
        {digest_peer_key, with_certificate, resumed},
        {trust_peer, with_certificate, resumed},
        {may_come, server_key_exchange, with_psk, with_ecdhe | resumed}, // RFC 4279 2: the hint is optional
        {expect, server_key_exchange, with_ecdhe, resumed},
        {choose_psk, with_psk, resumed},
        {digest_params, with_certificate, resumed},
        {check_signature, with_certificate, resumed},
        {keep_share, with_ecdhe, resumed},
        {may_come, certificate_request, with_certificate, resumed},
        {expect, server_hello_done, none, resumed},
        {send_certificate, requested, resumed},
        {make_share, with_ecdhe, resumed},
        {send_client_key_exchange, none, resumed},
        {agree, with_ecdhe, resumed},
        {digest_identity, with_psk, resumed},
        {make_master, none, resumed},
        {digest_transcript, certified, resumed}, // RFC 7627 3, 6.3: the master secret is made before CertificateVerify
        {send_certificate_verify, certified, resumed},
        // Full and abbreviated handshakes.
        {check_peer},
        {expand},
        // Abbreviated: the server sends ChangeCipherSpec first.
        {expect, new_session_ticket, resumed | ticket_due},
        {expect, flow::input::change_cipher_spec, resumed},
        {take_read_key, resumed},
        {make_peer_finished, resumed},
        {expect, finished, resumed},
        // Full and abbreviated handshakes.
        {send_change},
        {take_write_key},
        {make_own_finished},
        {send_finished},
        // Full: the server follows.
        {expect, new_session_ticket, ticket_due, resumed},
        {expect, flow::input::change_cipher_spec, none, resumed},
        {take_read_key, none, resumed},
        {make_peer_finished, none, resumed},
        {expect, finished, none, resumed},
        // Full and abbreviated handshakes.
        {conclude},
    });
}();

inline constexpr auto server_flow = [] {
    using enum flow::op;
    using enum flow::conditions;
    using enum handshake_type;
    return std::to_array<flow::row>({
        {not_started},
        {send_hello_request},
        {idle, client_hello},
        {expect, client_hello},
        {digest_name},
        {fill_random},
        {open_ticket, has_ticket},
        {choose},
        {send_server_hello},
        // A full handshake.
        {send_certificate, with_certificate, resumed},
        {make_share, with_ecdhe, resumed},
        {digest_params, with_certificate, resumed},
        {send_server_key_exchange, with_ecdhe, resumed}, // PSK without a hint has none (RFC 4279 2)
        {send_certificate_request, requested, resumed},
        {send_server_hello_done, none, resumed},
        {expect, certificate, requested, resumed},
        {digest_peer_key, certified, resumed},
        {trust_peer, certified, resumed},
        {expect, client_key_exchange, none, resumed},
        {choose_psk, with_psk, resumed},
        {agree, with_ecdhe, resumed},
        {digest_identity, with_psk, resumed},
        {make_master, none, resumed},
        {digest_transcript, certified, resumed}, // CertificateVerify itself is not yet hashed
        {expect, certificate_verify, certified, resumed},
        {check_signature, certified, resumed},
        // Full and abbreviated handshakes.
        {check_peer},
        {expand},
        // Full: the client sends ChangeCipherSpec first.
        {expect, flow::input::change_cipher_spec, none, resumed},
        {take_read_key, none, resumed},
        {make_peer_finished, none, resumed},
        {expect, finished, none, resumed},
        // Full and abbreviated handshakes.
        {seal_ticket, ticket_due},
        {send_change},
        {take_write_key},
        {make_own_finished},
        {send_finished},
        // Abbreviated: the client follows.
        {expect, flow::input::change_cipher_spec, resumed},
        {take_read_key, resumed},
        {make_peer_finished, resumed},
        {expect, finished, resumed},
        // Full and abbreviated handshakes.
        {conclude},
    });
}();

/// The row of the client, or of the server, with the operation `What`.
template <flow::op What> inline constexpr flow::row const* client_row = &client_flow[flow::row_of(client_flow, What)];
template <flow::op What> inline constexpr flow::row const* server_row = &server_flow[flow::row_of(server_flow, What)];

// Code jumps to the row after one of these, or relies on two adjacent rows.
static_assert(client_row<flow::op::send_client_hello>[1].operand == flow::input_of(handshake_type::server_hello));
static_assert(server_row<flow::op::idle>[1].operand == flow::input_of(handshake_type::client_hello));
static_assert(server_row<flow::op::send_hello_request> + 1 == server_row<flow::op::idle>);

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
