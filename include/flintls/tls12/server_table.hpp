// SPDX-License-Identifier: Apache-2.0
/// \file
/// The order of a server's handshake (RFC 5246 7.3, RFC 5077 3.1).
#ifndef FLINTLS_TLS12_SERVER_TABLE_HPP
#define FLINTLS_TLS12_SERVER_TABLE_HPP

#include <array>
#include <cstdint>

#include "flintls/tls12/transition.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

enum class server_state : std::uint8_t {
    // waits for the client:
    idle,
    expect_client_hello,
    expect_key_exchange,
    expect_change,
    expect_finished,
    // has something to do:
    not_started,
    send_request,
    begin_handshake,
    open_ticket,
    choose,
    send_hello,
    send_certificate,
    make_share,
    digest_params,
    sign,
    send_key_exchange,
    send_done,
    agree,
    digest_identity,
    make_master,
    check_peer,
    expand,
    peer_finished,
    seal_ticket,
    send_change,
    own_finished,
    send_finished,
    conclude,
};

enum class server_action : std::uint8_t {
    refuse, ///< unexpected_message
    hello,
    key_exchange,
    change,
    finished,
};

inline constexpr transition_table<server_state, server_action, server_state::expect_finished, server_action::finished>
    server_table{[] {
        using enum server_state;
        using action = server_action;
        using row = transition<server_state, server_action>;
        return std::array<row, 5>{{
            {idle, input::client_hello, action::hello},
            {expect_client_hello, input::client_hello, action::hello},
            {expect_key_exchange, input::client_key_exchange, action::key_exchange},
            {expect_change, input::change_cipher_spec, action::change},
            {expect_finished, input::finished, action::finished},
        }};
    }()};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
