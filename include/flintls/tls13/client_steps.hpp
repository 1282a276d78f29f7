// SPDX-License-Identifier: Apache-2.0
/// \file
/// The steps of a client of TLS 1.3: RFC 8446 2, 4, 7.
#ifndef FLINTLS_TLS13_CLIENT_STEPS_HPP
#define FLINTLS_TLS13_CLIENT_STEPS_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/handshake/offered_suites.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/tls13/client_messages.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

// Before the hello.

/// Under which name the store keeps tickets. A key is bytes; only a name that is the key is folded.
template <class S> progress digest_name(S& s) {
    if constexpr (!S::can::tickets &&
                  !(speaks_both<typename S::policy_type> && S::policy_type::offer_session_tickets)) {
        return s.next();
    }
    byte_view const key = s.client.key;
    name_digest& name = s.current.server_name;
    if (key.empty()) {
        return s.next();
    }
    if (!s.io.ready().empty()) { // its room serves here, and must stay where it is
        return progress::send;
    }
    sink const room = s.io.begin_record(content_type::handshake);
    bool const folds = key == s.client.name;
    if (folds && room.left() < key.size()) {
        return s.fail(errc::no_room);
    }
    byte_view const folded = folds ? byte_view{room.p, copy_folded(key, room.p)} : key;
    crypto_status const answer = s.tls13.secrets.digest(folded, s.tls13.secrets.at(slot::work));
    copy(name.data(), s.tls13.secrets.at(slot::work), static_cast<std::uint32_t>(name.size()));
    return s.then(answer);
}

/// Would the server of that session be trusted today? `own_psk`: the digest of the identity that this client has now.
template <class S> [[nodiscard]] bool accepts(S& s, identity const& peer, [[maybe_unused]] byte_view own_psk) {
    bool trusted = false;
    if constexpr (S::can::certificates) {
        trusted = peer.kind == identity_kind::spki_sha256 && s.credentials.accepts(peer);
    }
    if constexpr (S::can::external_psk) {
        trusted = trusted || (peer.kind == identity_kind::psk_identity_sha256 && own_psk == byte_view{peer.digest});
    }
    return trusted;
}
/// RFC 8446 4.6.1, C.4: a ticket is used once.
template <class S> void offer_ticket([[maybe_unused]] S& s) {
    if constexpr (S::can::tickets) {
        if (s.store == nullptr) {
            return;
        }
        ticket_handle const taken = s.store->take_tls_1_3(s.current.server_name, s.now);
        auto const* const found = s.store->find(taken);
        if (found == nullptr) {
            return;
        }
        if (!accepts(s, found->state.peer, s.tls13.secrets.view(slot::work)) || !presents_again(s, found->state.own) ||
            !offers(s.credentials, found->state.suite)) {
            s.store->forget(taken);
        } else if (carries(s, found->ticket())) {
            s.tls13.offered = taken;
            s.current = found->state;
            s.store->use_up(taken);
        }
    }
}
template <class S> progress take_ticket(S& s) {
    auto& own = s.tls13;
    if constexpr (S::can::external_psk) {
        own.external = s.credentials.external_psk();
        crypto_status const answer = s.tls13.secrets.digest(own.external.identity, s.tls13.secrets.at(slot::work));
        if (answer != crypto_status::done) {
            return s.then(answer);
        }
    }
    offer_ticket(s);
    own.ticket_first = static_cast<bool>(s.tls13.offered);
    s.tls13.ticket = own.ticket_first ? ticket_state::offered : ticket_state::none;
    own.identities = own.ticket_first ? 1 : 0;
    if constexpr (S::can::external_psk) {
        own.identities = static_cast<std::uint8_t>(own.identities + (own.external.key != nullptr ? 1 : 0));
    }
    s.set(when::offers_psk, own.identities != 0);
    return s.next();
}
template <class S> progress make_share(S& s) {
    if constexpr (S::can::shares) {
        return s.then_pause(s.exchange.generate(s.share_key, s.tls13.share.data()));
    }
    return s.next();
}

