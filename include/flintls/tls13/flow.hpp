// SPDX-License-Identifier: Apache-2.0
/// \file
/// The handshakes of a client and of a server of TLS 1.3, full and by a pre-shared key, and what may follow: RFC 8446
/// 2, 4.6.
#ifndef FLINTLS_TLS13_FLOW_HPP
#define FLINTLS_TLS13_FLOW_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/handshake/flow.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// What a row does. Operations that every version has are numbered as in `flow::op`.
enum class op : std::uint8_t {
    // These wait for the peer:
    idle = static_cast<std::uint8_t>(flow::op::idle),
    expect = static_cast<std::uint8_t>(flow::op::expect),
    may_come = static_cast<std::uint8_t>(flow::op::may_come),
    not_started = static_cast<std::uint8_t>(flow::op::not_started),
    // Before the hello:
    digest_name,
    digest_own_key,
    fill_random,
    start_transcript,
    take_ticket,
    make_share,
    // The hello:
    write_hello,
    digest_hello, ///< without its binders
    make_offered_early_secret,
    make_binder,
    next_binder, ///< back to the secret of the next pre-shared key, if one is offered
    send_client_hello,
    // A HelloRetryRequest:
    digest_first_hello,
    restart_transcript, ///< with a message_hash (RFC 8446 4.4.1)
    hash_message,       ///< a message that was left out of the transcript until now
    begin_second_hello, ///< back to the hello
    // Keys:
    agree,
    make_early_secret,
    make_handshake_secret,
    make_main_secret,
    digest_transcript,
    make_handshake_traffic,
    make_application_traffic,
    make_exporter_secret,
    make_resumption_secret,
    take_read_key,
    take_write_key,
    // The peer's identity:
    digest_identity,
    digest_peer_key,
    trust_peer,
    digest_signed_by_server,
    check_signature,
    // The client's flight:
    send_dummy,
    send_certificate,
    digest_signed_by_client,
    send_certificate_verify,
    make_peer_finished,
    make_own_finished,
    send_finished,
    switch_client, ///< to the secret after its Finished
    conclude,
    // After the handshake:
    make_ticket_secret,
    keep_ticket,
    update_read,
    send_key_update,
    update_write,
    rest, ///< back to `idle`
    // Of a server:
    compare_hellos, ///< the second hello equals the first, but for what a HelloRetryRequest changes
    choose_psk,
    choose,
    check_binder,
    send_server_hello,
    remember_hello, ///< the parts of it that the second one repeats
    send_retry,
    send_encrypted_extensions,
    send_certificate_request,
    digest_own_finished, ///< of the transcript with the own Finished, before it is sent: keys need this digest
    fill_ticket_age,
    seal_ticket,
    next_ticket, ///< back to `fill_ticket_age`, if another ticket is to be sent
};
[[nodiscard]] constexpr flow::op in_flow(op what) { return static_cast<flow::op>(what); }
[[nodiscard]] constexpr op in_tls13(flow::op what) { return static_cast<op>(what); }

namespace when {
// Before the ServerHello:
inline constexpr auto offers_psk = flow::conditions::ticket_due;
inline constexpr auto group_named = flow::conditions::requested; ///< by a HelloRetryRequest
// In the handshake:
inline constexpr auto with_certificate = flow::conditions::with_certificate;
inline constexpr auto with_psk = flow::conditions::with_psk; ///< the server has chosen one
inline constexpr auto with_shares = flow::conditions::with_ecdhe;
inline constexpr auto resumed = flow::conditions::resumed; ///< by a ticket
inline constexpr auto requested = flow::conditions::requested;
inline constexpr auto certified = flow::conditions::certified;
// Of a server:
inline constexpr auto has_psks = flow::conditions::ticket_due;     ///< the hello has some; until a choice is made
inline constexpr auto second_hello = flow::conditions::has_ticket; ///< a HelloRetryRequest was sent
inline constexpr auto gives_tickets = flow::conditions::ticket_due;
} // namespace when

namespace flow_detail {
struct row : flow::row {
    constexpr row(op does, flow::conditions all = {}, flow::conditions any = {}) : flow::row{in_flow(does), all, any} {}
    constexpr row(op waits, handshake_type comes, flow::conditions all = {}, flow::conditions any = {})
        : flow::row{in_flow(waits), comes, all, any} {}
};
} // namespace flow_detail

