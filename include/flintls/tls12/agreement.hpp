// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a client and a server of TLS 1.2 agree on, and the steps that both take: RFC 5246 7.4.9, 8, RFC 7627, RFC 5746.
#ifndef FLINTLS_TLS12_AGREEMENT_HPP
#define FLINTLS_TLS12_AGREEMENT_HPP

#include <array>
#include <cstdint>

#include "flintls/extension/host_name.hpp"
#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/tls12/key_schedule.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 6066 4, in bytes.
[[nodiscard]] constexpr std::uint32_t bytes_of(max_fragment_length_code code) {
    bool const known = code != max_fragment_length_code{} && code <= max_fragment_length_code::bytes_4096;
    return known ? 256U << static_cast<unsigned>(code) : max_plaintext;
}

/// What one handshake knows. It is wiped as a whole.
template <policy P> struct handshake_facts {
    cipher_suite suite{};
    suite_traits traits{};
    bool extended_master_secret = false;
    std::uint8_t fragment_code = 0; // of RFC 6066 4, as it was agreed to
    std::uint8_t protocol = 0;      // of `P::protocols`, from 1 on
    byte_view peer_share{};         // aliases the message, or what is kept of it
    byte_view psk_name{};           // a client: the hint; a server: the identity. Aliases the message
    psk_choice<typename psk_operation<P>::key> psk{};
    verify_data own_verify_data{};
    verify_data peer_verify_data{};
};

/// `session`: of the last handshake, or of the one that is under way.
template <policy P> struct agreement : connection<P> {
    using suites = suites_of<P>;

    [[gnu::noinline]] agreement(buffers const& b, flintls::session& s, flow::row const* flow, bool server)
        : connection<P>{b, flow}, is_server{server}, session{s} {}

    /// Of the suite that was chosen. What all suites have in common is not looked up.
    [[nodiscard]] suite_traits traits() const { return suites::narrow(known.traits); }
    /// RFC 7627, where it was negotiated.
    [[nodiscard]] bool extended() const { return P::offer_extended_master_secret && known.extended_master_secret; }
    [[nodiscard]] auto& scratch() { return keys.scratch(); }
    [[nodiscard]] byte_view client_random() const& { return keys.randoms().subview(0, 32); }
    [[nodiscard]] byte_view own_share() { return {scratch().data() + 4, 65}; }

    bool is_server;
    errc refusal = errc::ok; ///< why the last call that began something was refused
    flintls::session& session;
    handshake_facts<P> known{};
    identity established{}; ///< who the peer was before this handshake (B7)
    key_schedule<P> keys;
    typename P::crypto::random random{};
    [[no_unique_address]] exchange_operation<P> exchange{};
    [[no_unique_address]] typename exchange_operation<P>::key share_key{};
};

/// Abandons what a handshake has under way.
template <policy P> [[gnu::noinline]] void reset_agreement(agreement<P>& a) {
    a.keys.reset();                       // which may read the transcript
    if (a.io.keys_to_read().changing()) { // nothing more is read; a key to write is made on, for the last alert
        a.io.keys_to_read().clear();
    }
    a.reset_transcript();
    a.random.reset();
    a.exchange.reset();
    release(a.share_key);
}
/// Everything secret goes, after what may read or write it.
template <policy P> [[gnu::noinline]] void wipe_agreement(agreement<P>& a, flow::row const* flow) {
    a.wipe_connection(flow);
    a.keys.clear();
    wipe(a.session);
    wipe(a.known);
    wipe(a.established);
}

/// Is there nothing against what the caller asks for? The answer is kept.
template <policy P> [[nodiscard]] bool permits(agreement<P>& a, errc why_not) {
    a.refusal = why_not;
    return why_not == errc::ok;
}
/// Why no handshake can be begun by who is connected; ok: one can.
template <policy P> [[nodiscard, gnu::noinline]] errc why_not_again(agreement<P> const& a) {
    return a.io.over() || a.at->what == flow::op::not_started ? errc::not_connected : a.idle() ? errc::ok : errc::busy;
}