// The hello.

/// What of the hello depends on this client and this connection.
template <class S> errc write_whole_hello(S& s, sink& out) {
    using product = typename S::policy_type;
    std::uint8_t* const hello = out.p;
    byte_view const random = s.client_random();
    auto whole = client_hello_bytes<product>.with(
        {.random = fixed_view<32>{std::span<std::uint8_t const, 32>{random.data(), 32}},
         .session_id = s.session_id(),
         .host_name = s.client.asks_by_name ? s.client.name : byte_view{}});
    if constexpr (speaks_both<product>) {
        renegotiation_signals const signals = s.client.rules.signals(); // RFC 5746 3.4
        whole.scsv = signals.scsv;
        whole.renegotiation_info = signals.info;
        if constexpr (product::offer_session_tickets) { // RFC 5077 3.2
            auto const* const old = s.store != nullptr ? s.store->find(s.client.offered) : nullptr;
            if (s.tls13.retried && s.client.offered && old == nullptr) { // RFC 8446 4.1.2: the hello must be the same
                return errc::not_representable;
            }
            whole.ticket = {session_ticket{old != nullptr ? old->ticket() : byte_view{}}, s.store != nullptr};
        }
    }
    using offered =
        hello_of_offered<std::remove_const_t<decltype(whole)>, std::remove_reference_t<decltype(s.credentials)>>;
    errc const e = offered::wire::write(out, offered{whole, s.credentials});
    if (e != errc::ok) {
        return e;
    }
    client_hello_end end{.cookie = s.tls13.cookie};
    if constexpr (S::can::shares) {
        bool const sent = s.has(when::with_shares) || s.has(when::group_named);
        end.group = s.tls13.group;
        end.share = sent ? byte_view{s.tls13.share} : byte_view{};
    }
    std::array<psk_identity, max_psks> identities;
    std::uint32_t count = 0;
    if constexpr (S::can::tickets) {
        if (s.tls13.ticket_first) {
            auto const* const ticket = s.store->find(s.tls13.offered);
            if (ticket == nullptr) { // the caller has emptied the store
                return errc::not_representable;
            }
            std::uint32_t const age = product::has_clock ? ticket->obfuscated_age(s.now) : ticket->ticket_age_add;
            identities[count++] = {ticket->ticket(), age};
        }
    }
    if constexpr (S::can::external_psk) {
        if (s.tls13.external.key != nullptr) {
            identities[count++] = {s.tls13.external.identity, 0};
        }
    }
    end.identities = std::span<psk_identity const>{identities}.first(count);
    return write_end<product>(out, hello, end);
}
/// It stays where it is until its binders are made.
template <class S> progress write_hello(S& s) {
    if (!s.io.ready().empty()) {
        return progress::send;
    }
    sink out = s.io.begin_record(content_type::handshake);
    std::uint8_t const* const begin = out.p;
    errc const e = write_whole_hello(s, out);
    s.tls13.hello_size = static_cast<std::uint32_t>(out.p - begin);
    s.tls13.psk_index = 0;
    return e == errc::ok ? s.next() : e == errc::no_room ? s.io.no_room() : s.fail(e);
}
/// RFC 8446 4.2.11.2: behind the identities.
template <class S> [[nodiscard]] std::uint32_t binders_at(S const& s) {
    return s.tls13.hello_size - 2 - s.tls13.identities * (1 + binder_size);
}
template <class S> progress digest_hello(S& s) {
    sink const hello = s.io.begin_record(content_type::handshake);
    return s.then(s.tls13.secrets.digest_transcript(s.transcript, {hello.p, binders_at(s)}));
}
/// Is the pre-shared key that is dealt with the one of the ticket?
template <class S> [[nodiscard]] bool is_ticket(S const& s) { return s.tls13.ticket_first && s.tls13.psk_index == 0; }
/// RFC 8446 7.1: of the pre-shared key that is dealt with; of zeros where there is none.
template <class S> crypto_status make_early_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros};
    if (S::can::tickets && is_ticket(s)) {
        given = byte_view{s.current.master_secret}.subview(0, 32);
    } else if constexpr (S::can::external_psk) {
        if (s.tls13.psk_index < s.tls13.identities) {
            return s.tls13.secrets.make_early(*s.tls13.external.key);
        }
    }
    return s.tls13.secrets.make(derive::early_secret, given);
}
template <class S> progress make_binder(S& s) {
    crypto_status const answer =
        s.tls13.secrets.make(is_ticket(s) ? derive::resumption_binder : derive::external_binder);
    if (answer == crypto_status::done) {
        sink const hello = s.io.begin_record(content_type::handshake);
        copy(hello.p + binders_at(s) + 2 + s.tls13.psk_index * (1 + binder_size) + 1, s.tls13.secrets.at(slot::work),
             binder_size);
    }
    return s.then(answer);
}
template <class S> progress next_binder(S& s) {
    if (++s.tls13.psk_index < s.tls13.identities) {
        s.at = client_row<op::make_offered_early_secret>;
        return progress::again;
    }
    return s.next();
}
template <class S> progress send_client_hello(S& s) {
    if (!s.tls13.retried) { // RFC 8446 D.4
        s.io.allow_dummies(S::policy_type::max_dummy_records);
    }
    return s.then(s.put_part(s.tls13.hello_size));
}

