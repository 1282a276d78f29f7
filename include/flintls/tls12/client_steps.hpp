// SPDX-License-Identifier: Apache-2.0
/// \file
/// The steps of a client of TLS 1.2: RFC 5246 7.3, 7.4, RFC 5077 3.1.
#ifndef FLINTLS_TLS12_CLIENT_STEPS_HPP
#define FLINTLS_TLS12_CLIENT_STEPS_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/handshake/offered_suites.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/client_key_exchange.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/tls12/client_messages.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 5246 7.4.6: a client without a certificate sends an empty list.
struct no_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    std::uint32_t size_of_list = 0;
    using wire = fields<field<&no_certificate::size_of_list, u24>>;
};

/// Makes the name under which the store keeps tickets. A key is digested as bytes; it is folded only if it is the name.
template <policy P, class C> progress digest_ticket_key(client_state<P, C>& s) {
    if constexpr (!keeps_tls_1_2_sessions<P>) {
        return s.next();
    }
    byte_view const key = s.client.key;
    progress const p =
        key == s.client.name || key.empty() ? digest_host_name(s, key) : s.then(s.keys.digest(key, s.scratch().data()));
    copy(s.current.server_name.data(), s.scratch().data(), 16);
    return p;
}
/// True if the server of a stored session is still trusted. `own_psk`: digest of this client's present PSK identity.
template <policy P, class C>
[[nodiscard]] bool accepts(client_state<P, C>& s, identity const& peer, [[maybe_unused]] byte_view own_psk) {
    using suites = suites_of<P>;
    bool trusted = false;
    if constexpr (suites::certificate) {
        trusted = peer.kind == identity_kind::spki_sha256 && s.credentials.accepts(peer);
    }
    if constexpr (suites::psk) {
        trusted = trusted || (peer.kind == identity_kind::psk_identity_sha256 && own_psk == byte_view{peer.digest});
    }
    return trusted;
}
/// I2: offers a session that has a session id by that id, which fits every hello. \return true if it is offered
template <policy P, class C>
bool offer_id(client_state<P, C>& s, [[maybe_unused]] typename ticket_store<P>::slot const* found) {
    if constexpr (P::offer_session_ids) {
        if (found != nullptr && found->has_session_id()) {
            s.client.id.set(found->ticket());
            return true;
        }
    }
    return false;
}
/// T1, I2: looks for a ticket or a session id to offer.
template <policy P, class C> ticket_offer find_ticket(client_state<P, C>& s) {
    if constexpr (P::offer_session_ids) {
        s.client.id = {};
    }
    if constexpr (keeps_tls_1_2_sessions<P>) {
        if (s.store == nullptr) {
            return ticket_offer::nothing;
        }
        ticket_handle const taken = s.client.resume ? s.store->take(s.current.server_name, s.now) : ticket_handle{};
        auto const* const found = s.store->find(taken);
        bool offered = found != nullptr;
        byte_view const own_psk = byte_view{s.scratch()}.subview(0, 32);
        if (offered && (!accepts(s, found->state.peer, own_psk) || !proves_same_identity(s, found->state.own) ||
                        !offers(s.credentials, found->state.suite))) {
            s.store->forget(taken);
            offered = false;
        }
        if (client_renegotiation<P>::renegotiates && offered &&
            s.established.kind != identity_kind::none) { // B7: another peer's session could not be resumed
            offered = s.established == found->state.peer;
        }
        bool const by_id = offer_id(s, offered ? found : nullptr);
        if (by_id || (P::offer_session_tickets && offered && carries(s, found->ticket()))) {
            s.client.offered = taken;
            s.current = found->state;
        }
        if (by_id) {
            return ticket_offer::session_id;
        }
        if constexpr (speaks_both<P>) { // the hello has a session id; its echo means resumed (RFC 5077 3.4)
            if (s.io.is_tls_1_3() && s.client.offered) {
                return s.client.both.session_id ? ticket_offer::ticket_with_session_id : ticket_offer::ticket;
            }
        }
        return ticket_offer_of<P>(static_cast<bool>(s.client.offered));
    }
    return ticket_offer::nothing;
}
/// Chooses the ticket to offer: only to a server to which this client would prove the same identity again.
template <policy P, class C> progress take_ticket(client_state<P, C>& s) {
    crypto_status answer = crypto_status::done;
    if constexpr (suites_of<P>::psk) {
        answer = s.keys.digest(s.credentials.psk({}).identity, s.scratch().data());
    }
    if (answer == crypto_status::done) {
        s.client.resumption.begin(find_ticket(s));
    }
    return s.then(answer);
}

