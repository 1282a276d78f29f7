// SPDX-License-Identifier: Apache-2.0
/// \file
/// The common state of a client and a server of TLS 1.2, and the steps that both take: RFC 5246 7.4.9, 8, RFC 7627,
/// RFC 5746.
#ifndef FLINTLS_TLS12_AGREEMENT_HPP
#define FLINTLS_TLS12_AGREEMENT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/extension/host_name.hpp"
#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/tls12/key_schedule.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 6066 4: the fragment length in bytes.
[[nodiscard]] constexpr std::uint32_t bytes_of(max_fragment_length_code code) {
    bool const known = code != max_fragment_length_code{} && code <= max_fragment_length_code::bytes_4096;
    return known ? 256U << static_cast<unsigned>(code) : max_plaintext;
}

/// The facts of one handshake.
template <policy P> struct negotiated_parameters {
    cipher_suite suite{};
    suite_traits traits{};
    bool extended_master_secret = false;
    std::uint8_t fragment_code = 0; // the code of RFC 6066 4, as negotiated
    std::uint8_t protocol = 0;      // number in `P::protocols`, from 1 on; 0: none
    [[no_unique_address]] std::conditional_t<groups_of_tls_1_2<P>::several, named_group, unneeded<13>> group{};
    byte_view peer_share{}; // aliases the message, or the kept bytes
    byte_view psk_name{};   // client: the server's hint; server: the identity. Aliases the message
    psk_choice<typename psk_operation<P>::key> psk{};
    verify_data own_verify_data{};
    verify_data peer_verify_data{};
};

/// What handshakes have made known. It is wiped as a whole.
template <policy P> struct knowledge {
    identity established{}; ///< the peer's identity before this handshake (B7)
    negotiated_parameters<P> negotiated{};
};

/// `session`: of the last completed handshake, or of the handshake that is under way.
template <policy P> struct agreement : connection<P>, knowledge<P> {
    using suites = suites_of<P>;
    static_assert(offsetof(knowledge<P>, negotiated) + sizeof(negotiated_parameters<P>) == sizeof(knowledge<P>),
                  "flintls: a wipe would reach further");

    [[gnu::noinline]] agreement(buffers const& b, flintls::session& s, flow::row const* flow, bool server)
        : connection<P>{b, flow}, knowledge<P>{}, is_server{server}, session{s} {}

    /// The properties of the negotiated suite. A property that all suites share needs no lookup.
    [[nodiscard]] suite_traits traits() const { return suites::narrow(this->negotiated.traits); }
    /// True if RFC 7627 is negotiated.
    [[nodiscard]] bool extended() const {
        return P::offer_extended_master_secret && this->negotiated.extended_master_secret;
    }
    [[nodiscard]] auto& scratch() { return keys.scratch(); }
    [[nodiscard]] byte_view client_random() const& { return keys.randoms().subview(0, 32); }
    /// The negotiated group. A policy with one group needs no lookup.
    [[nodiscard]] named_group group() const {
        if constexpr (groups_of_tls_1_2<P>::several) {
            return this->negotiated.group;
        }
        return groups_of_tls_1_2<P>::first;
    }
    /// \return true if the policy has this group
    [[nodiscard]] bool choose_group([[maybe_unused]] named_group group) {
        if constexpr (groups_of_tls_1_2<P>::several) {
            this->negotiated.group = group;
        }
        return groups_of_tls_1_2<P>::has(group);
    }
    [[nodiscard]] byte_view own_share() { return {scratch().data() + 4, exchange.client_share_size(group())}; }

    bool is_server;
    errc refusal = errc::ok; ///< why the last call that begins a handshake returned false
    flintls::session& session;
    key_schedule<P> keys;
    typename P::crypto::random random{};
    [[no_unique_address]] group_exchange<P> exchange{};
    /// True while the randoms in `keys` are those of `session`. A renegotiation overwrites them, also one that is
    /// refused.
    [[no_unique_address]] std::conditional_t<P::exporters, bool, unneeded<18>> exports{};
};

/// Abandons what is pending in a handshake.
template <policy P> [[gnu::noinline]] void reset_agreement(agreement<P>& a) {
    a.keys.reset();                       // may read the transcript
    if (a.io.keys_to_read().changing()) { // reading ends; a write key is still made, for the last alert
        a.io.keys_to_read().clear();
    }
    a.reset_transcript();
    a.random.reset();
    a.exchange.reset();
    a.exchange.release();
}
/// New randoms overwrite those of the session.
template <policy P> void forget_randoms([[maybe_unused]] agreement<P>& a) {
    if constexpr (P::exporters) {
        a.exports = false;
    }
}
/// Wipes every secret. The operations that may read or write one are reset before.
template <policy P> [[gnu::noinline]] void wipe_agreement(agreement<P>& a, flow::row const* flow) {
    a.wipe_connection(flow);
    a.keys.clear();
    wipe(a.session);
    wipe(static_cast<knowledge<P>&>(a));
    forget_randoms(a);
}