// A HelloRetryRequest.

template <class S> progress hash_message(S& s) {
    s.unhashed = s.message;
    return s.next();
}
/// RFC 8446 D.4: it is never protected, and no part of the transcript.
template <class S> progress send_dummy(S& s) {
    if constexpr (compatible<typename S::policy_type>) {
        if (!s.tls13.said_dummy) {
            progress const p = s.put_change_cipher_spec();
            s.tls13.said_dummy = p == progress::again;
            return s.then(p);
        }
    }
    return s.next();
}
template <class S> progress begin_second_hello(S& s) {
    s.at = client_row<op::write_hello>;
    return progress::again;
}

// Keys.

template <class S> progress agree(S& s) {
    if constexpr (S::can::shares) {
        return s.then_pause(s.exchange.agree(s.share_key, s.tls13.peer_share, s.tls13.share.data()), errc::bad_share);
    }
    return s.next();
}
/// From what the shares agree on, or from zeros (RFC 8446 7.1).
template <class S> progress make_handshake_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros};
    if constexpr (S::can::shares) {
        given = s.has(when::with_shares) ? byte_view{s.tls13.share}.subview(0, 32) : given;
    }
    crypto_status const answer = s.tls13.secrets.make(derive::next_secret, given);
    if (answer == crypto_status::done) {
        release(s.share_key);
        wipe(s.tls13.share);
        wipe(s.current.master_secret);
    }
    return s.then(answer);
}
template <class S> progress take_key(S& s, bool of_server, record_keys<typename S::policy_type>& keys) {
    crypto_status const answer = s.tls13.secrets.take(of_server, s.tls13.cipher, keys);
    s.write_key_due = s.write_key_due && (of_server || answer == crypto_status::pending);
    if (answer == crypto_status::failed && !of_server) {
        s.io.say_nothing(); // the peer does not read the keys of before any more
    }
    return s.then(answer);
}

/// The secrets of both directions, and who keeps a log is told.
template <class S>
progress make_traffic(S& s, std::span<derivation const> rows, [[maybe_unused]] slot of_client,
                      [[maybe_unused]] logged_secret first) {
    crypto_status const answer = s.tls13.secrets.make(rows);
    if constexpr (requires { s.credentials.on_secret(first, s.client_random(), byte_view{}); }) {
        if (answer == crypto_status::done) {
            s.credentials.on_secret(first, s.client_random(), s.tls13.secrets.view(of_client));
            s.credentials.on_secret(static_cast<logged_secret>(static_cast<unsigned>(first) + 1), s.client_random(),
                                    s.tls13.secrets.view(slot::server));
        }
    }
    return s.then(answer);
}

