// SPDX-License-Identifier: Apache-2.0
/// \file
/// The client's messages, as a server of TLS 1.2 takes them: RFC 5246 7.4.
#ifndef FLINTLS_TLS12_SERVER_MESSAGES_HPP
#define FLINTLS_TLS12_SERVER_MESSAGES_HPP

#include <array>
#include <cstdint>

#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/tls12/server_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The rows of a server decide alone. A client must in addition learn here whether the server resumes.
template <policy P, class C, class T> judgement judge_input(server_state<P, C, T>& /*s*/, flow::input /*what*/) {
    return {};
}
template <policy P, class C, class T> void judge_partial_input(server_state<P, C, T>& /*s*/) {}

/// I3, RFC 5077 3.4: true if the hello has a ticket, of any server. Its session id then names no session.
template <policy P> [[nodiscard]] bool presents_ticket(hello_of<P> const& m, lost_extensions lost) {
    if constexpr (lists_extension<session_ticket, P>) {
        auto const found = m.extensions.template get<session_ticket>();
        return lost.ticket || (found.present && !found.value.ticket.empty());
    }
    return lost.ticket;
}
/// True if the credentials allow the client's request to renegotiate. Not asked if this server has requested it.
template <policy P, class C, class T> [[nodiscard]] bool admits([[maybe_unused]] server_state<P, C, T>& s) {
    if constexpr (server_renegotiation<P>::renegotiates && answers_renegotiations<C>) {
        bool const asks = s.server.rules.state().idle() && !s.server.rules.requested();
        return !asks || s.credentials.answer_renegotiation() == renegotiation_answer::accept;
    }
    return true;
}
template <policy P, class C, class T>
progress on_client_hello(server_state<P, C, T>& s, hello_of<P> const& m, lost_extensions lost) {
    auto& own = s.server;
    // B8: the decision about another handshake precedes the checks of this hello.
    judgement const j = admits(s)
                            ? own.rules.on_client_hello(signals_of(m), hello_summary<P>::has_extended_master_secret(m))
                            : own.rules.decline();
    if (!j.proceeds()) {
        s.exclude_from_transcript();
        return s.apply_judgement(j);
    }
    s.io.progressed();
    if (error const e = own.hello.read(m, s.credentials, lost, own.best_version())) {
        return s.fail(e);
    }
    s.begin_transcript = true;
    copy(s.keys.client_random().data(), m.random.data(), 32);
    own.verdict = ticket_verdict::full_handshake;
    own.sent = 0;
    s.negotiated.extended_master_secret = own.hello.extended_master_secret;
    s.negotiated.protocol = own.hello.protocol;
    s.conditions = only_if(server_state<P, C, T>::gives_tickets && s.tickets != nullptr && !own.hello.ticket.empty(),
                           flow::conditions::has_ticket);
    if constexpr (server_state<P, C, T>::gives_ids) {
        bool const asks =
            s.tickets != nullptr && !presents_ticket<P>(m, lost) && m.session_id.size() == session_id_size;
        s.ids.begin(asks);
        s.conditions = s.conditions | only_if(asks, flow::conditions::has_ticket);
    }
    s.at = server_row<flow::op::digest_name>;
    return progress::again;
}
/// Takes a hello. A hello longer than the buffer is parsed as a stream (hello/stream.hpp).
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
/// Takes more of a message whose beginning was enough: a ClientHello, or a chain of certificates.
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
                progress const p = on_client_hello(s, m, lost_in(s.stream));
                s.begin_transcript = false; // the transcript has started, at the beginning of this message
                return p;
            }
        }
    }
    if constexpr (server_state<P, C, T>::asks_clients && judges_paths<C>) {
        if (judge_piece(s, s.client.chain, piece)) {
            return progress::again;
        }
    }
    if (last && !of_hello) {
        s.io.progressed();
    }
    return progress::again;
}

/// RFC 5246 7.4.6: the body of a Certificate message with an empty list.
inline constexpr std::array<std::uint8_t, 3> no_certificates{};

/// True if the server accepts signatures of this scheme.
template <policy P> [[nodiscard]] bool admits_scheme(signature_scheme scheme) {
    return key_kind_of(scheme) != public_key_view::algorithm::none && P::crypto::verifier::supports(scheme);
}
/// True if the server accepts signatures by a key of this kind.
template <policy P> [[nodiscard]] bool admits_key(public_key_view::algorithm kind) {
    bool found = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        found = found || (admits_scheme<P>(each) && key_kind_of(each) == kind);
    }
    return found;
}
/// RFC 5246 7.4.6: the client has no certificate.
template <policy P, class C, class T> progress on_no_certificate(server_state<P, C, T>& s) {
    return s.client.wanted == client_certificate::required ? s.fail(errc::certificate_missing) : s.next();
}
/// Starts to judge a chain while it is received. The body of an empty list has only the 3 bytes of its length.
template <policy P, class C, class T> progress on_chain(server_state<P, C, T>& s) {
    bool const none = !s.is_long && s.body() == byte_view{no_certificates};
    s.set(flow::conditions::certified, !none);
    return none ? on_no_certificate(s) : begin_to_judge(s, s.client.chain);
}
template <policy P, class C, class T> progress on_leaf(server_state<P, C, T>& s) {
    byte_view const leaf = read_leaf<C::whole_chain>(s, s.client.sent.chain);
    if (leaf.empty()) { // after a malformed message the connection has failed already
        return on_no_certificate(s);
    }
    errc const e = read_key<P>(leaf, s.client.sent.key, [](auto found) { return admits_key<P>(found); });
    s.conditions = s.conditions | flow::conditions::certified;
    return e == errc::ok ? s.next() : s.fail(e);
}
template <policy P, class C, class T> progress on_certificate(server_state<P, C, T>& s) {
    if constexpr (judges_paths<C>) {
        return on_chain(s);
    } else {
        return on_leaf(s);
    }
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
    auto& negotiated = s.negotiated;
    bool good = false;
    if (suites::plain_psk && how == key_exchange::psk) {
        client_key_exchange_psk m;
        good = s.read(m);
        negotiated.psk_name = m.psk_identity;
    } else if (suites::ecdhe_psk && how == key_exchange::ecdhe_psk) {
        client_key_exchange_ecdhe_psk m;
        good = s.read(m);
        negotiated.psk_name = m.psk_identity;
        negotiated.peer_share = m.point;
    } else if constexpr (suites::certificate) {
        client_key_exchange_ecdhe m;
        good = s.read(m);
        negotiated.peer_share = m.point;
    }
    return good ? s.next() : progress::again;
}

/// Takes the input that the current row waits for.
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
    // Messages that no row of a server waits for:
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
