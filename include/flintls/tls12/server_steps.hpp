// SPDX-License-Identifier: Apache-2.0
/// \file
/// The steps of a server of TLS 1.2: RFC 5246 7.3, 7.4, RFC 5077 3.1.
#ifndef FLINTLS_TLS12_SERVER_STEPS_HPP
#define FLINTLS_TLS12_SERVER_STEPS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/extension/encode.hpp"
#include "flintls/handshake/answered_extensions.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/hello_request.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/tls12/server_messages.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// server_key_exchange_ecdhe and server_key_exchange_ecdhe_psk with encoded parameters, as they are signed or sent.
struct ecdhe_with_encoded_params {
    static constexpr handshake_type msg_type = server_key_exchange_ecdhe::msg_type;
    byte_view params;
    digitally_signed signed_params;
    using wire = fields<field<&ecdhe_with_encoded_params::params, remaining>, //
                        field<&ecdhe_with_encoded_params::signed_params>>;
};
struct ecdhe_psk_with_encoded_params {
    static constexpr handshake_type msg_type = server_key_exchange_ecdhe_psk::msg_type;
    byte_view psk_identity_hint;
    byte_view params;
    using wire = fields<field<&ecdhe_psk_with_encoded_params::psk_identity_hint, opaque<0, 0xffff>>, //
                        field<&ecdhe_psk_with_encoded_params::params, remaining>>;
};

/// Encodes this side's share after its curve type and group (RFC 8422 5.4).
template <policy P> byte_view encode_params(agreement<P>& a) {
    std::uint8_t* const p = a.scratch().data();
    p[0] = static_cast<std::uint8_t>(ec_curve_type::named_curve);
    store<2>(p + 1, static_cast<std::uint16_t>(a.group()));
    byte_view const share = a.own_share();
    p[3] = static_cast<std::uint8_t>(share.size());
    return {p, 4 + share.size()};
}

template <policy P, class C, class T> progress begin_handshake(server_state<P, C, T>& s) {
    if constexpr (server_state<P, C, T>::gives_ids) { // I6
        if (!s.ids.drawn) {
            crypto_status const drawn = s.random.fill(s.ids.id.data(), session_id_size);
            if (drawn != crypto_status::done) {
                return s.then(drawn);
            }
            s.ids.drawn = true;
        }
    }
    forget_randoms(s);
    auto const random = s.keys.server_random();
    crypto_status const answer = s.random.fill(random.data(), 32);
    if (answer == crypto_status::done) {
        mark_downgrade(random, protocol_version::tls_1_2, s.server.best_version());
        if constexpr (server_state<P, C, T>::asks_clients) { // decides whether to ask for a certificate
            bool const again = s.server.rules.state().renegotiating();
            bool const known = s.established.kind == identity_kind::spki_sha256 && !P::allow_identity_change; // B7
            s.client.wanted = known ? client_certificate::required : s.credentials.wants_certificate(again);
        }
    }
    return s.then(answer);
}