// The client's flight.

/// RFC 8446 4.4.3: what one of the sides signs, before the hash of the transcript.
template <signer_role Role>
inline constexpr auto signed_prefix = [] {
    std::array<std::uint8_t, signed_prefix_size> bytes{};
    static_cast<void>(write_signed_content(Role, {}, bytes.data()));
    return bytes;
}();
/// RFC 8446 4.4.2: a client that has no certificate sends a list of none.
struct no_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    std::uint32_t context_and_list = 0;
    using wire = fields<field<&no_certificate::context_and_list>>;
};
template <class S> progress send_own_certificate(S& s) {
    if constexpr (S::proves_itself) {
        bool const presented = s.has(when::certified);
        return put_chain<true>(
            s, presented ? std::span<byte_view const>{s.credentials.certificates()} : std::span<byte_view const>{},
            s.own.sent);
    } else {
        return s.then(s.put(no_certificate{}));
    }
}
/// A message is on its way that is the last one under the key to write.
template <class S> progress then_change_key(S& s, progress sent) {
    s.write_key_due = sent == progress::again && !s.io.over();
    return s.then(sent);
}
/// RFC 8446 2: the client is connected.
template <class S> progress conclude(S& s) {
    if (!s.has(when::with_certificate) && !s.has(when::resumed)) {
        s.current.own = s.current.peer;
    }
    if constexpr (S::proves_itself) {
        s.current.own = s.has(when::certified) ? s.own.key : s.current.own;
    }
    s.current.version = protocol_version::tls_1_3;
    s.current.suite = s.known.suite;
    s.current.extended_master_secret = false;
    s.current.context_id = S::policy_type::context_id;
    s.established = s.current.peer;
    s.tls13.ticket = s.has(when::resumed) ? ticket_state::unheard : ticket_state::none;
    s.facts = s.facts & when::resumed;
    s.reset_transcript();
    s.transcript.reset();
    s.release_message();
    static_cast<void>(s.io.in().keep({})); // the peer's key is of no use any more
    s.tls13.secrets.wipe_slot(slot::transcript);
    s.tls13.secrets.wipe_slot(slot::work);
    s.at = client_row<op::idle>;
    return progress::connected;
}

// Behind the handshake.

template <class S> progress keep_ticket(S& s) {
    if constexpr (S::can::tickets) {
        session kept = s.current;
        copy(kept.master_secret.data(), s.tls13.secrets.at(slot::work), secret_size);
        s.client.kept = s.client.staged.handle();
        s.store->commit(s.client.kept, kept, s.now);
        s.client.staged = ticket_fate::staged;
        wipe(kept);
        s.tls13.secrets.wipe_slot(slot::work);
    }
    return s.next();
}
template <class S> progress send_key_update(S& s) {
    auto const request =
        s.tls13.asks_update ? key_update_request::update_requested : key_update_request::update_not_requested;
    progress const p = s.put(key_update{request}, false);
    if (p == progress::again && !s.io.over()) {
        s.tls13.asked_update = s.tls13.asked_update || s.tls13.asks_update;
        s.tls13.asks_update = s.tls13.update_wanted = false;
    }
    return then_change_key(s, p);
}
template <class S> progress rest(S& s) {
    s.at = client_row<op::idle>;
    return progress::again;
}
/// Is something due before anything is awaited? RFC 8446 4.6.3, 5.5.
template <class S> [[nodiscard]] bool begins_update(S& s) {
    if (!s.idle() || s.io.over()) {
        return false;
    }
    auto& own = s.tls13;
    if (s.io.keys_to_read().worn() && !own.asked_update) {
        own.asks_update = own.update_wanted = true;
    }
    if (!own.update_wanted && !s.io.keys_to_write().worn()) {
        return false;
    }
    s.at = client_row<op::send_key_update>;
    return true;
}

