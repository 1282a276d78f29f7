// SPDX-License-Identifier: Apache-2.0
/// \file
/// The server's messages, as a client of TLS 1.2 takes them: RFC 5246 7.4.
#ifndef FLINTLS_TLS12_CLIENT_MESSAGES_HPP
#define FLINTLS_TLS12_CLIENT_MESSAGES_HPP

#include <cstdint>

#include "flintls/handshake/offered_suites.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"
#include "flintls/tls12/client_state.hpp"
#include "flintls/tls12/client_transmit.hpp"
#include "flintls/tls12/server_hello_rules.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// True once the server has answered the hello of the handshake under way.
template <policy P, class C> [[nodiscard]] bool is_answered(client_state<P, C> const& s) {
    constexpr auto* hello = client_row<flow::op::send_client_hello> + 1;
    return s.at > hello;
}

/// T2 to T4: some messages show whether the server resumes the session.
template <policy P, class C> judgement judge_input(client_state<P, C>& s, flow::input what) {
    if (!is_answered(s)) {
        return {};
    }
    auto& r = s.client.resumption;
    judgement const j = what == flow::input::change_cipher_spec ? r.on_change_cipher_spec()
                                                                : r.on_message(static_cast<handshake_type>(what));
    s.set(flow::conditions::resumed, r.resumed());
    return j;
}
/// The same for the beginning of a message that is not yet received whole.
template <policy P, class C> void judge_partial_input(client_state<P, C>& s) {
    if (is_answered(s) && s.io.in().in_message()) {
        s.client.resumption.on_part(static_cast<handshake_type>(s.io.in().partial()[0]));
    }
}

template <policy P, class C> progress on_hello_request(client_state<P, C>& s) {
    bool const empty = s.body().empty();
    s.exclude_from_transcript(); // RFC 5246 7.4.1.1: not in the transcript
    if (!empty) {
        return s.fail(error{errc::trailing, 4});
    }
    if constexpr (client_renegotiation<P>::renegotiates && answers_renegotiations<C>) {
        renegotiation_answer const answer =
            s.idle() ? s.credentials.answer_renegotiation() : renegotiation_answer::accept;
        if (answer != renegotiation_answer::accept) {
            judgement const no = s.client.rules.decline();
            bool const silent = answer == renegotiation_answer::ignore && s.client.rules.secure(); // RFC 5746 4.2
            return silent && no.what() == judgement::action::refuse ? progress::again : s.apply_judgement(no);
        }
    }
    judgement const j = s.client.rules.on_hello_request();
    if constexpr (client_renegotiation<P>::renegotiates) {
        if (j.proceeds() && s.client.rules.start().proceeds()) {
            begin_again(s, P::resume_in_renegotiation);
        }
    }
    return s.apply_judgement(j);
}

template <policy P, class C> progress on_server_hello(client_state<P, C>& s) {
    answer_of<P> m;
    if (!s.read(m)) {
        return progress::again;
    }
    client_context<P>& client = s.client;
    negotiated_parameters<P>& negotiated = s.negotiated;
    hello_offer const offered{.host_name = client.asks_by_name, .session_ticket = s.store != nullptr};
    if (errc const e = server_hello_rules<P>::judge(m, offered, negotiated.protocol); e != errc::ok) {
        return s.fail(e);
    }
    if (!offers(s.credentials, m.cipher_suite)) { // C8
        return s.fail(errc::not_offered);
    }
    bool const limited =
        P::fragment_length != max_fragment_length_code{} && m.extensions.template has<max_fragment_length>();
    choose_fragments(s, limited ? static_cast<std::uint8_t>(P::fragment_length) : std::uint8_t{0});
    if constexpr (offers_record_limit<P>) { // RFC 8449 4
        auto const limit = m.extensions.template get<record_size_limit>();
        s.io.agree_record_limit(limit ? limit->limit : 0);
    }
    negotiated.extended_master_secret =
        P::offer_extended_master_secret && m.extensions.template has<extended_master_secret>();
    if (judgement const j = client.rules.on_server_hello(m.extensions.template get<renegotiation_info>(), s.extended());
        !j.proceeds()) {
        return s.apply_judgement(j);
    }
    bool echoed = P::session_id_with_ticket && m.session_id == byte_view{s.keys.client_random()};
    if constexpr (speaks_both<P>) {
        echoed = client.both.session_id ? m.session_id == byte_view{s.keys.server_random()} : echoed;
        client.both = {}; // a renegotiation's hello is one of TLS 1.2
    }
    if constexpr (P::offer_session_ids) {
        echoed = client.id.size != 0 ? m.session_id == client.id.view() : echoed;
        client.id.set(echoed ? byte_view{} : m.session_id);
    }
    resumption_answer const answer{.version = m.legacy_version,
                                   .suite = m.cipher_suite,
                                   .extended_master_secret = s.extended(),
                                   .session_ticket =
                                       P::offer_session_tickets && m.extensions.template has<session_ticket>(),
                                   .session_id_echoed = echoed};
    if (judgement const j = client.resumption.on_server_hello(answer, client.offered ? &s.current : nullptr);
        !j.proceeds()) {
        return s.apply_judgement(j);
    }
    copy(s.keys.server_random().data(), m.random.data(), 32);
    s.conditions = only_if(client.resumption.resumed(), flow::conditions::resumed) |
                   only_if(answer.session_ticket, flow::conditions::ticket_due);
    choose_suite(s, m.cipher_suite);
    negotiated.psk_name = {};
    return s.next();
}