/// Stores the result of a call that begins a handshake. \return true if nothing forbids it
template <policy P> [[nodiscard]] bool permits(agreement<P>& a, errc why_not) {
    a.refusal = why_not;
    return why_not == errc::ok;
}
/// Why a connected side cannot begin another handshake; ok: it can.
template <policy P> [[nodiscard, gnu::noinline]] errc why_not_again(agreement<P> const& a) {
    return a.io.over() || a.at->what == flow::op::not_started ? errc::not_connected
           : a.io.writing_ended()                             ? errc::not_permitted
           : a.idle()                                         ? errc::ok
                                                              : errc::busy;
}

/// The conditions that follow from each key exchange.
inline constexpr auto conditions_of_exchange = [] {
    using enum flow::conditions;
    std::array<flow::conditions, static_cast<std::size_t>(key_exchange::tls_1_3) + 1> all{};
    for (std::size_t i = 0; i != all.size(); ++i) {
        suite_traits const t{static_cast<key_exchange>(i)};
        all[i] = flow::only_if(t.has_certificate(), with_certificate) | flow::only_if(t.has_psk(), with_psk) |
                 flow::only_if(t.has_ecdhe(), with_ecdhe);
    }
    return all;
}();
template <policy P> [[gnu::noinline]] void choose_suite(agreement<P>& a, cipher_suite suite) {
    using enum flow::conditions;
    a.negotiated.suite = suite;
    a.negotiated.traits = suites_of<P>::traits(suite);
    if constexpr (suites_of<P>::sha384) {
        suite_hash const hash = suites_of<P>::hash(a.traits().cipher);
        a.keys.use(hash);
        choose_hash(a.transcript, hash, signs_beside_sha384<P>);
    }
    a.conditions = (a.conditions - (with_certificate | with_psk | with_ecdhe)) |
                   conditions_of_exchange[static_cast<std::size_t>(a.traits().exchange)];
}
template <policy P> void choose_fragments(agreement<P>& a, std::uint8_t code) {
    a.negotiated.fragment_code = code;
    a.io.agree_fragment_limit(bytes_of(static_cast<max_fragment_length_code>(code)));
}