/// T10, I4: true if the session, of a ticket or of an id, may be resumed in this handshake.
template <policy P, class C, class T> [[nodiscard]] bool may_resume_session(server_state<P, C, T>& s) {
    flintls::session const& found = s.session;
    bool known = found.peer.kind == identity_kind::none || s.credentials.accepts(found.peer);
    if constexpr (server_state<P, C, T>::asks_clients) { // a required certificate must have been shown
        known = known && (found.peer.kind != identity_kind::none || s.client.wanted != client_certificate::required);
    }
    auto const asked = static_cast<std::uint8_t>(s.server.hello.fragment_length);
    bool const same_length = asked == 0 || asked == found.max_fragment_length; // RFC 6066 4
    return known && same_length && s.server.hello.resumes(found.suite, s.credentials);
}
/// The hello's side of a resumption.
template <policy P, class C, class T> [[nodiscard]] resumption_request request_of(server_state<P, C, T>& s) {
    auto const& hello = s.server.hello;
    resumption_request request{protocol_version::tls_1_2, hello.cipher_suites, hello.extended_master_secret, {}};
    copy(request.server_name.data(), s.scratch().data(), 16);
    return request;
}
/// I3, I4: looks up a session by its id. The session is judged like that of a ticket and lives for at most one day
/// (RFC 5246 F.1.4).
template <policy P, class C, class T> progress find_session(server_state<P, C, T>& s) {
    auto& own = s.server;
    flintls::session& found = s.session;
    fixed_view<session_id_size> const id{own.hello.session_id.data()};
    crypto_status const answer = s.tickets->cache.find(s.ids.access, id, found);
    if (answer == crypto_status::pending) {
        return progress::crypto;
    }
    if (answer == crypto_status::done) {
        std::uint32_t const now = ticket_time(s);
        ticket_verdict const verdict = is_over(found.authenticated_at, one_day, now)
                                           ? ticket_verdict::full_handshake
                                           : judge_session<P>(found, request_of(s), found.authenticated_at, true, now);
        bool const resumes = verdict == ticket_verdict::resume || verdict == ticket_verdict::renew;
        own.verdict = !resumes                ? verdict
                      : may_resume_session(s) ? ticket_verdict::resume // a session id needs no renewal
                                              : ticket_verdict::full_handshake;
    }
    return s.then(crypto_status::done);
}
/// T10: a ticket that does not decrypt, or must not be resumed, leads to a full handshake.
template <policy P, class C, class T> progress open_ticket(server_state<P, C, T>& s) {
    auto& own = s.server;
    resumption_request const hello = request_of(s);
    crypto_status const answer = s.sealer.open(s.tickets->keys, own.hello.ticket, hello, s.now, s.opened, own.verdict);
    if (answer == crypto_status::done && own.verdict != ticket_verdict::abort) {
        bool const good = own.verdict == ticket_verdict::full_handshake || may_resume_session(s);
        own.verdict = good ? own.verdict : ticket_verdict::full_handshake;
    }
    return s.then(answer);
}

/// I3: a new session gets an id if it could be resumed by that id and no ticket is issued for it. (RFC 5246 7.4.1.3: an
/// empty id means that the session cannot be resumed.)
template <policy P, class C, class T> void choose_id(server_state<P, C, T>& s, bool resumes) {
    auto& ids = s.ids;
    if (resumes) {
        if (ids.use == id_use::asked) {
            copy(ids.id.data(), s.server.hello.session_id.data(), session_id_size);
            ids.use = id_use::resumed;
        }
        return;
    }
    bool const useful = (s.extended() || resumes_without_ems<P>)&&s.session.server_name != unknown_name;
    bool const given = s.tickets != nullptr && useful && !s.has(flow::conditions::ticket_due);
    ids.use = given ? id_use::given : id_use::none;
}
/// RFC 5246 7.4.1.3: the session id of the ServerHello.
template <policy P, class C, class T> [[nodiscard]] byte_view session_id_of(server_state<P, C, T> const& s) {
    if (s.has(flow::conditions::resumed)) { // T9, RFC 5077 3.4
        return s.server.hello.session_id;
    }
    if constexpr (server_state<P, C, T>::gives_ids) {
        if (s.ids.use == id_use::given) {
            return s.ids.id;
        }
    }
    return {};
}
template <policy P, class C, class T> progress choose(server_state<P, C, T>& s) {
    flintls::session& session = s.session;
    auto& own = s.server;
    ticket_verdict const verdict = own.verdict;
    if (verdict == ticket_verdict::abort) {
        return s.fail(errc::extended_master_secret_missing);
    }
    bool const resumes = verdict == ticket_verdict::resume || verdict == ticket_verdict::renew;
    bool const promises = server_state<P, C, T>::gives_tickets && s.tickets != nullptr && own.hello.wants_ticket;
    s.set(flow::conditions::resumed, resumes);
    s.set(flow::conditions::ticket_due, promises && verdict != ticket_verdict::resume);
    if (!resumes) {
        wipe(session);
        copy(session.server_name.data(), s.scratch().data(), 16);
        session.suite = own.hello.choose(s.credentials);
        session.max_fragment_length = static_cast<std::uint8_t>(own.hello.fragment_length);
        if (session.suite == cipher_suite{}) {
            return s.fail(errc::no_common_suite);
        }
        if (own.hello.no_uncompressed) { // RFC 8422 5.1.2
            return s.fail(errc::forbidden_value);
        }
    }
    if constexpr (server_state<P, C, T>::knows_names) { // B7, RFC 5746 5: a name that is too long is another name
        bool const other_name =
            (own.established_name != name_digest{} && !is_same_name(own.established_name, session.server_name)) ||
            (own.rules.state().renegotiating() && session.server_name == unknown_name);
        if (other_name) {
            return s.fail(errc::identity_changed);
        }
    }
    if constexpr (server_state<P, C, T>::gives_ids) {
        choose_id(s, resumes);
    }
    choose_suite(s, session.suite);
    static_cast<void>(s.choose_group(own.hello.group)); // a full handshake with ECDHE has a group
    choose_fragments(s, session.max_fragment_length);
    if constexpr (server_state<P, C, T>::asks_clients) {
        s.set(flow::conditions::requested,
              !resumes && s.client.wanted != client_certificate::unwanted && s.has(flow::conditions::with_certificate));
    }
    return s.next();
}

