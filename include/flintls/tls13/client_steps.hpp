// SPDX-License-Identifier: Apache-2.0
/// \file
/// The steps of a client of TLS 1.3: RFC 8446 2, 4, 7.
#ifndef FLINTLS_TLS13_CLIENT_STEPS_HPP
#define FLINTLS_TLS13_CLIENT_STEPS_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/handshake/offered_suites.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/renegotiation/client.hpp"
#include "flintls/tls13/client_messages.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

// Before the hello.

/// Computes the name under which the store keeps tickets. A key is bytes; a key that is the host name is folded.
template <class S> progress digest_key_of_tickets(S& s) {
    if constexpr (!S::can::tickets) {
        return s.next();
    }
    byte_view const key = s.client.key;
    name_digest& name = s.current.server_name;
    if (key.empty()) {
        return s.next();
    }
    if (!s.io.ready().empty()) { // the free transmit buffer serves as scratch, and must not move
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

/// True where the server of this session is still trusted. `own_psk`: digest of this client's present identity.
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
/// RFC 8446 4.6.1, C.4: offers a ticket, which is then used up.
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
        if (!accepts(s, found->state.peer, s.tls13.secrets.view(slot::work, s.tls13.secrets.digest_size)) ||
            !proves_same_identity(s, found->state.own) || !offers(s.credentials, found->state.suite)) {
            s.store->forget(taken);
        } else if (carries(s, found->ticket())) {
            s.tls13.offered = taken;
            s.current = found->state;
            s.store->use_up(taken);
        }
    }
}
template <class S> progress take_tickets(S& s) {
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
/// Writes a KeyShareEntry.
template <class S> crypto_status write_share(S& s, named_group group, std::size_t slot, std::uint8_t* to) {
    store<2>(to, static_cast<std::uint32_t>(group));
    store<2>(to + 2, s.exchange.client_share_size(group));
    return s.exchange.generate(group, slot, to + share_header_size);
}
/// All shares that are made.
template <class S> [[nodiscard]] byte_view own_shares(S& s) {
    if constexpr (several_groups<typename S::policy_type>) {
        return byte_view{s.tls13.share}.subview(0, s.tls13.chosen.bytes);
    } else {
        bool const made = s.has(when::with_shares) || s.has(when::group_named);
        return byte_view{s.tls13.share}.subview(0, made ? max_shares<typename S::policy_type> : 0);
    }
}
/// RFC 8446 4.2.8: makes shares: of the group that a HelloRetryRequest asks for, else of the best. Each has a key.
template <class S> progress make_share(S& s) {
    using product = typename S::policy_type;
    if constexpr (S::can::shares && several_groups<product>) {
        auto& own = s.tls13.chosen;
        bool const named = s.has(when::group_named);
        named_group const group = named ? own.group : product::groups::values[own.count];
        crypto_status const answer = write_share(s, group, own.count, s.tls13.share.data() + own.bytes);
        if (answer == crypto_status::done) {
            own.bytes = static_cast<std::uint16_t>(own.bytes + share_header_size + s.exchange.client_share_size(group));
            ++own.count;
            if (!named && own.count < product::key_shares) {
                return progress::crypto;
            }
        }
        return s.then_pause(answer);
    } else if constexpr (S::can::shares) {
        return s.then_pause(write_share(s, product::groups::values[0], 0, s.tls13.share.data()));
    }
    return s.next();
}

// The hello.

/// Writes the part that the compiler made, with the values of this client and connection. `Offered`: the policy, or the
/// part of the policy that is offered.
template <class Offered, class S> errc write_begin(S& s, sink& out) {
    byte_view const random = s.client_random();
    auto whole = client_hello_bytes<Offered>.with(
        {.random = fixed_view<32>{std::span<std::uint8_t const, 32>{random.data(), 32}},
         .session_id = s.session_id(),
         .host_name = s.client.asks_by_name ? s.client.name : byte_view{}});
    if constexpr (offers_record_limit<Offered>) { // RFC 8449 4
        whole.record_size_limit = s.io.own_record_limit();
    }
    if constexpr (speaks_both<Offered>) {
        renegotiation_signals const signals = s.client.rules.signals(); // RFC 5746 3.4
        whole.scsv = signals.scsv;
        whole.renegotiation_info = signals.info;
        if constexpr (Offered::offer_session_tickets) { // RFC 5077 3.2
            bool const by_ticket = s.client.offered && !s.has_tls_1_2_id();
            auto const* const old = s.store != nullptr && by_ticket ? s.store->find(s.client.offered) : nullptr;
            if (s.tls13.retried && by_ticket && old == nullptr) { // RFC 8446 4.1.2: the hello must be the same
                return errc::not_representable;
            }
            whole.ticket = {session_ticket{old != nullptr ? old->ticket() : byte_view{}}, s.store != nullptr};
        }
    }
    using offered =
        hello_of_offered<std::remove_const_t<decltype(whole)>, std::remove_reference_t<decltype(s.credentials)>>;
    return offered::wire::write(out, offered{whole, s.credentials});
}
/// Bytes of the binders before this one.
template <class S> [[nodiscard]] std::uint32_t binders_before(S const& s, std::uint32_t number) {
    using hashes = hashes_of<typename S::policy_type>;
    if constexpr (hashes::several) {
        std::uint32_t size = 0;
        for (std::uint32_t i = 0; i != number; ++i) {
            size += 1 + size_of(hash_of_psk_number(s, i));
        }
        return size;
    }
    return number * (1 + hashes::max_size);
}
/// Writes the whole hello, with zeros as binders.
template <class S> errc write_whole_hello(S& s, sink& out) {
    using product = typename S::policy_type;
    std::uint8_t* const hello = out.p;
    errc e{};
    if constexpr (speaks_both<product> && product::lowest_version_at_run_time) {
        e = s.only_tls_1_3 ? write_begin<part_of_tls_1_3<product>>(s, out) : write_begin<product>(s, out);
    } else {
        e = write_begin<product>(s, out);
    }
    if (e != errc::ok) {
        return e;
    }
    client_hello_end<product> end{.cookie = s.tls13.cookie};
    if constexpr (S::can::shares) {
        end.shares = own_shares(s);
    }
    std::array<offered_psk<product>, max_psks> psks;
    std::uint32_t count = 0;
    if constexpr (S::can::tickets) {
        if (s.tls13.ticket_first) {
            auto const* const ticket = s.store->find(s.tls13.offered);
            if (ticket == nullptr) { // the application has emptied the store
                return errc::not_representable;
            }
            std::uint32_t const age = product::has_clock ? ticket->obfuscated_age(s.now) : ticket->ticket_age_add;
            psks[count++] = {{ticket->ticket(), age}, {}};
        }
    }
    if constexpr (S::can::external_psk) {
        if (s.tls13.external.key != nullptr) {
            psks[count++] = {{s.tls13.external.identity, 0}, {}};
        }
    }
    if constexpr (hashes_of<product>::several) {
        for (std::uint32_t i = 0; i != count; ++i) {
            psks[i].hash = hash_of_psk_number(s, i);
        }
    }
    end.psks = std::span<offered_psk<product> const>{psks}.first(count);
    return write_end<product>(out, hello, end);
}
/// Writes the hello. It stays in the transmit buffer until its binders are made.
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
/// RFC 8446 4.2.11.2: the offset of the binders, which stand behind the identities.
template <class S> [[nodiscard]] std::uint32_t binders_at(S const& s) {
    return s.tls13.hello_size - 2 - binders_before(s, s.tls13.identities);
}
template <class S> progress digest_hello(S& s) {
    if constexpr (hashes_of<typename S::policy_type>::several) {
        s.tls13.secrets.use(hash_of_psk_number(s, s.tls13.psk_index));
    }
    sink const hello = s.io.begin_record(content_type::handshake);
    return s.then(s.tls13.secrets.digest_transcript(s.transcript, {hello.p, binders_at(s)}));
}
/// True where the current pre-shared key is that of the ticket.
template <class S> [[nodiscard]] bool is_ticket(S const& s) { return s.tls13.ticket_first && s.tls13.psk_index == 0; }
/// RFC 8446 7.1: from the current pre-shared key, or from zeros where there is none.
template <class S> crypto_status make_early_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros()};
    if (S::can::tickets && is_ticket(s)) {
        given = byte_view{s.current.master_secret}.subview(0, s.tls13.secrets.size());
    } else if constexpr (S::can::external_psk) {
        if (s.tls13.psk_index < s.tls13.identities) {
            return s.tls13.secrets.make_early(*s.tls13.external.key);
        }
    }
    return s.tls13.secrets.make(output::early_secret, given);
}
template <class S> progress make_binder(S& s) {
    crypto_status const answer =
        s.tls13.secrets.make(is_ticket(s) ? output::resumption_binder : output::external_binder);
    if (answer == crypto_status::done) {
        sink const hello = s.io.begin_record(content_type::handshake);
        copy(hello.p + binders_at(s) + 2 + binders_before(s, s.tls13.psk_index) + 1, s.tls13.secrets.at(slot::work),
             s.tls13.secrets.size());
    }
    return s.then(answer);
}
template <class S> progress next_binder(S& s) {
    if (++s.tls13.psk_index < s.tls13.identities) {
        constexpr bool again = hashes_of<typename S::policy_type>::several; // the next key may have another hash
        s.at = again ? client_row<op::digest_hello> : client_row<op::make_offered_early_secret>;
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

/// RFC 8446 D.4: sends one ChangeCipherSpec, unprotected and not in the transcript.
template <class S> progress send_dummy(S& s) {
    if constexpr (compatible<typename S::policy_type>) {
        if (!s.tls13.dummy_sent) {
            progress const p = s.put_change_cipher_spec();
            s.tls13.dummy_sent = p == progress::again;
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
        auto const [group, slot] = chosen_group(s);
        return s.then_pause(s.exchange.agree(group, slot, s.tls13.peer_share, s.tls13.share.data()), errc::bad_share);
    }
    return s.next();
}
/// RFC 8446 7.1: from the agreed secret, or from zeros.
template <class S> progress make_handshake_secret(S& s) {
    byte_view given{s.tls13.secrets.zeros()};
    if constexpr (S::can::shares) {
        given = s.has(when::with_shares)
                    ? byte_view{s.tls13.share}.subview(0, s.exchange.secret_size(chosen_group(s).group))
                    : given;
    }
    crypto_status const answer = s.tls13.secrets.make(output::next_secret, given);
    if (answer == crypto_status::done) {
        s.exchange.release();
        wipe(s.tls13.share);
        wipe(s.current.master_secret);
    }
    return s.then(answer);
}
// The client's flight.

/// RFC 8446 4.4.2: a client without a certificate sends an empty list.
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
        return s.send(no_certificate{});
    }
}
/// RFC 8446 2: the handshake completes.
template <class S> progress conclude(S& s) {
    if (!s.has(when::with_certificate) && !s.has(when::resumed)) {
        s.current.own = s.current.peer;
    }
    if constexpr (S::proves_itself) {
        s.current.own = s.has(when::certified) ? s.own.key : s.current.own;
    }
    s.current.version = protocol_version::tls_1_3;
    s.current.suite = s.negotiated.suite;
    s.current.extended_master_secret = false;
    s.current.context_id = S::policy_type::context_id;
    s.established = s.current.peer;
    s.tls13.ticket = s.has(when::resumed) ? ticket_state::unheard : ticket_state::none;
    s.conditions = s.conditions & when::resumed;
    s.reset_transcript();
    s.transcript.reset();
    s.release_message();
    static_cast<void>(s.io.in().keep({})); // the peer's key is not needed any more
    s.tls13.secrets.wipe_slot(slot::transcript);
    s.tls13.secrets.wipe_slot(slot::work);
    s.at = client_row<op::idle>;
    return progress::connected;
}

// After the handshake.

template <class S> progress keep_ticket(S& s) {
    if constexpr (S::can::tickets) {
        copy(s.current.master_secret.data(), s.tls13.secrets.at(slot::work), s.tls13.secrets.size());
        s.tls13.kept.add(s.client.kept);
        s.client.kept = s.client.staged.handle();
        s.store->commit(s.client.kept, s.current, s.now);
        s.client.staged = ticket_fate::staged;
        wipe(s.current.master_secret);
        s.tls13.secrets.wipe_slot(slot::work);
    }
    return s.next();
}

/// Starts a connection at its first row.
template <class S> void begin(S& s) {
    using product = typename S::policy_type;
    s.set(when::with_shares, S::can::shares && !product::empty_share_list);
    s.at = client_row<op::digest_name>;
}

template <class S> progress step(S& s) {
    using enum op;
    using can = typename S::can;
    switch (in_tls13(s.at->what)) {
    case not_started: return progress::receive; // the application calls `connect` first
    case op::digest_name: return digest_key_of_tickets(s);
    case digest_own_key: return digest_key_of_client(s, s.tls13.secrets);
    case fill_random: return s.then(s.random.fill(s.random_room().data(), 32 + S::can::session_id_size));
    case start_transcript: return s.then(s.transcript.start());
    case op::take_ticket: return take_tickets(s); // of versions/, for a client of both
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
        return make_traffic(s, output::handshake_traffic, slot::client, logged_secret::client_handshake);
    case make_application_traffic:
        return make_traffic(s, output::application_traffic, slot::next, logged_secret::client_application);
    case make_exporter_secret:
        if constexpr (S::policy_type::exporters) {
            return s.then(s.tls13.secrets.make(output::exporter_master_secret));
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
    case update_read: // the KeyUpdate was the last message under the old key
        return s.then(s.tls13.secrets.make(output_of<false>(in_tls13(s.at->what))));
    case update_write: return update_write_secret(s, output::client_update);
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
            if constexpr (S::judges_paths) {
                if (!s.chain.is_done()) {
                    return judge_chain(s, s.chain, s.server, judged_name(s), &admits<typename S::policy_type>,
                                       errc::unsupported_certificate);
                }
            }
            if (s.current.peer.kind == identity_kind::none) {
                if constexpr (!S::judges_paths) {
                    close_up_chain(s.server.chain);
                }
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
        if constexpr (can::certificates) {
            return digest_signed<signer_role::server>(s);
        }
        break;
    case check_signature:
        if constexpr (can::certificates) {
            return flintls::check_signature(s, s.verifier, s.server,
                                            s.tls13.secrets.view(slot::work, s.tls13.secrets.digest_size));
        }
        break;
    case send_certificate: return send_own_certificate(s);
    case digest_signed_by_client:
        if constexpr (S::proves_itself) {
            return digest_signed<signer_role::client>(s);
        }
        break;
    case send_certificate_verify:
        if constexpr (S::proves_itself) {
            return send_proof_of_client(s, s.tls13.secrets.view(slot::work, s.tls13.secrets.digest_size));
        }
        break;
    case send_finished: return then_change_key(s, s.send(finished{s.tls13.secrets.view(slot::work)}));
    case switch_client: s.tls13.secrets.switch_client(); return s.next();
    case op::conclude: return tls13::conclude(s);
    case make_ticket_secret:
        if constexpr (can::tickets) {
            return s.then(s.tls13.secrets.make(output::resumption_psk, s.tls13.nonce));
        }
        break;
    case op::keep_ticket: return tls13::keep_ticket(s);
    case op::send_key_update: return tls13::send_key_update(s);
    case op::rest: return tls13::rest(s);
    // These wait, or are a server's:
    case idle:
    case expect:
    case may_come:
    case compare_hellos:
    case choose_psk:
    case choose:
    case check_binder:
    case send_server_hello:
    case remember_hello:
    case send_retry:
    case send_encrypted_extensions:
    case send_certificate_request:
    case digest_own_finished:
    case fill_ticket_age:
    case seal_ticket:
    case next_ticket: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
