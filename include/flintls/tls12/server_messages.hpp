// SPDX-License-Identifier: Apache-2.0
/// \file
/// The messages of a client, as a server of TLS 1.2 takes them: RFC 5246 7.4.
#ifndef FLINTLS_TLS12_SERVER_MESSAGES_HPP
#define FLINTLS_TLS12_SERVER_MESSAGES_HPP

#include <cstdint>

#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/tls12/server_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// A server waits for nothing but what its rows say.
template <policy P, class C, class T> judgement hear(server_state<P, C, T>& /*s*/, flow::input /*what*/) { return {}; }
template <policy P, class C, class T> void hear_part(server_state<P, C, T>& /*s*/) {}

template <policy P, class C, class T>
progress on_client_hello(server_state<P, C, T>& s, hello_of<P> const& m, lost_extensions lost) {
    auto& own = s.server;
    // B8: whether there is to be another handshake at all comes before what is wrong with this one.
    judgement const j = own.rules.on_client_hello(signals_of(m), hello_facts<P>::has_extended_master_secret(m));
    if (!j.proceeds()) {
        s.leave_out();
        return s.obey(j);
    }
    s.io.progressed();
    if (error const e = own.hello.read(m, s.credentials, lost)) {
        return s.fail(e);
    }
    s.begin_transcript = true;
    copy(s.keys.client_random().data(), m.random.data(), 32);
    own.verdict = ticket_verdict::full_handshake;
    own.sent = 0;
    s.known.extended_master_secret = own.hello.extended_master_secret;
    s.known.protocol = own.hello.protocol;
    s.facts = only_if(server_state<P, C, T>::gives_tickets && s.tickets != nullptr && !own.hello.ticket.empty(),
                      flow::conditions::has_ticket);
    s.at = server_row<flow::op::digest_name>;
    return progress::again;
}
/// A hello for which there is no room is read as it passes (hello/stream.hpp).
template <policy P, class C, class T> progress on_hello(server_state<P, C, T>& s) {
    if (!s.is_long) {
        hello_of<P> m;
        return s.read(m) ? on_client_hello(s, m, {}) : progress::again;
    }
    if constexpr (P::stream_client_hello) {
        if (s.io.in().message_size() <= P::max_message) {
            s.begin_transcript = true;
            s.stream.reset();
            static_cast<void>(s.stream.push(s.take_beginning()));
            return progress::again;
        }
    }
    return s.fail(errc::message_too_long);
}
/// More of a message of which the beginning was enough: of such a hello, or of a chain of certificates.
template <policy P, class C, class T> progress on_piece(server_state<P, C, T>& s, byte_view piece, bool last) {
    bool const of_hello = s.idle() || s.at->operand == flow::input_of(handshake_type::client_hello);
    if constexpr (P::stream_client_hello) {
        if (of_hello) {
            static_cast<void>(s.stream.push(piece));
            if (last) {
                hello_of<P> m;
                if (error const e = s.stream.read(m)) {
                    return s.fail(e);
                }
                lost_extensions lost;
                s.stream.for_each_too_long([&lost](extension_type type) { lost.add(type); });
                progress const p = on_client_hello(s, m, lost);
                s.begin_transcript = false; // it has begun, with the beginning of this message
                return p;
            }
        }
    }
    if (last && !of_hello) {
        s.io.progressed();
    }
    return progress::again;
}

/// Is such a signature asked for?
template <policy P> [[nodiscard]] bool admits_scheme(signature_scheme scheme) {
    return key_kind_of(scheme) != public_key_view::algorithm::none && P::crypto::verifier::supports(scheme);
}
/// Is there a scheme for such a key, among those that are asked for?
template <policy P> [[nodiscard]] bool admits_key(public_key_view::algorithm kind) {
    bool found = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        found = found || (admits_scheme<P>(each) && key_kind_of(each) == kind);
    }
    return found;
}
template <policy P, class C, class T> progress on_certificate(server_state<P, C, T>& s) {
    byte_view const leaf = read_leaf<C::whole_chain>(s, s.client.sent.chain);
    if (leaf.empty()) { // RFC 5246 7.4.6; a malformed one has failed already
        return s.client.wanted == client_certificate::required ? s.fail(errc::certificate_missing) : s.next();
    }
    errc const e = read_key<P>(leaf, s.client.sent.key, [](auto found) { return admits_key<P>(found); });
    s.facts = s.facts | flow::conditions::certified;
    return e == errc::ok ? s.next() : s.fail(e);
}
template <policy P, class C, class T> progress on_certificate_verify(server_state<P, C, T>& s) {
    certificate_verify m{};
    if (!s.read(m)) {
        return progress::again;
    }
    bool offered = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        offered = offered || (each == m.algorithm && admits_scheme<P>(each));
    }
    s.client.sent.proof = m;
    return offered ? s.next() : s.fail(errc::not_offered);
}

template <policy P, class C, class T> progress on_client_key_exchange(server_state<P, C, T>& s) {
    using suites = suites_of<P>;
    key_exchange const how = s.traits().exchange;
    auto& known = s.known;
    bool good = false;
    if (suites::plain_psk && how == key_exchange::psk) {
        client_key_exchange_psk m;
        good = s.read(m);
        known.psk_name = m.psk_identity;
    } else if (suites::ecdhe_psk && how == key_exchange::ecdhe_psk) {
        client_key_exchange_ecdhe_psk m;
        good = s.read(m);
        known.psk_name = m.psk_identity;
        known.peer_share = m.point;
    } else if constexpr (suites::certificate) {
        client_key_exchange_ecdhe m;
        good = s.read(m);
        known.peer_share = m.point;
    }
    return good ? s.next() : progress::again;
}

/// What the row waits for is here.
template <policy P, class C, class T> progress take_message(server_state<P, C, T>& s, flow::input what) {
    using state = server_state<P, C, T>;
    if (what == flow::input::change_cipher_spec) {
        return take_change(s, s.server.rules.on_change_cipher_spec());
    }
    bool const may_be_long =
        what == flow::input_of(handshake_type::client_hello) || what == flow::input_of(handshake_type::certificate);
    if (s.is_long && !may_be_long) {
        return s.fail(errc::message_too_long);
    }
    switch (static_cast<handshake_type>(what)) {
    case handshake_type::client_hello: return on_hello(s);
    case handshake_type::certificate:
        if constexpr (state::asks_clients) {
            return on_certificate(s);
        }
        break;
    case handshake_type::client_key_exchange: return on_client_key_exchange(s);
    case handshake_type::certificate_verify:
        if constexpr (state::asks_clients) {
            return on_certificate_verify(s);
        }
        break;
    case handshake_type::finished: return take_finished(s);
    // No row of a server waits for them:
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
    case handshake_type::client_certificate_request:
    case handshake_type::certificate_url:
    case handshake_type::certificate_status:
    case handshake_type::supplemental_data:
    case handshake_type::key_update:
    case handshake_type::compressed_certificate:
    case handshake_type::ekt_key:
    case handshake_type::message_hash: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
