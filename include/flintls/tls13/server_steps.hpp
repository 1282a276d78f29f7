// SPDX-License-Identifier: Apache-2.0
/// \file
/// The steps of a server of TLS 1.3: RFC 8446 2, 4, 7.
#ifndef FLINTLS_TLS13_SERVER_STEPS_HPP
#define FLINTLS_TLS13_SERVER_STEPS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/handshake/answered_extensions.hpp"
#include "flintls/handshake/peer.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/tls13/server_answers.hpp"
#include "flintls/tls13/server_messages.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {
namespace server_side {

template <class S> progress put_retry(S& s, named_group group, bool sent);

// The hello.

/// RFC 8446 4.1.2: a second hello must repeat the parts of this one that the HelloRetryRequest does not change.
template <class S> progress remember_hello(S& s) {
    if constexpr (S::policy_type::cookie) {
        if (s.tls13.cookie.asks) {
            return server_side::make_cookie(s);
        }
    }
    s.tls13.stable = stable_parts_of_hello(s).stable;
    return s.next();
}
template <class S> progress compare_hellos(S& s) {
    if constexpr (S::policy_type::cookie) {
        if (s.tls13.cookie.asks) {
            return server_side::resume_by_cookie(s, [&] { return server_side::put_retry(s, s.tls13.asked, true); });
        }
    }
    bool const same = stable_parts_of_hello(s).stable.value() == s.tls13.stable.value();
    return same ? s.next() : s.fail(errc::forbidden_value);
}
/// Computes the `name_digest` by which tickets know a server.
template <class S> progress digest_name(S& s) {
    byte_view const called = s.tls13.hello.host_name;
    name_digest& name = s.tls13.name;
    if (!S::can::tickets || called.empty() || called.size() > longest_known_name) {
        name = called.empty() ? name_digest{} : unknown_name;
        return s.next();
    }
    if (!s.io.ready().empty()) { // the free transmit buffer serves as scratch, and must not move
        return progress::send;
    }
    sink const room = s.io.begin_record(content_type::handshake);
    if (room.left() < called.size()) {
        return s.fail(errc::no_room);
    }
    std::uint8_t* const work = s.tls13.secrets.at(slot::work);
    crypto_status const answer = s.tls13.secrets.digest({room.p, copy_folded(called, room.p)}, work);
    copy(name.data(), work, static_cast<std::uint32_t>(name.size()));
    return s.then(answer);
}
template <class S> progress fill_random(S& s) {
    crypto_status const answer = s.random.fill(s.tls13.random(), 32);
    if constexpr (S::can::asks_clients) { // the credentials decide once for both hellos
        if (answer == crypto_status::done && (!s.tls13.retried || server_side::uses_cookie(s))) {
            s.client.wanted = s.credentials.wants_certificate(false);
        }
    }
    return s.then(answer);
}

/// NT13: true where the session of this ticket may be resumed.
template <class S> [[nodiscard]] bool may_resume_session(S& s) {
    flintls::session const& found = s.session;
    bool known = found.peer.kind == identity_kind::none || s.credentials.accepts(found.peer);
    if constexpr (S::can::asks_clients) { // without an identity, no resumption where one is required
        known = known && (found.peer.kind != identity_kind::none || s.client.wanted != client_certificate::required);
    }
    return known;
}
/// RFC 8446 4.2.11: opens an identity as a ticket. \param[out] good the ticket is opened, and may be resumed
template <class S> crypto_status open_ticket(S& s, byte_view identity, bool& good) {
    auto& own = s.tls13;
    // RFC 8446 D: TLS 1.3 includes what RFC 7627 adds.
    resumption_request const hello{protocol_version::tls_1_3, own.hello.cipher_suites, true, own.name};
    crypto_status const answer = s.sealer.open(s.tickets->keys, identity, hello, s.now, s.opened, own.verdict);
    bool const opened = own.verdict == ticket_verdict::resume || own.verdict == ticket_verdict::renew;
    good = answer == crypto_status::done && opened && may_resume_session(s);
    return answer;
}
/// RFC 8446 4.2.11: a pre-shared key and the suite have the same hash. Chooses another suite where the first choice has
/// another hash; not after a HelloRetryRequest, which has named the suite (4.1.4).
/// \return false: the key cannot be used
template <class S> [[nodiscard]] bool takes_hash([[maybe_unused]] S& s, [[maybe_unused]] suite_hash hash) {
    using product = typename S::policy_type;
    if constexpr (hashes_of<product>::several) {
        auto& own = s.tls13;
        if (hash_of(own.cipher) == hash) {
            return true;
        }
        cipher_suite const other =
            own.retried ? cipher_suite{}
                        : own.hello.suite_with(s.credentials, [hash](suite_hash h) { return h == hash; });
        if (other == cipher_suite{}) {
            return false;
        }
        server_side::use_suite(s, other);
    }
    return true;
}
/// RFC 8446 4.2.11: chooses the first known identity. Identities are looked up one after another, each once, without
/// any asymmetric operation.
template <class S> progress choose_psk(S& s) {
    auto& own = s.tls13;
    using product = typename S::policy_type;
    bool const common = own.hello.psk_dhe_ke || own.hello.psk_ke; // RFC 8446 4.2.9
    std::uint8_t number = 0;
    for (psk_identity const& each : own.hello.identities) {
        if (!common || number == product::max_identities_examined) {
            break;
        }
        if (number++ != own.psk_index) {
            continue;
        }
        if constexpr (streams_hellos<product>) {
            if (s.stream.watch().lost_identity(own.psk_index)) {
                ++own.psk_index;
                continue;
            }
        }
        if constexpr (S::can::external_psk) {
            own.external = s.credentials.external_psk(each.identity);
            if (own.external.key != nullptr && server_side::takes_hash(s, S::can::hash_of_external)) {
                own.external.identity = each.identity;
                s.set(when::with_psk, true);
                return s.next();
            }
        }
        if constexpr (S::can::tickets) {
            bool good = false;
            crypto_status const answer =
                s.tickets != nullptr ? open_ticket(s, each.identity, good) : crypto_status::done;
            if constexpr (hashes_of<product>::several) {
                good = good && server_side::takes_hash(s, hash_of(traits_of(s.session.suite).cipher));
            }
            if (answer != crypto_status::done || good) {
                s.set(when::with_psk | when::resumed, good);
                return s.then(answer);
            }
        }
        ++own.psk_index;
    }
    if constexpr (!S::can::certificates) { // RFC 8446 E.6: a binder is checked all the same
        own.psk_index = 0;
        own.decoy = true;
        s.set(when::with_psk, true);
    }
    return s.next();
}
/// RFC 8446 4.1.1, 4.2.9: true: with shares; false: by a pre-shared key alone. `good`: one of both is possible.
template <class S> [[nodiscard]] bool wants_shares(S& s, bool& good) {
    using modes = typename S::policy_type::psk_modes;
    auto const& hello = s.tls13.hello;
    bool const by_share = hello.group != named_group{} && (hello.psk_dhe_ke || !s.has(when::with_psk));
    bool const alone = hello.psk_ke && s.has(when::with_psk);
    good = by_share || alone;
    if constexpr (modes::has(psk_key_exchange_mode::psk_ke)) {
        constexpr bool alone_is_better = modes::values[0] == psk_key_exchange_mode::psk_ke;
        return alone_is_better ? !alone : by_share;
    }
    return by_share;
}
/// Starts a new session, unless a session is resumed.
template <class S> void begin_session(S& s) {
    flintls::session& session = s.session;
    if (!s.has(when::resumed)) {
        wipe(session);
        session.server_name = s.tls13.name;
        session.authenticated_at = ticket_time(s);
    }
    session.version = protocol_version::tls_1_3;
    session.suite = s.negotiated.suite;
    session.extended_master_secret = true;
    session.context_id = S::policy_type::context_id;
}
template <class S> progress choose(S& s) {
    using product = typename S::policy_type;
    auto const& hello = s.tls13.hello;
    bool const psk = s.has(when::with_psk);
    if (!psk) {
        bool const possible = S::can::certificates && hello.has_schemes;
        errc const e = S::can::certificates && !possible ? errc::missing_extension // RFC 8446 4.2.3
                       : !possible || !hello.can_verify  ? errc::no_common_suite
                                                         : errc::ok;
        if (e != errc::ok) {
            return s.fail(e);
        }
    }
    bool possible = false;
    bool const wanted = wants_shares(s, possible);
    if (!possible) {
        bool const reveals = product::unknown_psk_alert != alert_description::decrypt_error && !s.tls13.decoy;
        if (S::can::certificates || !psk || reveals) {
            return s.fail(errc::no_common_suite);
        }
        s.tls13.decoy = true; // RFC 8446 E.6: this does not reveal whether the identity is known; its binder is refused
    }
    bool const shares = possible && wanted;
    choose_hash(s.transcript, suites_of<product>::hash(s.tls13.cipher));
    if (shares && hello.share.empty()) { // RFC 8446 4.1.4
        wipe(s.session);                 // the next hello's ticket is opened anew
        s.at = server_row<op::remember_hello>;
        return s.tls13.retried ? s.fail(errc::forbidden_value) : progress::again;
    }
    begin_session(s);
    bool const promises = S::can::tickets && product::tickets_sent != 0 && (hello.psk_dhe_ke || hello.psk_ke) &&
                          s.tls13.name != unknown_name;
    s.set(when::gives_tickets, promises && s.tickets != nullptr);
    s.set(when::with_certificate, !psk);
    s.set(when::with_shares, shares);
    if constexpr (S::can::asks_clients) {
        s.set(when::requested, !psk && s.client.wanted != client_certificate::unwanted);
    }
    return s.next();
}

/// RFC 8446 4.2.11.2: the hello without its binders.
template <class S> progress digest_hello(S& s) {
    auto& own = s.tls13;
    byte_view const whole = s.message;
    if constexpr (streams_hellos<typename S::policy_type>) {
        if (own.identities_end) {
            crypto_status const answer = own.secrets.digest_transcript(s.transcript);
            progress const p = s.then(answer);
            if (answer == crypto_status::done) {
                own.identities_end = false;
                s.unhashed = whole.subview(whole.size() - own.behind_identities);
                s.at = server_row<op::compare_hellos> - 1; // the rest of the hello
            }
            return p;
        }
        if (is_streamed(s)) {
            return s.next();
        }
        return s.then(own.secrets.digest_transcript(s.transcript, whole.subview(0, s.stream.watch().binders_at())));
    }
    std::uint32_t const binders = 2 + own.hello.binders.encoded().size();
    return s.then(own.secrets.digest_transcript(s.transcript, whole.subview(0, whole.size() - binders)));
}
/// Adds the hello, or another message that was left out until now, to the transcript.
template <class S> progress hash_message(S& s) { return is_streamed(s) ? s.next() : tls13::hash_message(s); }
template <class S> progress start_transcript(S& s) { return is_streamed(s) ? s.next() : s.then(s.transcript.start()); }
/// RFC 8446 7.1: from the chosen pre-shared key, or from zeros where there is none.
template <class S> progress make_early_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros()};
    if (s.has(when::resumed)) {
        given = byte_view{s.session.master_secret}.subview(0, s.tls13.secrets.size());
    } else if constexpr (S::can::external_psk) {
        if (s.has(when::with_psk) && !s.tls13.decoy) {
            return s.then(s.tls13.secrets.make_early(*s.tls13.external.key));
        }
    }
    return s.then(s.tls13.secrets.make(output::early_secret, given));
}
template <class S> progress make_binder(S& s) {
    return s.then(s.tls13.secrets.make(s.has(when::resumed) ? output::resumption_binder : output::external_binder));
}
/// RFC 8446 4.2.11: checks the binder of the chosen identity alone.
template <class S> progress check_binder(S& s) {
    byte_view binder;
    std::uint8_t number = s.tls13.psk_index;
    for (byte_view const each : s.tls13.hello.binders) {
        if (number-- == 0) {
            binder = each;
            break;
        }
    }
    bool const same = equal_in_constant_time(binder, s.tls13.secrets.view(slot::work));
    if constexpr (S::policy_type::unknown_psk_alert != alert_description::decrypt_error) {
        if (s.tls13.decoy) {
            return s.fail(errc::unknown_psk_identity);
        }
    }
    return same && !s.tls13.decoy ? s.next() : s.fail(errc::bad_binder);
}

