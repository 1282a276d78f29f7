// SPDX-License-Identifier: Apache-2.0
/// \file
/// The order of a server's handshake (RFC 5246 7.3, RFC 5077 3.1).
#ifndef FLINTLS_TLS12_SERVER_TABLE_HPP
#define FLINTLS_TLS12_SERVER_TABLE_HPP

#include <array>
#include <cstdint>

#include "flintls/tls12/state.hpp"
#include "flintls/tls12/transition.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

enum class server_action : std::uint8_t {
    refuse, ///< unexpected_message
    hello,
    key_exchange,
    change,
    finished,
    certificate,
    verify,
};

namespace server_table_detail {
using row = transition<state, server_action>;

inline constexpr std::array<row, 7> rows = [] {
    using enum state;
    using action = server_action;
    using type = handshake_type;
    return std::array<row, 7>{{
        {idle, type::client_hello, action::hello},
        {expect_client_hello, type::client_hello, action::hello},
        {expect_key_exchange, type::client_key_exchange, action::key_exchange},
        {expect_change, input::change_cipher_spec, action::change},
        {expect_finished, type::finished, action::finished},
        {expect_certificate, type::certificate, action::certificate},
        {expect_certificate_verify, type::certificate_verify, action::verify},
    }};
}();
/// The first ones: without certificates of clients.
inline constexpr std::array<row, 5> plain_rows{{rows[0], rows[1], rows[2], rows[3], rows[4]}};
} // namespace server_table_detail

inline constexpr transition_table<state, server_action, 5> plain_server_table{
    server_table_detail::plain_rows,
    std::array{state::idle, state::expect_client_hello, state::expect_key_exchange, state::expect_change,
               state::expect_finished},
    server_action::finished};
/// Of a server that may ask clients for their certificates (RFC 5246 7.4.4, 7.4.6, 7.4.8).
inline constexpr transition_table<state, server_action, 7> asking_server_table{
    server_table_detail::rows,
    std::array{state::idle, state::expect_client_hello, state::expect_certificate, state::expect_key_exchange,
               state::expect_certificate_verify, state::expect_change, state::expect_finished},
    server_action::verify};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