/// Makes the `name_digest` by which tickets identify a server, in `scratch()`.
template <policy P> progress digest_host_name(agreement<P>& a, byte_view const& name) {
    if (name.empty() || name.size() > longest_known_name) {
        wipe(a.scratch());
        copy(a.scratch().data(), unknown_name.data(),
             name.empty() ? 0U : static_cast<std::uint32_t>(unknown_name.size()));
        return a.next();
    }
    if (!a.io.ready().empty()) { // the folded name is put into the transmit buffer and must not move
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
        return a.then_pause(a.exchange.generate(a.group(), 0, a.scratch().data() + 4));
    }
    return a.next();
}
template <policy P> progress agree(agreement<P>& a) {
    if constexpr (suites_of<P>::ecdhe) {
        return a.then_pause(a.exchange.agree(a.group(), 0, a.negotiated.peer_share, a.scratch().data()),
                            errc::bad_share);
    }
    return a.next();
}
/// Digests the peer's PSK identity, which is the peer's identity in a handshake without certificates.
template <policy P> progress digest_identity(agreement<P>& a) {
    if constexpr (suites_of<P>::psk) {
        identity& peer = a.session.peer;
        peer.kind = identity_kind::psk_identity_sha256;
        progress const p = a.then(a.keys.digest(a.negotiated.psk.identity, peer.digest.data()));
        a.session.own = peer;
        return p;
    }
    return a.next();
}
/// Uses a pre-shared key. Without a key the handshake fails.
template <policy P> progress use_psk(agreement<P>& a, psk_choice<typename psk_operation<P>::key> const& psk) {
    a.negotiated.psk = psk;
    return psk.key != nullptr ? a.next() : a.fail(errc::unknown_psk_identity);
}
/// Makes the master secret from the premaster secret or the pre-shared key.
template <policy P> progress make_master(agreement<P>& a) {
    using suites = suites_of<P>;
    session& s = a.session;
    suite_traits const t = a.traits();
    a.exchange.release();
    byte_view const agreed = byte_view{a.scratch()}.subview(0, t.has_ecdhe() ? 32 : 0);
    bool const extended = a.extended();
    crypto_status answer = crypto_status::failed;
    if (suites::psk && t.has_psk()) {
        if constexpr (suites::psk) {
            answer = a.keys.make_master(a.transcript, extended, *a.negotiated.psk.key, agreed, s.master_secret.data());
        }
    } else if constexpr (suites::certificate) {
        answer = a.keys.make_master(a.transcript, extended, agreed, s.master_secret.data());
    }
    if (answer == crypto_status::done) {
        wipe(a.scratch());
        s.version = protocol_version::tls_1_2;
        s.suite = a.negotiated.suite;
        s.extended_master_secret = extended;
        s.max_fragment_length = a.negotiated.fragment_code;
        s.context_id = P::context_id;
    }
    return a.then(answer);
}
/// B7: checks, before new keys are made, that the peer's identity is the same as before.
template <policy P> progress check_peer(agreement<P>& a) {
    constexpr auto never = renegotiation_mode::never;
    if constexpr (P::client_renegotiation == never && P::server_renegotiation == never) {
        return a.next();
    }
    identity const& now = a.session.peer;
    return a.then(judge_identity<P>({static_cast<std::uint8_t>(a.established.kind), a.established.digest},
                                    {static_cast<std::uint8_t>(now.kind), now.digest}));
}
/// Switches one direction to the keys of this handshake. The read key of one side is the write key of the other.
template <policy P> progress take_key(agreement<P>& a, bool of_server, record_keys<P>& keys) {
    crypto_status const answer = a.keys.take(of_server, a.traits().cipher, keys);
    if (answer == crypto_status::failed && &keys == &a.io.keys_to_write()) {
        a.io.suppress_final_alert(); // after ChangeCipherSpec the peer does not decrypt with the old keys
    }
    if (answer == crypto_status::done) {
        a.io.apply_limits(&keys == &a.io.keys_to_write());
    }
    return a.then(answer);
}
template <policy P> progress make_finished(agreement<P>& a, bool of_server, verify_data& out) {
    return a.then(a.keys.finished(a.transcript, !of_server, a.session.master_secret, out));
}
/// Takes the peer's ChangeCipherSpec. `j`: the judgement of the rules.
template <policy P> progress take_change(agreement<P>& a, judgement j) {
    if (!j.proceeds()) {
        return a.apply_judgement(j);
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
    bool const same = equal_in_constant_time(m.verify_data, byte_view{a.negotiated.peer_verify_data});
    return same ? a.next() : a.fail(errc::bad_finished);
}
/// Completes the handshake after both Finished are verified.
template <policy P> progress connected(agreement<P>& a, flow::row const* idle) {
    a.established = a.session.peer;
    a.release_message();
    static_cast<void>(a.io.in().keep({}));
    wipe(a.scratch());
    if constexpr (P::exporters) {
        a.exports = true;
    }
    if constexpr (suites_of<P>::sha384) { // the next handshake may have another suite
        a.transcript.reset();
    }
    a.at = idle;
    return progress::connected;
}

/// RFC 5705. Requires an extended master secret: another one may be shared with a different connection (RFC 7627 1).
template <policy P>
[[nodiscard]] crypto_status export_material(agreement<P>& a, byte_view label, byte_view const* context,
                                            std::span<std::uint8_t> out) {
    if (!a.exports || !a.session.extended_master_secret) {
        wipe_memory(out.data(), out.size());
        return crypto_status::failed;
    }
    return a.keys.export_material(a.session.master_secret, label, context, out);
}
/// The steps that are the same for a client and a server.
template <policy P> [[gnu::noinline]] progress common_step(agreement<P>& a) {
    using enum flow::op;
    switch (a.at->what) {
    case make_share: return tls12::make_share(a);
    case agree: return tls12::agree(a);
    case digest_identity: return tls12::digest_identity(a);
    case check_peer: return tls12::check_peer(a);
    case expand: return a.then(a.keys.expand(a.transcript, a.session.master_secret));
    case send_change: return a.then(a.put_change_cipher_spec());
    case take_write_key: // ChangeCipherSpec was the last record under the old keys
        return take_key(a, a.is_server, a.io.keys_to_write());
    case make_own_finished: return make_finished(a, a.is_server, a.negotiated.own_verify_data);
    case send_finished: return a.send(finished{a.negotiated.own_verify_data});
    case take_read_key: return take_key(a, !a.is_server, a.io.keys_to_read());
    case make_peer_finished: return make_finished(a, !a.is_server, a.negotiated.peer_verify_data);
    // Steps that differ:
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