template <policy P, class C> progress send_client_hello(client_state<P, C>& s) {
    client_context<P> const& client = s.client;
    renegotiation_signals const signals = client.rules.signals();
    byte_view ticket;
    bool tickets = false;
    if constexpr (P::offer_session_tickets) {
        auto const* const offered = s.store != nullptr ? s.store->find(client.offered) : nullptr;
        ticket = offered != nullptr && offered_id(client).empty() ? offered->ticket() : byte_view{};
        tickets = s.store != nullptr;
    }
    auto const random = s.keys.client_random();
    bool const with_id = P::session_id_with_ticket && client.offered && offered_id(client).empty();
    bool const fallback =
        client.fallback && wants_fallback_scsv<P>(protocol_version::tls_1_2, static_cast<bool>(client.offered));
    std::uint16_t record_limit = 64;
    if constexpr (offers_record_limit<P>) {
        record_limit = s.io.own_record_limit();
    }
    auto const whole = client_hello_bytes<P>.with({.random = fixed_view<32>{std::span<std::uint8_t const, 32>{random}},
                                                   .session_id = with_id ? byte_view{random} : offered_id(client),
                                                   .host_name = client.asks_by_name ? client.name : byte_view{},
                                                   .ticket = {session_ticket{ticket}, tickets},
                                                   .scsv = signals.scsv,
                                                   .renegotiation_info = signals.info,
                                                   .fallback_scsv = fallback,
                                                   .record_size_limit = record_limit});
    return s.send_whole(hello_of_offered<std::remove_const_t<decltype(whole)>, C>{whole, s.credentials});
}

/// Keeps the server's share: the next step overwrites its message.
template <policy P, class C> progress keep_share(client_state<P, C>& s) {
    bool const kept = s.io.in().keep(s.negotiated.peer_share);
    s.negotiated.peer_share = s.io.in().kept();
    return kept ? s.next() : s.fail(errc::message_too_long);
}
template <policy P, class C> progress send_own_certificate(client_state<P, C>& s) {
    if constexpr (client_state<P, C>::proves_itself) {
        bool const presented = s.has(flow::conditions::certified);
        return put_chain(
            s, presented ? std::span<byte_view const>{s.credentials.certificates()} : std::span<byte_view const>{},
            s.own.sent);
    } else {
        return s.send(no_certificate{});
    }
}
template <policy P, class C> progress send_key_exchange(client_state<P, C>& s) {
    using suites = suites_of<P>;
    key_exchange const how = s.traits().exchange;
    if constexpr (suites::plain_psk) {
        if (how == key_exchange::psk) {
            return s.send(client_key_exchange_psk{s.negotiated.psk.identity});
        }
    }
    if constexpr (suites::ecdhe_psk) {
        if (how == key_exchange::ecdhe_psk) {
            return s.send(client_key_exchange_ecdhe_psk{s.negotiated.psk.identity, s.own_share()});
        }
    }
    return s.send(client_key_exchange_ecdhe{s.own_share()});
}
template <policy P, class C> progress make_client_master(client_state<P, C>& s) {
    s.current.authenticated_at = s.now;
    if (s.has(flow::conditions::with_certificate)) {
        s.current.own = {};
        if constexpr (client_state<P, C>::proves_itself) {
            s.current.own = s.has(flow::conditions::certified) ? s.own.key : s.current.own;
        }
    }
    return make_master(s);
}
/// Settles tickets and session ids after both Finished are verified. `declined`: the server did not resume.
template <policy P, class C> void settle_sessions(client_state<P, C>& s, bool declined) {
    client_context<P>& client = s.client;
    if (declined && s.store != nullptr) { // T6a
        s.store->forget(client.offered);
    }
    client.kept = s.has(flow::conditions::resumed) ? client.offered : client.kept;
    client.offered = {};
    ticket_fate const fate = client.staged.fate();
    if constexpr (P::offer_session_tickets) {
        if (fate == ticket_fate::staged) { // T5
            client.kept = client.staged.handle();
            s.store->commit(client.kept, s.current, s.now);
        } else if (fate == ticket_fate::empty && s.store != nullptr) {
            s.store->drop(s.current.server_name);
        }
        client.staged = fate; // the store owns the ticket now
    }
    if constexpr (P::offer_session_ids) {
        bool const ticket =
            fate != ticket_fate::none && fate != ticket_fate::empty; // RFC 5077 3.4: the id then has no meaning
        if (s.store != nullptr && !s.has(flow::conditions::resumed) && !ticket && client.id.size != 0) { // I1
            client.kept = s.store->keep(client.id.view(), s.current, s.now);
        }
    }
}
/// Both Finished are verified.
template <policy P, class C> progress conclude(client_state<P, C>& s) {
    client_context<P>& client = s.client;
    judgement const j = client.rules.on_finished(s.negotiated.own_verify_data, s.negotiated.peer_verify_data,
                                                 {s.has(flow::conditions::resumed), s.extended()});
    if (!j.proceeds()) {
        return s.apply_judgement(j);
    }
    bool const declined = client.resumption.on_finished();
    if constexpr (keeps_tls_1_2_sessions<P>) {
        settle_sessions(s, declined);
    }
    return connected(s, client_row<flow::op::idle>);
}