// A HelloRetryRequest.

/// A ServerHello or a HelloRetryRequest.
template <class S>
[[nodiscard]] server_hello_to_send hello_of(S& s, std::span<std::uint8_t const, 32> random, byte_view extensions) {
    return {.legacy_version = protocol_version::tls_1_2,
            .random = fixed_view<32>{random},
            .session_id = s.tls13.hello.session_id,
            .cipher_suite = s.negotiated.suite,
            .compression_method = compression_method::null,
            .extensions = {{extensions}}};
}
/// Sends a ServerHello or a HelloRetryRequest.
template <class S> progress send_hello(S& s, std::span<std::uint8_t const, 32> random, byte_view extensions) {
    return s.send(server_side::hello_of(s, random, extensions));
}
/// Sends a HelloRetryRequest with or without a cookie. With a cookie, the transcript begins with the second hello, and
/// this message, once sent, is written only into the transcript.
template <class S> progress put_retry(S& s, named_group group, bool sent) {
    std::array<std::uint8_t, 2 + 6 + 6 + 6 + cookie_layout<typename S::policy_type>::size> room;
    byte_view const cookie = s.tls13.cookie.for_retry();
    byte_view const extensions = write_extensions<extension_context::hello_retry_request>(
        offer{selected_version{protocol_version::tls_1_3},
              flintls::when{group != named_group{}, key_share_hello_retry_request{group}},
              flintls::when{!cookie.empty(), flintls::cookie{cookie}}},
        {room.data(), room.data() + room.size()});
    server_hello_to_send const m = server_side::hello_of(s, hello_retry_request_random, extensions);
    bool const hashed = cookie.empty() || streams_hellos<typename S::policy_type>;
    return sent ? s.put_into_transcript(m) : hashed ? s.send(m) : s.send_unhashed(m);
}
template <class S> progress put_first_retry(S& s, named_group group) {
    if constexpr (S::policy_type::cookie) {
        return server_side::put_retry(s, group, false);
    } else {
        std::array<std::uint8_t, 2 + 6 + 6> room;
        byte_view const extensions = write_extensions<extension_context::hello_retry_request>(
            offer{selected_version{protocol_version::tls_1_3}, key_share_hello_retry_request{group}},
            {room.data(), room.data() + room.size()});
        return send_hello(s, hello_retry_request_random, extensions);
    }
}
template <class S> progress send_retry(S& s) {
    auto& own = s.tls13;
    bool const named = !server_side::uses_cookie(s) || own.hello.share.empty();
    named_group const group = named ? own.hello.group : named_group{};
    progress const p = server_side::put_first_retry(s, group);
    if (p == progress::again && !s.io.over()) {
        own.retried = true;
        own.asked = group;
    }
    return p;
}
/// RFC 8446 D.4: sends one ChangeCipherSpec to a client with a session id, unprotected and not in the transcript.
template <class S> progress send_dummy(S& s) {
    if (s.tls13.hello.session_id.empty() || s.tls13.dummy_sent) {
        return s.next();
    }
    progress const p = s.put_change_cipher_spec();
    s.tls13.dummy_sent = p == progress::again;
    return s.then(p);
}
template <class S> progress begin_second_hello(S& s) {
    s.at = server_row<op::compare_hellos> - 1;
    return progress::again;
}