template <policy P> void choose_suite(agreement<P>& a, cipher_suite suite) {
    a.known.suite = suite;
    suite_traits const t = a.known.traits = suites_of<P>::traits(suite);
    a.set(flow::conditions::with_certificate, t.has_certificate());
    a.set(flow::conditions::with_psk, t.has_psk());
    a.set(flow::conditions::with_ecdhe, t.has_ecdhe());
}
template <policy P> void choose_fragments(agreement<P>& a, std::uint8_t code) {
    a.known.fragment_code = code;
    a.io.set_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(code)));
}

/// By which tickets know a server (`name_digest`), in `scratch()`.
template <policy P> progress digest_host_name(agreement<P>& a, byte_view name) {
    if (name.empty() || name.size() > longest_known_name) {
        wipe(a.scratch());
        if (!name.empty()) {
            copy(a.scratch().data(), unknown_name.data(), unknown_name.size());
        }
        return a.next();
    }
    if (!a.io.ready().empty()) { // its room serves here, and must stay where it is
        return progress::send;
    }
    sink const room = a.io.begin_record(content_type::handshake);
    if (room.left() < name.size()) {
        return a.fail(errc::no_room);
    }
    return a.then(a.keys.digest({room.p, copy_folded(name, room.p)}, a.scratch().data()));
}

template <policy P> progress make_share(agreement<P>& a) {
    if constexpr (suites_of<P>::ecdhe) {
        return a.then_pause(a.exchange.generate(a.share_key, a.scratch().data() + 4));
    }
    return a.next();
}
template <policy P> progress agree(agreement<P>& a) {
    if constexpr (suites_of<P>::ecdhe) {
        return a.then_pause(a.exchange.agree(a.share_key, a.known.peer_share, a.scratch().data()), errc::bad_share);
    }
    return a.next();
}
/// Who the peer is by its pre-shared key, where nothing else tells.
template <policy P> progress digest_identity(agreement<P>& a) {
    if constexpr (suites_of<P>::psk) {
        identity& peer = a.session.peer;
        peer.kind = identity_kind::psk_identity_sha256;
        progress const p = a.then(a.keys.digest(a.known.psk.identity, peer.digest.data()));
        a.session.own = peer;
        return p;
    }
    return a.next();
}
/// Without one the handshake fails.
template <policy P> progress use_psk(agreement<P>& a, psk_choice<typename psk_operation<P>::key> const& psk) {
    a.known.psk = psk;
    return psk.key != nullptr ? a.next() : a.fail(errc::unknown_psk_identity);
}
/// From what both sides know now.
template <policy P> progress make_master(agreement<P>& a) {
    using suites = suites_of<P>;
    session& s = a.session;
    suite_traits const t = a.traits();
    release(a.share_key);
    byte_view const agreed = byte_view{a.scratch()}.subview(0, t.has_ecdhe() ? 32 : 0);
    bool const extended = a.extended();
    crypto_status answer = crypto_status::failed;
    if (suites::psk && t.has_psk()) {
        if constexpr (suites::psk) {
            answer = a.keys.make_master(a.transcript, extended, *a.known.psk.key, agreed, s.master_secret.data());
        }
    } else if constexpr (suites::certificate) {
        answer = a.keys.make_master(a.transcript, extended, agreed, s.master_secret.data());
    }
    if (answer == crypto_status::done) {
        wipe(a.scratch());
        s.version = protocol_version::tls_1_2;
        s.suite = a.known.suite;
        s.extended_master_secret = extended;
        s.max_fragment_length = a.known.fragment_code;
        s.context_id = P::context_id;
    }
    return a.then(answer);
}
/// B7, before any new key is made: the peer is still who it was.
template <policy P> progress check_peer(agreement<P>& a) {
    constexpr auto never = renegotiation_mode::never;
    if constexpr (P::client_renegotiation == never && P::server_renegotiation == never) {
        return a.next();
    }
    identity const& now = a.session.peer;
    return a.then(judge_identity<P>({static_cast<std::uint8_t>(a.established.kind), a.established.digest},
                                    {static_cast<std::uint8_t>(now.kind), now.digest}));
}
/// Switches one direction to the keys of this handshake. One side's key to read is the other's to write.
template <policy P> progress take_key(agreement<P>& a, bool of_server, record_keys<P>& keys) {
    crypto_status const answer = a.keys.take(of_server, a.traits().cipher, keys);
    if (answer == crypto_status::failed && &keys == &a.io.keys_to_write()) {
        a.io.say_nothing(); // behind the own ChangeCipherSpec the peer does not read the keys of before
    }
    return a.then(answer);
}
template <policy P> progress make_finished(agreement<P>& a, bool of_server, verify_data& out) {
    return a.then(a.keys.finished(a.transcript, !of_server, a.session.master_secret, out));
}
/// The peer's ChangeCipherSpec is here, and the rules have judged it.
template <policy P> progress take_change(agreement<P>& a, judgement j) {
    if (!j.proceeds()) {
        return a.obey(j);
    }
    return a.take_change_cipher_spec() ? a.next() : a.fail(errc::unexpected_message); // K1
}
template <policy P> progress take_finished(agreement<P>& a) {
    finished m{};
    if (!a.read(m)) {
        return progress::again;
    }
    if (!a.io.in().message_alone()) { // K2
        return a.fail(errc::unexpected_message);
    }
    bool const same = equal_in_constant_time(m.verify_data, byte_view{a.known.peer_verify_data});
    return same ? a.next() : a.fail(errc::bad_finished);
}
/// Both Finished are verified: the last thing that a side does.
template <policy P> progress connected(agreement<P>& a, flow::row const* idle) {
    a.established = a.session.peer;
    a.release_message();
    static_cast<void>(a.io.in().keep({}));
    wipe(a.scratch());
    a.at = idle;
    return progress::connected;
}