template <policy P, class C, class T> progress send_server_hello(server_state<P, C, T>& s) {
    using bytes = answered_extensions<P>;
    constexpr bool gives_tickets = server_state<P, C, T>::gives_tickets;
    auto const& hello = s.server.hello;
    found<renegotiation_info> const info = s.server.rules.answer(); // S1, S4
    bool const full = !s.has(flow::conditions::resumed);
    record_limit_answer room;
    std::array<byte_view, answers_record_limit<P> ? 7 : 6> pieces{
        lists_extension<server_name, P> && full && hello.name_used ? bytes::server_name_bytes
                                                                   : byte_view{}, // RFC 6066 3
        full && hello.point_formats && s.has(flow::conditions::with_ecdhe) ? bytes::point_formats_bytes : byte_view{},
        s.extended() ? bytes::extended_master_secret_bytes : byte_view{},
        gives_tickets && s.has(flow::conditions::ticket_due) ? bytes::session_ticket_bytes : byte_view{},
        lists_extension<max_fragment_length, P>
            ? bytes::fragment_length[static_cast<std::size_t>(hello.fragment_length)]
            : byte_view{},
        P::protocols::values.empty() ? byte_view{} : bytes::protocol[s.negotiated.protocol]};
    if constexpr (answers_record_limit<P>) {
        if (hello.record_limit != 0) {
            pieces[6] = answer_record_limit(s.io.own_record_limit(), room);
        }
        s.io.agree_record_limit(hello.record_limit);
    }
    bool any = info.present; // RFC 5246 7.4.1.3: no block instead of an empty one
    for (byte_view const each : pieces) {
        any = any || !each.empty();
    }
    optional_block const block{any, offer{when{info.present, info.value}, encoded_pieces{pieces}}};
    auto const random = s.keys.server_random();
    basic_server_hello<std::remove_const_t<decltype(block)>> const m{
        .legacy_version = protocol_version::tls_1_2,
        .random = fixed_view<32>{std::span<std::uint8_t const, 32>{random}},
        .session_id = session_id_of(s),
        .cipher_suite = s.negotiated.suite,
        .compression_method = compression_method::null,
        .extensions = block};
    return s.send(m);
}

template <policy P, class C, class T> progress send_server_key_exchange(server_state<P, C, T>& s) {
    using suites = suites_of<P>;
    if constexpr (suites::ecdhe_psk) {
        if (s.has(flow::conditions::with_psk)) {
            return s.send(ecdhe_psk_with_encoded_params{{}, encode_params(s)});
        }
    }
    if constexpr (suites::certificate) {
        byte_view const params = encode_params(s);
        byte_view signature;
        progress p =
            sign(s, s.signer, s.credentials.signing_key(), s.digest, params.size(), s.signature_size, signature);
        if (p == progress::again && !s.io.over()) {
            p = s.send(ecdhe_with_encoded_params{params, {signature_scheme::ecdsa_secp256r1_sha256, signature}});
        }
        return p == progress::again ? progress::crypto : p;
    }
    return s.fail(errc::unexpected_message);
}