// Keys.

/// Makes the own share. For a group that encapsulates, `agree` makes the share together with the secret.
template <class S> progress make_share(S& s) {
    if constexpr (S::can::shares) {
        named_group const group = s.tls13.hello.group;
        if (!s.exchange.encapsulates(group)) {
            return s.then_pause(s.exchange.generate(group, 0, s.tls13.share.data()));
        }
    }
    return s.next();
}
template <class S> progress agree(S& s) {
    if constexpr (S::can::shares) {
        auto& own = s.tls13;
        named_group const group = own.hello.group;
        if constexpr (requires { s.exchange.encapsulate(group, byte_view{}, own.share.data(), own.agreed.data()); }) {
            if (s.exchange.encapsulates(group)) {
                return s.then_pause(s.exchange.encapsulate(group, own.hello.share, own.share.data(), own.agreed.data()),
                                    errc::bad_share);
            }
        }
        return s.then_pause(s.exchange.agree(group, 0, own.hello.share, own.agreed.data()), errc::bad_share);
    }
    return s.next();
}
template <class S> progress make_handshake_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros()};
    if constexpr (S::can::shares) {
        given = s.has(when::with_shares)
                    ? byte_view{s.tls13.agreed}.subview(0, s.exchange.secret_size(s.tls13.hello.group))
                    : given;
    }
    crypto_status const answer = s.tls13.secrets.make(output::next_secret, given);
    if (answer == crypto_status::done) {
        s.exchange.release();
        wipe(s.tls13.agreed);
        wipe(s.session.master_secret);
    }
    return s.then(answer);
}
/// The client's identity, by its external pre-shared key.
template <class S> progress digest_identity(S& s) {
    if constexpr (S::can::external_psk) {
        identity& peer = s.session.peer;
        peer.kind = identity_kind::psk_identity_sha256;
        progress const p = s.then(s.tls13.secrets.digest(s.tls13.external.identity, peer.digest.data()));
        s.session.own = peer;
        return p;
    }
    return s.next();
}