/// The first row of a connection.
template <class S> void begin(S& s) {
    using product = typename S::policy_type;
    s.known = {};
    s.tls13.begin();
    if constexpr (S::can::shares) {
        s.tls13.group = product::groups::values[0];
    }
    s.set(when::with_shares, S::can::shares && !product::empty_share_list);
    s.at = client_row<op::digest_name>;
}
/// The application wants new keys.
template <class S> bool wants_update(S& s, bool of_server_too) {
    bool const connected = !s.io.over() && s.at->what != flow::op::not_started;
    s.refusal = !connected ? errc::not_connected : s.idle() ? errc::ok : errc::busy;
    if (s.refusal == errc::ok && !s.io.is_tls_1_3()) { // TLS 1.2 was chosen, which has no KeyUpdate
        s.refusal = errc::not_permitted;
    }
    if (s.refusal == errc::ok) {
        s.tls13.update_wanted = true;
        s.tls13.asks_update = s.tls13.asks_update || of_server_too;
    }
    return s.refusal == errc::ok;
}

/// What is derived from nothing else than secrets, a hash of the transcript, and zeros.
[[nodiscard]] inline std::span<derivation const> derivations_of(op what) {
    using enum op;
    switch (what) {
    case make_main_secret: return derive::next_secret;
    case make_peer_finished: return derive::server_verify_data;
    case make_own_finished: return derive::client_verify_data;
    case make_resumption_secret: return {&derive::resumption_master_secret, 1};
    case update_read: return {&derive::server_update, 1};
    case update_write: return {&derive::client_update, 1};
    // Not of this kind:
    case idle:
    case expect:
    case may_come:
    case not_started:
    case digest_name:
    case digest_own_key:
    case fill_random:
    case start_transcript:
    case take_ticket:
    case make_share:
    case write_hello:
    case digest_hello:
    case make_offered_early_secret:
    case make_binder:
    case next_binder:
    case send_client_hello:
    case digest_first_hello:
    case restart_transcript:
    case hash_message:
    case begin_second_hello:
    case agree:
    case make_early_secret:
    case make_handshake_secret:
    case digest_transcript:
    case make_handshake_traffic:
    case make_application_traffic:
    case make_exporter_secret:
    case take_read_key:
    case take_write_key:
    case digest_identity:
    case digest_peer_key:
    case trust_peer:
    case digest_signed_by_server:
    case check_signature:
    case send_dummy:
    case send_certificate:
    case digest_signed_by_client:
    case send_certificate_verify:
    case send_finished:
    case switch_client:
    case conclude:
    case make_ticket_secret:
    case keep_ticket:
    case send_key_update:
    case rest: break;
    }
    return {};
}

