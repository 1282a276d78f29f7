// SPDX-License-Identifier: Apache-2.0
/// \file
/// The order of a client's handshake (RFC 5246 7.3, RFC 5077 3.1).
#ifndef FLINTLS_TLS12_CLIENT_TABLE_HPP
#define FLINTLS_TLS12_CLIENT_TABLE_HPP

#include <array>
#include <cstdint>

#include "flintls/tls12/state.hpp"
#include "flintls/tls12/transition.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

enum class client_action : std::uint8_t {
    refuse, ///< unexpected_message
    hello_request,
    change,
    finished,
    server_hello,
    certificate,
    request,
    done,
    ticket,
    key_exchange,
};

/// Where the server has not said yet whether it resumes, a ticket or a ChangeCipherSpec may come instead of what a full
/// handshake goes on with (T2); `client_resumption` refuses them where it has.
inline constexpr transition_table<state, client_action, 26> client_table{
    [] {
        using enum state;
        using action = client_action;
        using type = handshake_type;
        using row = transition<state, client_action>;
        return std::array<row, 26>{{
            {idle, type::hello_request, action::hello_request},
            {expect_server_hello, type::hello_request, action::hello_request},
            {expect_server_hello, type::server_hello, action::server_hello},
            {expect_certificate, type::hello_request, action::hello_request},
            {expect_certificate, type::certificate, action::certificate},
            {expect_certificate, type::new_session_ticket, action::ticket},
            {expect_certificate, input::change_cipher_spec, action::change},
            {expect_key_exchange, type::hello_request, action::hello_request},
            {expect_key_exchange, type::server_key_exchange, action::key_exchange},
            {expect_key_exchange, type::new_session_ticket, action::ticket},
            {expect_key_exchange, input::change_cipher_spec, action::change},
            {expect_key_exchange_or_done, type::hello_request, action::hello_request},
            {expect_key_exchange_or_done, type::server_key_exchange, action::key_exchange},
            {expect_key_exchange_or_done, type::server_hello_done, action::done},
            {expect_key_exchange_or_done, type::new_session_ticket, action::ticket},
            {expect_key_exchange_or_done, input::change_cipher_spec, action::change},
            {expect_request_or_done, type::hello_request, action::hello_request},
            {expect_request_or_done, type::certificate_request, action::request},
            {expect_request_or_done, type::server_hello_done, action::done},
            {expect_done, type::hello_request, action::hello_request},
            {expect_done, type::server_hello_done, action::done},
            {expect_ticket, type::hello_request, action::hello_request},
            {expect_ticket, type::new_session_ticket, action::ticket},
            {expect_change, type::hello_request, action::hello_request},
            {expect_change, input::change_cipher_spec, action::change},
            {expect_finished, type::finished, action::finished},
        }};
    }(),
    std::array{state::idle, state::expect_server_hello, state::expect_certificate, state::expect_key_exchange,
               state::expect_key_exchange_or_done, state::expect_request_or_done, state::expect_done,
               state::expect_ticket, state::expect_change, state::expect_finished},
    client_action::key_exchange};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
