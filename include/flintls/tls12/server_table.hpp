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
    expect_certificate, ///< this and the next one: of a server that may ask for certificates
    expect_certificate_verify,
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
    // and where it may ask for certificates:
    send_certificate_request,
    digest_client_key,
    trust_client,
    digest_transcript, ///< behind the master secret
    check_client_signature,
};

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
using row = transition<server_state, server_action>;

inline constexpr std::array<row, 7> rows = [] {
    using enum server_state;
    using action = server_action;
    return std::array<row, 7>{{
        {idle, input::client_hello, action::hello},
        {expect_client_hello, input::client_hello, action::hello},
        {expect_key_exchange, input::client_key_exchange, action::key_exchange},
        {expect_change, input::change_cipher_spec, action::change},
        {expect_finished, input::finished, action::finished},
        {expect_certificate, input::certificate, action::certificate},
        {expect_certificate_verify, input::certificate_verify, action::verify},
    }};
}();
/// The first ones: without certificates of clients.
inline constexpr std::array<row, 5> plain_rows{{rows[0], rows[1], rows[2], rows[3], rows[4]}};
} // namespace server_table_detail

/// `Certificates`: of a server that may ask clients for theirs (RFC 5246 7.4.4, 7.4.6, 7.4.8).
template <bool Certificates>
inline constexpr transition_table<server_state, server_action, server_state::expect_finished, server_action::finished>
    server_table{server_table_detail::plain_rows};
template <>
inline constexpr transition_table<server_state, server_action, server_state::expect_certificate_verify,
                                  server_action::verify, input::certificate_verify>
    server_table<true>{server_table_detail::rows};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