template <class S> progress step(S& s) {
    using enum op;
    using can = typename S::can;
    switch (in_tls13(s.at->what)) {
    case not_started: return progress::receive; // connect first
    case op::digest_name: return tls13::digest_name(s);
    case digest_own_key: return digest_key_of_client(s, s.tls13.secrets);
    case fill_random: return s.then(s.random.fill(s.random_room().data(), 32 + S::can::session_id_size));
    case start_transcript: return s.then(s.transcript.start());
    case op::take_ticket: return tls13::take_ticket(s);
    case op::make_share: return tls13::make_share(s);
    case op::write_hello: return tls13::write_hello(s);
    case op::digest_hello: return tls13::digest_hello(s);
    case make_offered_early_secret: return s.then(tls13::make_early_secret(s));
    case op::make_binder: return tls13::make_binder(s);
    case op::next_binder: return tls13::next_binder(s);
    case op::send_client_hello: return tls13::send_client_hello(s);
    case digest_first_hello: return s.then(s.tls13.secrets.digest_transcript(s.transcript));
    case restart_transcript: return s.then(s.tls13.secrets.restart(s.transcript));
    case op::hash_message: return tls13::hash_message(s);
    case op::begin_second_hello: return tls13::begin_second_hello(s);
    case op::agree: return tls13::agree(s);
    case op::make_early_secret: return s.then(tls13::make_early_secret(s));
    case op::make_handshake_secret: return tls13::make_handshake_secret(s);
    case digest_transcript: return s.then(s.tls13.secrets.digest_transcript(s.transcript));
    case make_handshake_traffic:
        return make_traffic(s, derive::handshake_traffic, slot::client, logged_secret::client_handshake);
    case make_application_traffic:
        return make_traffic(s, derive::application_traffic, slot::next, logged_secret::client_application);
    case make_exporter_secret:
        if constexpr (S::policy_type::exporters) {
            return s.then(s.tls13.secrets.make(derive::exporter_master_secret));
        }
        return s.next();
    case make_resumption_secret:
        if constexpr (!can::tickets) {
            s.tls13.secrets.wipe_slot(slot::secret);
            return s.next();
        }
        [[fallthrough]];
    case make_main_secret:
    case make_peer_finished:
    case make_own_finished:
    case update_read: // the KeyUpdate was the last one under the old key
    case update_write: return s.then(s.tls13.secrets.make(derivations_of(in_tls13(s.at->what)), s.tls13.secrets.zeros));
    case take_read_key: return take_key(s, true, s.io.keys_to_read());
    case take_write_key: return take_key(s, false, s.io.keys_to_write());
    case op::send_dummy: return tls13::send_dummy(s);
    case digest_identity:
        if constexpr (can::external_psk) {
            s.current.peer.kind = identity_kind::psk_identity_sha256;
            return s.then(s.tls13.secrets.digest(s.tls13.external.identity, s.current.peer.digest.data()));
        }
        return s.next();
    case digest_peer_key:
        if constexpr (can::certificates) {
            if (s.current.peer.kind == identity_kind::none) {
                close_up_chain(s);
                s.current.peer.kind = identity_kind::spki_sha256;
            }
            return s.then(s.tls13.secrets.digest(s.server.key.subject_public_key_info, s.current.peer.digest.data()));
        }
        break;
    case trust_peer:
        if constexpr (can::certificates) {
            return trust(s, s.credentials, s.server, s.current.peer, judged_name(s));
        }
        break;
    case digest_signed_by_server:
        return s.then(s.tls13.secrets.digest(signed_prefix<signer_role::server>, s.tls13.secrets.view(slot::transcript),
                                             s.tls13.secrets.at(slot::work)));
    case check_signature:
        if constexpr (can::certificates) {
            return flintls::check_signature(s, s.verifier, s.server, s.tls13.secrets.view(slot::work));
        }
        break;
    case send_certificate: return send_own_certificate(s);
    case digest_signed_by_client:
        if constexpr (S::proves_itself) {
            return s.then(s.tls13.secrets.digest(signed_prefix<signer_role::client>,
                                                 s.tls13.secrets.view(slot::transcript),
                                                 s.tls13.secrets.at(slot::work)));
        }
        break;
    case send_certificate_verify:
        if constexpr (S::proves_itself) {
            return send_proof_of_client(s, s.tls13.secrets.view(slot::work));
        }
        break;
    case send_finished: return then_change_key(s, s.put(finished{s.tls13.secrets.view(slot::work)}));
    case switch_client: s.tls13.secrets.switch_client(); return s.next();
    case op::conclude: return tls13::conclude(s);
    case make_ticket_secret:
        if constexpr (can::tickets) {
            return s.then(s.tls13.secrets.make(derive::resumption_psk, s.tls13.nonce));
        }
        break;
    case op::keep_ticket: return tls13::keep_ticket(s);
    case op::send_key_update: return tls13::send_key_update(s);
    case op::rest: return tls13::rest(s);
    // They wait:
    case idle:
    case expect:
    case may_come: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
