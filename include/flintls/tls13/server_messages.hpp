// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a server of TLS 1.3 handles the messages of a client: RFC 8446 4.
#ifndef FLINTLS_TLS13_SERVER_MESSAGES_HPP
#define FLINTLS_TLS13_SERVER_MESSAGES_HPP

#include <cstdint>

#include "flintls/tls13/key_update.hpp"
#include "flintls/tls13/peer_certificate.hpp"
#include "flintls/tls13/server_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
namespace server_side {

using tls13::begins_update;

/// A server takes only messages that its rows wait for.
template <class S> judgement judge_input(S& /*s*/, flow::input /*what*/) { return {}; }
template <class S> void judge_partial_input(S& /*s*/) {}

/// The server chooses TLS 1.3.
template <class S> progress on_hello_of_tls_1_3(S& s, received_hello<typename S::policy_type> const& m) {
    using product = typename S::policy_type;
    auto& own = s.tls13;
    s.io.progressed();
    own.begin_hello();
    if constexpr (product::cookie) {
        if (errc const e = server_side::begin_cookie(s, m); e != errc::ok) {
            return s.fail(e);
        }
    }
    error why = own.hello.read(m, s.credentials, own.retried, own.asked, own.identities);
    if (!why && !s.io.in().message_ends_record()) { // RFC 8446 5.1: keys change after this message
        why = {errc::unexpected_message, 0};
    }
    if (why) {
        return s.fail(why);
    }
    if (!own.retried && !server_side::uses_cookie(s)) { // RFC 8446 D.4
        s.io.allow_dummies(product::max_dummy_records);
    }
    own.first.early_data = own.hello.early_data;
    own.first.left = own.hello.early_data ? product::max_early_data_skipped : 0;
    s.exclude_from_transcript(); // `hash_message` adds it at its place in the transcript
    copy(s.client_random_room(), m.random.data(), 32);
    s.negotiated.suite = own.hello.suite;
    s.negotiated.protocol = own.hello.protocol;
    own.cipher = suites_of<product>::traits(own.hello.suite).cipher;
    s.conditions = only_if(own.retried, when::second_hello) | only_if(own.hello.has_psks, when::has_psks);
    if (server_side::uses_cookie(s) && !own.retried) {
        s.at = server_row<op::digest_stable_hello>;
        return progress::again;
    }
    return s.next();
}
template <class S> progress on_client_hello(S& s) {
    received_hello<typename S::policy_type> m;
    if (!s.read(m)) {
        return progress::again;
    }
    errc const e = judge_versions<typename S::policy_type>(m);
    return e == errc::ok ? on_hello_of_tls_1_3(s, m) : s.fail(s.tls13.retried ? errc::forbidden_value : e);
}
/// RFC 8446 4.4.2.4
template <class S> progress on_certificate(S& s) {
    using product = typename S::policy_type;
    auto& theirs = s.client.sent;
    theirs.chain = {};
    byte_view leaf;
    errc e = read_certificates(s, theirs.chain, leaf);
    if (s.io.over()) {
        return progress::again;
    }
    if (e == errc::ok && leaf.empty()) {
        return s.client.wanted == client_certificate::required ? s.fail(errc::certificate_required) : s.next();
    }
    s.conditions = s.conditions | when::certified;
    e = e == errc::ok ? read_key<product>(leaf, theirs.key, &admits<product>, errc::unsupported_certificate) : e;
    return e == errc::ok ? s.next() : s.fail(e);
}

/// Handles the message that the row waits for.
template <class S> progress take_message(S& s, flow::input what) {
    auto const type = static_cast<handshake_type>(what);
    if (s.is_long && type != handshake_type::certificate) {
        return s.fail(errc::message_too_long);
    }
    switch (type) {
    case handshake_type::client_hello: return server_side::on_client_hello(s);
    case handshake_type::finished: return on_finished(s);
    case handshake_type::key_update: return on_key_update(s);
    case handshake_type::certificate:
        if constexpr (S::can::asks_clients) {
            return server_side::on_certificate(s);
        }
        break;
    case handshake_type::certificate_verify:
        if constexpr (S::can::asks_clients) {
            return on_certificate_verify(s, s.client.sent);
        }
        break;
    // No row of a server waits for these:
    case handshake_type::hello_request:
    case handshake_type::server_hello:
    case handshake_type::hello_verify_request:
    case handshake_type::new_session_ticket:
    case handshake_type::end_of_early_data:
    case handshake_type::encrypted_extensions:
    case handshake_type::request_connection_id:
    case handshake_type::new_connection_id:
    case handshake_type::server_key_exchange:
    case handshake_type::certificate_request:
    case handshake_type::server_hello_done:
    case handshake_type::client_key_exchange:
    case handshake_type::client_certificate_request:
    case handshake_type::certificate_url:
    case handshake_type::certificate_status:
    case handshake_type::supplemental_data:
    case handshake_type::compressed_certificate:
    case handshake_type::ekt_key:
    case handshake_type::message_hash: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace server_side
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