/// The kind of the server's key, by the negotiated suite.
template <policy P, class C> [[nodiscard]] public_key_view::algorithm key_of_suite(client_state<P, C> const& s) {
    bool const ecdsa = s.traits().exchange == key_exchange::ecdhe_ecdsa;
    return ecdsa ? public_key_view::algorithm::ec_secp256r1 : public_key_view::algorithm::rsa;
}
template <policy P, class C> progress on_certificate(client_state<P, C>& s) {
    if constexpr (judges_paths<C>) {
        return begin_to_judge(s, s.chain);
    } else {
        byte_view const leaf = read_leaf<C::whole_chain>(s, s.server.chain);
        auto const kind = key_of_suite(s);
        errc const e = leaf.empty() ? errc::bad_certificate
                                    : read_key<P>(leaf, s.server.key, [kind](auto found) { return found == kind; });
        return e == errc::ok ? s.next() : s.fail(e); // a malformed message has failed already, with its own error
    }
}

template <policy P, class C> progress on_psk_hint(client_state<P, C>& s) {
    server_key_exchange_psk m;
    if (s.read(m)) {
        s.negotiated.psk_name = m.psk_identity_hint;
        return s.next();
    }
    return progress::again;
}
template <policy P, class C> progress on_ecdhe_psk_params(client_state<P, C>& s) {
    server_key_exchange_ecdhe_psk m;
    if (!s.read(m)) {
        return progress::again;
    }
    s.negotiated.psk_name = m.psk_identity_hint;
    s.negotiated.peer_share = m.params.point;
    return s.choose_group(m.params.namedcurve) ? s.next() : s.fail(errc::not_offered);
}
template <policy P, class C> progress on_ecdhe_params(client_state<P, C>& s) {
    server_key_exchange_ecdhe m;
    if (!s.read(m)) {
        return progress::again;
    }
    bool offered = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        offered = offered || each == m.signed_params.algorithm;
    }
    if (!s.choose_group(m.params.namedcurve) || !offered) {
        return s.fail(errc::not_offered);
    }
    s.negotiated.peer_share = m.params.point;
    s.server.proof = m.signed_params;
    s.params = s.body().subview(0, encoded_size(m.params));
    return s.next();
}
template <policy P, class C> progress on_key_exchange(client_state<P, C>& s) {
    using suites = suites_of<P>;
    key_exchange const how = s.traits().exchange;
    if constexpr (suites::plain_psk) {
        if (how == key_exchange::psk) {
            return on_psk_hint(s);
        }
    }
    if constexpr (suites::ecdhe_psk) {
        if (how == key_exchange::ecdhe_psk) {
            return on_ecdhe_psk_params(s);
        }
    }
    if constexpr (suites::certificate) {
        return on_ecdhe_params(s);
    }
    return s.fail(errc::unexpected_message);
}
template <policy P, class C> [[gnu::noinline]] progress on_whole_request(client_state<P, C>& s) {
    s.conditions = s.conditions | flow::conditions::requested;
    if (s.is_long && !client_state<P, C>::proves_itself) {
        return s.next();
    }
    certificate_request m;
    if (!s.read(m)) {
        return progress::again;
    }
    if constexpr (client_state<P, C>::proves_itself) { // RFC 5246 7.4.4, RFC 8422 5.5
        s.set(flow::conditions::certified,
              s.own.key.kind != identity_kind::none &&
                  m.certificate_types.contains(client_certificate_type::ecdsa_sign) &&
                  m.supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256));
    }
    return s.next();
}
template <policy P, class C> progress on_certificate_request(client_state<P, C>& s) {
    return s.is_long ? begin_long_request(s, false) : on_whole_request(s);
}
template <policy P, class C> progress on_server_hello_done(client_state<P, C>& s) {
    server_hello_done m;
    return s.read(m) ? s.next() : progress::again;
}
/// T3 to T5, T7. A ticket that does not fit the buffer is not kept.
template <policy P, class C> progress on_new_session_ticket(client_state<P, C>& s) {
    staged_ticket& staged = s.client.staged;
    if (s.is_long) {
        constexpr std::uint32_t fixed = 4 + static_cast<std::uint32_t>(min_size<new_session_ticket>);
        std::uint32_t const size = s.io.in().message_size();
        if (s.io.in().partial().size() < fixed) {
            return s.fail(errc::message_too_long);
        }
        byte_view const beginning = s.take_beginning();
        staged = ticket_fate::too_long;
        return fixed + load<2>(beginning.data() + fixed - 2) == size ? s.next() : s.fail(errc::bad_length);
    }
    new_session_ticket m;
    if (!s.read(m)) {
        return progress::again;
    }
    if (s.store != nullptr) {
        staged = carries(s, m.ticket) ? s.store->stage(m) : staged_ticket{ticket_fate::too_long};
    }
    return s.next();
}

