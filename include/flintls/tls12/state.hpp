// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where a driver is in a handshake, whichever side it is on (RFC 5246 7.3).
#ifndef FLINTLS_TLS12_STATE_HPP
#define FLINTLS_TLS12_STATE_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {
namespace tls12 {

enum class state : std::uint8_t {
    // waits for the peer:
    idle,
    expect_client_hello,
    expect_server_hello,
    expect_certificate,
    expect_key_exchange,
    expect_key_exchange_or_done, ///< plain PSK: the hint is optional (RFC 4279 2)
    expect_request_or_done,
    expect_done,
    expect_certificate_verify,
    expect_ticket,
    expect_change,
    expect_finished,
    // has something to do. Before there are keys:
    not_started,
    send_request,
    digest_name,
    digest_own_key,
    begin_handshake,
    start_transcript,
    digest_own_identity,
    open_ticket,
    choose,
    send_hello,
    send_certificate,
    digest_params,
    sign,
    send_key_exchange,
    send_certificate_request,
    send_done,
    digest_key,
    trust_peer,
    check_signature,
    keep_share,
    digest_transcript, ///< behind the master secret, for CertificateVerify
    // from there on in the same way on both sides (tls12/agreement.hpp):
    make_share,
    agree,
    digest_identity,
    make_master,
    check_peer,
    expand,
    send_change,
    own_finished,
    send_finished,
    peer_finished,
    // the rest:
    seal_ticket,
    conclude,
};

/// Is there nothing to do before something comes?
[[nodiscard]] constexpr bool waits(state s) { return s <= state::expect_finished; }

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