// The server's flight.

template <class S> [[gnu::noinline]] progress send_server_hello(S& s) {
    using product = typename S::policy_type;
    std::array<std::uint8_t, 2 + 6 + 6 + (S::can::shares ? 8 + max_server_share<product> : 0)> room;
    sink const out{room.data(), room.data() + room.size()};
    auto& own = s.tls13;
    auto const psk = flintls::when{s.has(when::with_psk), selected_psk{own.psk_index}};
    selected_version const version{protocol_version::tls_1_3};
    byte_view extensions;
    if constexpr (S::can::shares) {
        key_share_server_hello const share{
            {own.hello.group, byte_view{own.share}.subview(0, s.exchange.server_share_size(own.hello.group))}};
        extensions = write_extensions<extension_context::server_hello>(
            offer{version, flintls::when{s.has(when::with_shares), share}, psk}, out);
    } else {
        extensions = write_extensions<extension_context::server_hello>(offer{version, psk}, out);
    }
    return send_hello(s, std::span<std::uint8_t const, 32>{own.random(), 32}, extensions);
}
/// RFC 8446 4.3.1
template <class S> progress send_encrypted_extensions(S& s) {
    using product = typename S::policy_type;
    using bytes = answered_extensions<product, extension_context::encrypted_extensions>;
    auto const& hello = s.tls13.hello;
    record_limit_answer room;
    std::array<byte_view, answers_record_limit<product> ? 4 : 3> pieces{
        lists_extension<server_name, product> && hello.name_used ? bytes::server_name_bytes : byte_view{},
        lists_extension<max_fragment_length, product>
            ? bytes::fragment_length[static_cast<std::size_t>(hello.fragment_length)]
            : byte_view{},
        product::protocols::values.empty() ? byte_view{} : bytes::protocol[s.negotiated.protocol]};
    if constexpr (lists_extension<max_fragment_length, product>) { // RFC 6066 4
        if (hello.fragment_length != max_fragment_length_code{}) {
            s.io.set_fragment_limit(256U << static_cast<unsigned>(hello.fragment_length));
        }
    }
    if constexpr (answers_record_limit<product>) {
        if (hello.record_limit != 0) {
            pieces[3] = answer_record_limit(s.io.own_record_limit(), room);
            s.io.set_record_limit(hello.record_limit - 1U); // the limit includes the content type
        }
    }
    auto& first = s.tls13.first;
    first.least = static_cast<std::uint16_t>(s.io.keys_to_read().overhead());
    first.most = static_cast<std::uint16_t>(s.io.input_limit(false) + first.least);
    return s.send(encrypted_extensions_to_send{{encoded_pieces{pieces}}});
}
/// Makes the own Finished and stores it. Secrets derived from it are made before it is sent, so that the write key
/// changes right after it.
template <class S> progress make_own_finished(S& s) {
    auto& own = s.tls13;
    crypto_status const answer = own.secrets.make(output::server_verify_data);
    if (answer == crypto_status::done) {
        copy(own.answer.data(), own.finished_header.data(), static_cast<std::uint32_t>(own.finished_header.size()));
        copy(own.random(), own.secrets.at(slot::work), own.secrets.size());
        if constexpr (hashes_of<typename S::policy_type>::several) {
            own.answer[3] = static_cast<std::uint8_t>(own.secrets.size());
        }
    }
    return s.then(answer);
}