/// Takes more of a message whose beginning was enough.
template <policy P, class C> progress on_piece(client_state<P, C>& s, [[maybe_unused]] byte_view piece, bool last) {
    if constexpr (suites_of<P>::certificate && judges_paths<C>) {
        if (judge_piece(s, s.chain, piece)) {
            return progress::again;
        }
    }
    if constexpr (suites_of<P>::certificate) {
        if (s.at->operand == flow::input_of(handshake_type::certificate_request)) {
            return is_request_whole(s, piece, last) ? on_whole_request(s) : progress::again;
        }
    }
    if (last) {
        s.io.progressed();
    }
    return progress::again;
}

/// Takes the input that the current row waits for.
template <policy P, class C> progress take_message(client_state<P, C>& s, flow::input what) {
    using suites = suites_of<P>;
    bool const may_be_long = what == flow::input_of(handshake_type::certificate) ||
                             what == flow::input_of(handshake_type::certificate_request) ||
                             what == flow::input_of(handshake_type::new_session_ticket);
    if (s.is_long && !may_be_long) {
        return s.fail(errc::message_too_long);
    }
    switch (static_cast<handshake_type>(what)) {
    case handshake_type::server_hello: return on_server_hello(s);
    case handshake_type::certificate:
        if constexpr (suites::certificate) {
            return on_certificate(s);
        }
        break;
    case handshake_type::server_key_exchange: return on_key_exchange(s);
    case handshake_type::certificate_request:
        if constexpr (suites::certificate) {
            return on_certificate_request(s);
        }
        break;
    case handshake_type::server_hello_done: return on_server_hello_done(s);
    case handshake_type::new_session_ticket:
        if constexpr (P::offer_session_tickets) {
            return on_new_session_ticket(s);
        }
        break;
    case handshake_type::finished: return take_finished(s);
    // Messages that no row of a client waits for:
    case handshake_type::hello_request:
    case handshake_type::client_hello:
    case handshake_type::hello_verify_request:
    case handshake_type::end_of_early_data:
    case handshake_type::encrypted_extensions:
    case handshake_type::request_connection_id:
    case handshake_type::new_connection_id:
    case handshake_type::certificate_verify:
    case handshake_type::client_key_exchange:
    case handshake_type::client_certificate_request:
    case handshake_type::certificate_url:
    case handshake_type::certificate_status:
    case handshake_type::supplemental_data:
    case handshake_type::key_update:
    case handshake_type::compressed_certificate:
    case handshake_type::ekt_key:
    case handshake_type::message_hash: break;
    }
    return what == flow::input::change_cipher_spec ? take_change(s, s.client.rules.on_change_cipher_spec())
                                                   : s.fail(errc::unexpected_message);
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