/// The steps that both sides take in the same way.
template <policy P> [[gnu::noinline]] progress common_step(agreement<P>& a) {
    using enum flow::op;
    switch (a.at->what) {
    case make_share: return tls12::make_share(a);
    case agree: return tls12::agree(a);
    case digest_identity: return tls12::digest_identity(a);
    case check_peer: return tls12::check_peer(a);
    case expand: return a.then(a.keys.expand(a.transcript, a.session.master_secret));
    case send_change: return a.then(a.put_change_cipher_spec());
    case take_write_key: // the ChangeCipherSpec was the last one under the old keys
        return take_key(a, a.is_server, a.io.keys_to_write());
    case make_own_finished: return make_finished(a, a.is_server, a.known.own_verify_data);
    case send_finished: return a.then(a.put(finished{a.known.own_verify_data}));
    case take_read_key: return take_key(a, !a.is_server, a.io.keys_to_read());
    case make_peer_finished: return make_finished(a, !a.is_server, a.known.peer_verify_data);
    // Not alike:
    case not_started:
    case idle:
    case expect:
    case may_come:
    case digest_name:
    case fill_random:
    case send_certificate:
    case digest_params:
    case digest_peer_key:
    case trust_peer:
    case choose_psk:
    case make_master:
    case digest_transcript:
    case check_signature:
    case conclude:
    case digest_own_key:
    case start_transcript:
    case take_ticket:
    case send_client_hello:
    case keep_share:
    case send_client_key_exchange:
    case send_certificate_verify:
    case send_hello_request:
    case open_ticket:
    case choose:
    case send_server_hello:
    case send_server_key_exchange:
    case send_certificate_request:
    case send_server_hello_done:
    case seal_ticket: break;
    }
    return a.fail(errc::unexpected_message);
}

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