/// RFC 8446 2: the handshake completes.
template <class S> progress conclude(S& s) {
    if constexpr (S::can::asks_clients) {
        s.client.sent = {};
    }
    s.established = s.session.peer;
    wipe(s.session.master_secret);
    s.conditions = s.conditions & (when::resumed | when::gives_tickets);
    s.reset_transcript();
    s.transcript.reset();
    s.release_message();
    static_cast<void>(s.io.in().keep({})); // the peer's key is not needed any more
    s.tls13.hello = {};
    s.tls13.secrets.wipe_slot(slot::transcript);
    s.tls13.secrets.wipe_slot(slot::work);
    s.tls13.secrets.wipe_slot(slot::secret);
    s.at = server_row<op::idle>;
    return progress::connected;
}

// Tickets.

/// RFC 8446 4.6.1: seals a ticket in place. A ticket that cannot be sealed is not sent.
template <class S> progress seal_ticket(S& s) {
    using product = typename S::policy_type;
    constexpr std::uint32_t size = S::ticket_sealer_type::size;
    constexpr std::uint32_t before = 4 + 4 + 4 + 1 + 1 + 2; // with a nonce of one byte
    if (!s.io.ready().empty()) {                            // the ticket must not move while it is sealed
        return progress::send;
    }
    sink const room = s.io.begin_record(content_type::handshake);
    if (room.left() < before + size + 2) {
        return s.io.no_room();
    }
    auto& own = s.tls13;
    copy(s.session.master_secret.data(), own.secrets.at(slot::work), own.secrets.size());
    std::uint8_t* const ticket = room.p + before;
    crypto_status const answer =
        s.sealer.seal(s.tickets->keys, s.session, s.now, std::span<std::uint8_t, size>{ticket, size});
    if (answer == crypto_status::pending) {
        return progress::crypto;
    }
    if (answer == crypto_status::failed) {
        s.set(when::gives_tickets, false);
        return s.next();
    }
    // The ticket is already at its place in the message.
    new_session_ticket const m{lifetime_hint<product>(s.session, ticket_time(s)),
                               load<4>(own.answer.data()),
                               byte_view{&own.tickets_made, 1},
                               byte_view{ticket, size},
                               {}};
    return s.send_unhashed(m);
}
template <class S> progress next_ticket(S& s) {
    if (++s.tls13.tickets_made < S::policy_type::tickets_sent) {
        s.at = server_row<op::fill_ticket_age>;
        return progress::again;
    }
    return s.next();
}