/// RFC 5246 7.4.4: names no certificate authorities, so that any issuer is accepted.
template <policy P, class C, class T> progress send_certificate_request(server_state<P, C, T>& s) {
    using kind = public_key_view::algorithm;
    std::array<client_certificate_type, 2> types{};
    std::size_t type_count = 0;
    if (admits_key<P>(kind::ec_secp256r1)) {
        types[type_count++] = client_certificate_type::ecdsa_sign;
    }
    if (admits_key<P>(kind::rsa)) {
        types[type_count++] = client_certificate_type::rsa_sign;
    }
    std::array<signature_scheme, P::signature_schemes::values.size()> schemes{};
    std::size_t count = 0;
    for (signature_scheme const each : P::signature_schemes::values) {
        if (admits_scheme<P>(each)) {
            schemes[count++] = each;
        }
    }
    certificate_request const m{.certificate_types = std::span<client_certificate_type const>{types}.first(type_count),
                                .supported_signature_algorithms =
                                    std::span<signature_scheme const>{schemes}.first(count),
                                .certificate_authorities = {}};
    return s.send(m);
}

/// T17, RFC 5077 3.3: seals the ticket in the transmit buffer. If sealing fails, an empty ticket is sent.
template <policy P, class C, class T> progress seal_ticket(server_state<P, C, T>& s) {
    constexpr std::uint32_t size = server_state<P, C, T>::ticket_sealer_type::size;
    constexpr std::uint32_t before = 4 + static_cast<std::uint32_t>(min_size<new_session_ticket>);
    if (!s.io.ready().empty()) { // the ticket must not move while it is sealed
        return progress::send;
    }
    sink const room = s.io.begin_record(content_type::handshake);
    if (room.left() < before + size) {
        return s.io.no_room();
    }
    std::uint8_t* const ticket = room.p + before;
    crypto_status const answer =
        s.sealer.seal(s.tickets->keys, s.session, s.now, std::span<std::uint8_t, size>{ticket, size});
    if (answer == crypto_status::pending) {
        return progress::crypto;
    }
    bool const sealed = answer == crypto_status::done;
    s.set(flow::conditions::ticket_due, sealed); // for `gave_ticket`: no later row depends on it
    // Source and target of the ticket are the same bytes.
    return s.send(new_session_ticket{sealed ? lifetime_hint<P>(s.session, ticket_time(s)) : 0,
                                     sealed ? byte_view{ticket, size} : byte_view{}});
}

/// Both Finished are verified: puts a session with a new id into the cache. \return pending: call again
template <policy P, class C, class T> crypto_status keep_session(server_state<P, C, T>& s) {
    auto& ids = s.ids;
    crypto_status answer = crypto_status::done;
    if (ids.use == id_use::given) {
        std::uint32_t const lifetime = P::ticket_lifetime < one_day ? P::ticket_lifetime : one_day;
        answer = s.tickets->cache.keep(ids.access, fixed_view<session_id_size>{ids.id.data()}, s.session, lifetime);
        if (answer == crypto_status::pending) {
            return answer;
        }
    }
    if (answer == crypto_status::done && (ids.use == id_use::given || ids.use == id_use::resumed)) {
        ids.kept = ids.id;
        ids.has_kept = true;
    }
    ids.use = id_use::none;
    return crypto_status::done;
}
/// Both Finished are verified.
template <policy P, class C, class T> progress conclude(server_state<P, C, T>& s) {
    if constexpr (server_state<P, C, T>::gives_ids) {
        if (keep_session(s) == crypto_status::pending) {
            return progress::crypto;
        }
    }
    judgement const j = s.server.rules.on_finished(s.negotiated.peer_verify_data, s.negotiated.own_verify_data,
                                                   {s.has(flow::conditions::resumed), s.extended()});
    if (!j.proceeds()) {
        return s.apply_judgement(j);
    }
    if constexpr (server_state<P, C, T>::knows_names) {
        s.server.established_name = s.session.server_name;
    }
    return connected(s, server_row<flow::op::idle>);
}