/// {operation, received message, facts that all hold, facts of which none holds}
inline constexpr auto client_flow = [] {
    using enum op;
    using enum handshake_type;
    using enum flow::conditions;
    using when::offers_psk, when::group_named, when::with_shares;
    using flow_detail::row;
    return std::to_array<flow::row>({
        row{not_started},
        // After a handshake, RFC 8446 4.6: a NewSessionTicket, or a KeyUpdate (see `judge_input`).
        row{idle, new_session_ticket},
        row{make_ticket_secret},
        row{keep_ticket},
        row{rest},
        row{expect, key_update},
        row{update_read},
        row{take_read_key},
        row{rest},
        // An own KeyUpdate: see `begins_update`.
        row{send_key_update},
        row{update_write},
        row{take_write_key},
        row{rest},
        // After a HelloRetryRequest, RFC 8446 4.1.4.
        row{digest_first_hello},
        row{restart_transcript},
        row{hash_message},
        row{make_share, group_named},
        row{send_dummy},
        row{begin_second_hello},
        // A handshake.
        row{digest_name},
        row{digest_own_key},
        row{fill_random},
        row{start_transcript},
        row{take_ticket},
        row{make_share, with_shares},
        row{write_hello},
        row{digest_hello, offers_psk},
        row{make_offered_early_secret, offers_psk},
        row{make_binder, offers_psk},
        row{next_binder, offers_psk},
        row{send_client_hello},
        row{expect, server_hello},
        row{agree, with_shares},
        row{make_early_secret},
        row{make_handshake_secret},
        row{digest_transcript},
        row{make_handshake_traffic},
        row{digest_identity, with_psk, resumed},
        row{send_dummy},
        row{take_read_key},
        row{take_write_key},
        row{expect, encrypted_extensions},
        row{may_come, certificate_request, with_certificate},
        row{expect, certificate, with_certificate},
        row{digest_peer_key, with_certificate},
        row{trust_peer, with_certificate},
        row{expect, certificate_verify, with_certificate},
        row{digest_transcript, with_certificate}, // without CertificateVerify: a long Certificate is complete only now
        row{digest_signed_by_server, with_certificate},
        row{check_signature, with_certificate},
        row{hash_message, with_certificate},
        row{digest_transcript},
        row{make_peer_finished},
        row{expect, finished},
        row{make_main_secret},
        row{digest_transcript},
        row{make_application_traffic},
        row{make_exporter_secret},
        row{take_read_key},
        row{send_certificate, requested},
        row{digest_transcript, certified},
        row{digest_signed_by_client, certified},
        row{send_certificate_verify, certified},
        row{digest_transcript, none},
        row{make_own_finished},
        row{send_finished},
        row{switch_client},
        row{take_write_key},
        row{digest_transcript},
        row{make_resumption_secret},
        row{conclude},
    });
}();

inline constexpr auto server_flow = [] {
    using enum op;
    using enum handshake_type;
    using enum flow::conditions;
    using when::has_psks, when::second_hello, when::with_shares, when::gives_tickets;
    using flow_detail::row;
    return std::to_array<flow::row>({
        row{not_started},
        // After a handshake, RFC 8446 4.6.
        row{idle, key_update},
        row{update_read},
        row{take_read_key},
        row{rest},
        // An own KeyUpdate: see `begins_update`.
        row{send_key_update},
        row{update_write},
        row{take_write_key},
        row{rest},
        // No share of the hello is usable, RFC 8446 4.1.4.
        row{remember_hello},
        row{hash_message},
        row{digest_first_hello},
        row{restart_transcript},
        row{send_retry},
        row{send_dummy},
        row{begin_second_hello},
        // A handshake.
        row{expect, client_hello},
        row{compare_hellos, second_hello},
        row{digest_name},
        row{fill_random},
        row{start_transcript, none, second_hello},
        row{choose_psk, has_psks},
        row{choose},
        row{digest_hello, with_psk},
        row{make_early_secret},
        row{make_binder, with_psk},
        row{check_binder, with_psk},
        row{hash_message},
        row{make_share, with_shares},
        row{agree, with_shares},
        row{make_handshake_secret},
        row{digest_identity, with_psk, resumed},
        row{send_server_hello},
        row{send_dummy},
        row{digest_transcript},
        row{make_handshake_traffic},
        row{take_read_key},
        row{take_write_key},
        row{send_encrypted_extensions},
        row{send_certificate_request, requested},
        row{send_certificate, with_certificate},
        row{digest_transcript, with_certificate},
        row{digest_signed_by_server, with_certificate},
        row{send_certificate_verify, with_certificate},
        row{digest_transcript},
        row{make_own_finished},
        row{digest_own_finished},
        row{make_main_secret},
        row{make_application_traffic},
        row{make_exporter_secret},
        row{send_finished},
        row{take_write_key},
        row{expect, certificate, requested},
        row{digest_peer_key, certified},
        row{trust_peer, certified},
        row{expect, certificate_verify, certified},
        row{digest_transcript, certified}, // without CertificateVerify: a long Certificate is complete only now
        row{digest_signed_by_client, certified},
        row{check_signature, certified},
        row{hash_message, certified},
        row{digest_transcript},
        row{make_peer_finished},
        row{expect, finished},
        row{switch_client},
        row{take_read_key},
        row{digest_transcript},
        row{make_resumption_secret},
        row{fill_ticket_age, gives_tickets},
        row{make_ticket_secret, gives_tickets},
        row{seal_ticket, gives_tickets},
        row{next_ticket, gives_tickets},
        row{conclude},
    });
}();

/// The only row of the client that does `What`.
template <op What>
inline constexpr flow::row const* client_row = &client_flow[flow::row_of(client_flow, in_flow(What))];
/// The same for the server.
template <op What>
inline constexpr flow::row const* server_row = &server_flow[flow::row_of(server_flow, in_flow(What))];

// Neighbouring rows that the code jumps to, or relies on.
static_assert(client_row<op::send_client_hello>[1].operand == flow::input_of(handshake_type::server_hello));
static_assert(client_row<op::update_read>[-1].operand == flow::input_of(handshake_type::key_update));
static_assert(server_row<op::compare_hellos>[-1].operand == flow::input_of(handshake_type::client_hello));

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