/// Starts a connection at its first row.
template <class S> void begin(S& s) {
    s.negotiated = {};
    server_side::begin_part(s);
    s.at = server_row<op::compare_hellos> - 1;
}

template <class S> progress step(S& s) {
    using enum op;
    using can = typename S::can;
    auto& secrets = s.tls13.secrets;
    switch (in_tls13(s.at->what)) {
    case not_started: return progress::receive; // the application calls `accept` first
    case op::remember_hello: return server_side::remember_hello(s);
    case op::hash_message: return server_side::hash_message(s);
    case digest_first_hello: return s.then(secrets.digest_transcript(s.transcript));
    case restart_transcript: return s.then(secrets.restart(s.transcript));
    case op::send_retry: return server_side::send_retry(s);
    case op::send_dummy: return server_side::send_dummy(s);
    case op::begin_second_hello: return server_side::begin_second_hello(s);
    case op::compare_hellos: return server_side::compare_hellos(s);
    case op::digest_name: return server_side::digest_name(s);
    case op::fill_random: return server_side::fill_random(s);
    case op::start_transcript: return server_side::start_transcript(s);
    case op::choose_psk:
        if constexpr (can::psks) {
            return server_side::choose_psk(s);
        }
        return s.next();
    case op::choose: return server_side::choose(s);
    case op::digest_hello: return server_side::digest_hello(s);
    case op::make_early_secret: return server_side::make_early_secret(s);
    case op::make_binder: return server_side::make_binder(s);
    case op::check_binder: return server_side::check_binder(s);
    case op::make_share: return server_side::make_share(s);
    case op::agree: return server_side::agree(s);
    case op::make_handshake_secret: return server_side::make_handshake_secret(s);
    case op::digest_identity: return server_side::digest_identity(s);
    case op::send_server_hello: return server_side::send_server_hello(s);
    case digest_transcript: return s.then(secrets.digest_transcript(s.transcript));
    case make_handshake_traffic:
        return make_traffic(s, output::handshake_traffic, slot::client, logged_secret::client_handshake);
    case make_application_traffic:
        return make_traffic(s, output::application_traffic, slot::next, logged_secret::client_application);
    case take_read_key: return take_key(s, false, s.io.keys_to_read());
    case take_write_key: return take_key(s, true, s.io.keys_to_write());
    case op::send_encrypted_extensions: return server_side::send_encrypted_extensions(s);
    case send_certificate_request:
        if constexpr (can::asks_clients) {
            return s.send(certificate_request_to_send{{}, {{requested_signatures<typename S::policy_type>::bytes}}});
        }
        break;
    case send_certificate:
        if constexpr (can::certificates) {
            return put_chain<true>(s, s.credentials.certificates(), s.tls13.sent);
        }
        break;
    case digest_signed_by_server:
        if constexpr (can::certificates) {
            return digest_signed<signer_role::server>(s);
        }
        break;
    case send_certificate_verify:
        if constexpr (can::certificates) {
            return send_proof(s, secrets.view(slot::work, secrets.digest_size), s.tls13.signature_size);
        }
        break;
    case op::make_own_finished: return server_side::make_own_finished(s);
    case digest_own_finished: return s.then(secrets.digest_transcript(s.transcript, s.tls13.own_finished()));
    case make_exporter_secret:
        if constexpr (S::policy_type::exporters) {
            return s.then(secrets.make(output::exporter_master_secret));
        }
        return s.next();
    case send_finished: return then_change_key(s, s.send(finished{byte_view{s.tls13.random(), secrets.size()}}));
    case digest_peer_key:
        if constexpr (can::asks_clients) {
            if (s.session.peer.kind == identity_kind::none) {
                close_up_chain(s.client.sent.chain);
                s.session.peer.kind = identity_kind::spki_sha256;
            }
            return s.then(secrets.digest(s.client.sent.key.subject_public_key_info, s.session.peer.digest.data()));
        }
        break;
    case trust_peer:
        if constexpr (can::asks_clients) {
            return trust(s, s.credentials, s.client.sent, s.session.peer, {});
        }
        break;
    case digest_signed_by_client:
        if constexpr (can::asks_clients) {
            return digest_signed<signer_role::client>(s);
        }
        break;
    case check_signature:
        if constexpr (can::asks_clients) {
            return flintls::check_signature(s, s.client.verifier, s.client.sent,
                                            secrets.view(slot::work, secrets.digest_size));
        }
        break;
    case switch_client:
        secrets.switch_client();
        if constexpr (S::policy_type::half_rtt) { // from here on `idle` tells when data may be written
            s.half_rtt_open = false;
        }
        return s.next();
    case make_resumption_secret:
        if constexpr (!can::tickets) {
            secrets.wipe_slot(slot::secret);
            return s.next();
        }
        [[fallthrough]];
    case make_main_secret:
    case make_peer_finished:
    case update_read:                             // the KeyUpdate was the last message under the old key
        if constexpr (S::policy_type::half_rtt) { // only the client's Finished is missing, if it comes next
            s.half_rtt_open = in_tls13(s.at->what) == make_peer_finished && !s.has(when::requested);
        }
        return s.then(secrets.make(output_of<true>(in_tls13(s.at->what))));
    case update_write: return update_write_secret(s, output::server_update);
    case fill_ticket_age: return s.then(s.random.fill(s.tls13.answer.data(), 4));
    case make_ticket_secret: return s.then(secrets.make(output::resumption_psk, byte_view{&s.tls13.tickets_made, 1}));
    case op::seal_ticket:
        if constexpr (can::tickets) {
            return server_side::seal_ticket(s);
        }
        break;
    case op::next_ticket: return server_side::next_ticket(s);
    case op::conclude: return server_side::conclude(s);
    case op::send_key_update: return tls13::send_key_update(s);
    case op::rest: return tls13::rest(s);
    // These wait, or are a client's:
    case idle:
    case expect:
    case may_come:
    case digest_own_key:
    case take_ticket:
    case write_hello:
    case make_offered_early_secret:
    case next_binder:
    case send_client_hello:
    case keep_ticket: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace server_side
} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