template <policy P, class C, class T> progress step(server_state<P, C, T>& s) {
    using enum flow::op;
    using suites = suites_of<P>;
    using state = server_state<P, C, T>;
    switch (s.at->what) {
    case not_started: return progress::receive; // the application must call `accept` first
    case send_hello_request:
        if constexpr (server_renegotiation<P>::renegotiates) {
            return s.send_unhashed(hello_request{});
        }
        break;
    case digest_name:
        if constexpr (lists_extension<server_name, P>) {
            return digest_host_name(s, s.server.hello.host_name);
        }
        return digest_host_name(s, {});
    case fill_random: return begin_handshake(s);
    case open_ticket:
        if constexpr (state::gives_ids) {
            if (s.ids.use == id_use::asked) {
                return find_session(s);
            }
        }
        if constexpr (state::gives_tickets) {
            return tls12::open_ticket(s);
        }
        break;
    case choose: return tls12::choose(s);
    case send_server_hello: return tls12::send_server_hello(s);
    case send_certificate:
        if constexpr (suites::certificate) {
            return put_chain(s, s.credentials.certificates(), s.server.sent);
        }
        break;
    case digest_params: // RFC 8422 5.4
        if constexpr (suites::certificate) {
            return s.then(s.keys.digest_with_randoms(encode_params(s), s.digest.data()));
        }
        break;
    case send_server_key_exchange: return tls12::send_server_key_exchange(s);
    case send_certificate_request:
        if constexpr (state::asks_clients) {
            return tls12::send_certificate_request(s);
        }
        break;
    case send_server_hello_done: return s.send(server_hello_done{});
    case digest_peer_key:
        if constexpr (state::asks_clients) {
            if constexpr (judges_paths<C>) {
                if (!s.client.chain.is_done()) {
                    return judge_chain(s, s.client.chain, s.client.sent, {},
                                       [](auto found) { return admits_key<P>(found); });
                }
            }
            s.session.peer.kind = identity_kind::spki_sha256;
            return s.then(s.keys.digest(s.client.sent.key.subject_public_key_info, s.session.peer.digest.data()));
        }
        break;
    case trust_peer:
        if constexpr (state::asks_clients) {
            return trust(s, s.credentials, s.client.sent, s.session.peer, {});
        }
        break;
    case choose_psk:
        if constexpr (suites::psk) {
            byte_view const name = s.negotiated.psk_name;
            return use_psk(s, {name, s.credentials.psk(name).key});
        }
        break;
    case make_master: s.session.authenticated_at = ticket_time(s); return tls12::make_master(s);
    case digest_transcript:
        if constexpr (state::asks_clients) {
            return s.then(s.keys.digest(s.transcript, s.digest.data()));
        }
        break;
    case check_signature:
        if constexpr (state::asks_clients) {
            return flintls::check_signature(s, s.client.verifier, s.client.sent, s.digest);
        }
        break;
    case seal_ticket:
        if constexpr (state::gives_tickets) {
            return tls12::seal_ticket(s);
        }
        break;
    case conclude: return tls12::conclude(s);
    case make_share:
    case agree:
    case digest_identity:
    case check_peer:
    case expand:
    case send_change:
    case take_write_key:
    case make_own_finished:
    case send_finished:
    case take_read_key:
    case make_peer_finished: return common_step(s);
    // Rows that wait, and steps of a client:
    case idle:
    case expect:
    case may_come:
    case digest_own_key:
    case start_transcript:
    case take_ticket:
    case send_client_hello:
    case keep_share:
    case send_client_key_exchange:
    case send_certificate_verify: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