template <policy P, class C> progress step(client_state<P, C>& s) {
    using enum flow::op;
    using suites = suites_of<P>;
    switch (s.at->what) {
    case not_started: return progress::receive; // the application must call `connect` first
    case digest_name: return digest_ticket_key(s);
    case digest_own_key: return digest_key_of_client(s, s.keys);
    case fill_random: forget_randoms(s); return s.then(s.random.fill(s.keys.client_random().data(), 32));
    case start_transcript: return s.then(s.transcript.start());
    case take_ticket: return tls12::take_ticket(s);
    case send_client_hello: return tls12::send_client_hello(s);
    case digest_peer_key:
        if constexpr (suites::certificate) {
            if constexpr (judges_paths<C>) {
                if (!s.chain.is_done()) {
                    auto const kind = key_of_suite(s);
                    return judge_chain(s, s.chain, s.server, judged_name(s),
                                       [kind](auto found) { return found == kind; });
                }
            }
            s.current.peer.kind = identity_kind::spki_sha256;
            return s.then(s.keys.digest(s.server.key.subject_public_key_info, s.current.peer.digest.data()));
        }
        break;
    case trust_peer:
        if constexpr (suites::certificate) {
            return trust(s, s.credentials, s.server, s.current.peer, judged_name(s));
        }
        break;
    case choose_psk:
        if constexpr (suites::psk) {
            return use_psk(s, s.credentials.psk(s.negotiated.psk_name));
        }
        break;
    case digest_params: // RFC 8422 5.4
        if constexpr (suites::certificate) {
            return s.then(s.keys.digest_with_randoms(s.params, s.scratch().data()));
        }
        break;
    case check_signature:
        if constexpr (suites::certificate) {
            return flintls::check_signature(s, s.verifier, s.server, {s.scratch().data(), 32});
        }
        break;
    case keep_share: return tls12::keep_share(s);
    case send_certificate: return send_own_certificate(s);
    case send_client_key_exchange: return send_key_exchange(s);
    case make_master: return make_client_master(s);
    case digest_transcript:
        if constexpr (client_state<P, C>::proves_itself) {
            return s.then(s.keys.digest(s.transcript, s.scratch().data()));
        }
        break;
    case send_certificate_verify:
        if constexpr (client_state<P, C>::proves_itself) {
            return send_proof_of_client(s, {s.scratch().data(), 32}); // over all messages up to ClientKeyExchange
        }
        break;
    case check_peer:
        // RFC 6066 4: the fragment length holds for the whole session, whether or not the ServerHello repeats it.
        s.io.agree_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(s.current.max_fragment_length)));
        return common_step(s);
    case conclude: return tls12::conclude(s);
    case make_share:
    case agree:
    case digest_identity:
    case expand:
    case send_change:
    case take_write_key:
    case make_own_finished:
    case send_finished:
    case take_read_key:
    case make_peer_finished: return common_step(s);
    // Rows that wait, and steps of a server:
    case idle:
    case expect:
    case may_come:
    case send_hello_request:
    case open_ticket:
    case choose:
    case send_server_hello:
    case send_server_key_exchange:
    case send_certificate_request:
    case send_server_hello_done:
    case seal_ticket: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
