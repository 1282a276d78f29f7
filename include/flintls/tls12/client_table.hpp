// SPDX-License-Identifier: Apache-2.0
/// \file
/// The order of a client's handshake (RFC 5246 7.3, RFC 5077 3.1).
#ifndef FLINTLS_TLS12_CLIENT_TABLE_HPP
#define FLINTLS_TLS12_CLIENT_TABLE_HPP

#include <array>
#include <cstdint>

#include "flintls/tls12/transition.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

enum class client_state : std::uint8_t {
    // waits for the server:
    idle,
    expect_server_hello,
    expect_certificate,
    expect_key_exchange,
    expect_key_exchange_or_done, ///< plain PSK: the hint is optional (RFC 4279 2)
    expect_request_or_done,
    expect_done,
    expect_ticket,
    expect_change,
    expect_finished,
    // has something to do:
    not_started,
    digest_name,
    begin_handshake,
    send_hello,
    digest_key,
    trust_peer,
    digest_identity,
    digest_params,
    check_signature,
    keep_share,
    send_certificate,
    make_share,
    send_key_exchange,
    agree,
    make_master,
    check_peer,
    expand,
    send_change,
    own_finished,
    send_finished,
    peer_finished,
    conclude,
    // and where there is a certificate of the client's own:
    digest_own_key, ///< before a handshake begins
    send_chain,
    digest_transcript, ///< behind the master secret
    sign,
};

enum class client_action : std::uint8_t {
    refuse, ///< unexpected_message
    hello_request,
    server_hello,
    certificate,
    key_exchange,
    request,
    done,
    ticket,
    change,
    finished,
};

/// Where the server has not said yet whether it resumes, a ticket or a ChangeCipherSpec may come instead of what a full
/// handshake goes on with (T2); `client_resumption` refuses them where it has.
inline constexpr transition_table<client_state, client_action, client_state::expect_finished, client_action::finished>
    client_table{[] {
        using enum client_state;
        using action = client_action;
        using row = transition<client_state, client_action>;
        return std::array<row, 26>{{
            {idle, input::hello_request, action::hello_request},
            {expect_server_hello, input::hello_request, action::hello_request},
            {expect_server_hello, input::server_hello, action::server_hello},
            {expect_certificate, input::hello_request, action::hello_request},
            {expect_certificate, input::certificate, action::certificate},
            {expect_certificate, input::new_session_ticket, action::ticket},
            {expect_certificate, input::change_cipher_spec, action::change},
            {expect_key_exchange, input::hello_request, action::hello_request},
            {expect_key_exchange, input::server_key_exchange, action::key_exchange},
            {expect_key_exchange, input::new_session_ticket, action::ticket},
            {expect_key_exchange, input::change_cipher_spec, action::change},
            {expect_key_exchange_or_done, input::hello_request, action::hello_request},
            {expect_key_exchange_or_done, input::server_key_exchange, action::key_exchange},
            {expect_key_exchange_or_done, input::server_hello_done, action::done},
            {expect_key_exchange_or_done, input::new_session_ticket, action::ticket},
            {expect_key_exchange_or_done, input::change_cipher_spec, action::change},
            {expect_request_or_done, input::hello_request, action::hello_request},
            {expect_request_or_done, input::certificate_request, action::request},
            {expect_request_or_done, input::server_hello_done, action::done},
            {expect_done, input::hello_request, action::hello_request},
            {expect_done, input::server_hello_done, action::done},
            {expect_ticket, input::hello_request, action::hello_request},
            {expect_ticket, input::new_session_ticket, action::ticket},
            {expect_change, input::hello_request, action::hello_request},
            {expect_change, input::change_cipher_spec, action::change},
            {expect_finished, input::finished, action::finished},
        }};
    }()};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
