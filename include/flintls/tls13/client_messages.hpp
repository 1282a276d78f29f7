// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a client of TLS 1.3 handles the messages of a server: RFC 8446 4.
#ifndef FLINTLS_TLS13_CLIENT_MESSAGES_HPP
#define FLINTLS_TLS13_CLIENT_MESSAGES_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/handshake/offered_suites.hpp"
#include "flintls/handshake/protocol_choice.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/tls13/answers.hpp"
#include "flintls/tls13/client_state.hpp"
#include "flintls/tls13/common_steps.hpp"
#include "flintls/tls13/key_update.hpp"
#include "flintls/tls13/peer_certificate.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// T7: true where a hello of this client has room for this ticket.
template <class S> [[nodiscard]] bool carries(S& s, byte_view ticket) {
    using product = typename S::policy_type;
    std::uint32_t const name = s.client.asks_by_name ? s.client.name.size() : 0;
    byte_view old;
    if constexpr (speaks_both<product> && S::can::tickets) {
        auto const* const found = s.store != nullptr ? s.store->find(s.client.offered) : nullptr;
        old = found != nullptr ? found->ticket() : old;
    }
    std::uint32_t const size =
        transmit_for<product>(name, ticket.size(), external_identity(s.credentials).size(), old.size());
    return ticket.size() <= product::max_ticket && size <= s.io.out().room();
}

/// RFC 8446 4.6: a KeyUpdate may be received where the row waits for a NewSessionTicket.
template <class S> judgement judge_input(S& s, flow::input what) {
    if (s.idle() && what == flow::input_of(handshake_type::key_update)) {
        s.at = client_row<op::update_read> - 1;
    }
    return {};
}
template <class S> void judge_partial_input(S& /*s*/) {}

/// RFC 8446 4.1.3, 4.2.1, D.1: the error for another version, `selected` by supported_versions or not.
[[nodiscard]] inline errc judge_other_version(byte_view body, bool selected) {
    if (selected) {
        return errc::not_offered;
    }
    judgement const j = judge_downgrade(fixed_view<32>{std::span<std::uint8_t const, 32>{body.data() + 2, 32}},
                                        static_cast<protocol_version>(load<2>(body.data())), protocol_version::tls_1_3);
    return j.proceeds() ? errc::unsupported_version : j.why();
}
/// RFC 8446 4.1.3, 4.1.4: judges the fields of a ServerHello or HelloRetryRequest, except extensions.
template <class S>
[[nodiscard]] errc judge_choice(S& s, protocol_version legacy, byte_view const& session_id, cipher_suite suite,
                                compression_method compression) {
    using product = typename S::policy_type;
    if (legacy <= protocol_version::ssl_3_0) {
        return errc::unsupported_version; // RFC 8446 D.5
    }
    bool good = legacy == protocol_version::tls_1_2 && session_id == s.session_id() && offers(s.credentials, suite) &&
                judge_compression(compression).proceeds() && (!s.tls13.retried || s.negotiated.suite == suite);
    bool offered = false;
    for (cipher_suite const each : product::suites::values) {
        offered = offered || (each == suite && is_of_tls_1_3(each));
    }
    s.negotiated.suite = suite;
    s.tls13.cipher = suites_of<product>::traits(suite).cipher;
    if constexpr (hashes_of<product>::several) {
        if (good && offered) {
            s.tls13.secrets.use_hash_of(s.tls13.cipher);
            choose_hash(s.transcript, hash_of(s.tls13.cipher));
        }
    }
    return good && offered ? errc::ok : errc::not_offered;
}

/// The group of the server's share, and the slot of the own key for this group.
struct group_and_slot {
    named_group group{};
    std::uint8_t slot = 0;
};
template <class S> [[nodiscard]] group_and_slot chosen_group(S const& s) {
    if constexpr (several_groups<typename S::policy_type>) {
        return {s.tls13.chosen.group, s.tls13.chosen.slot};
    } else {
        return {S::policy_type::groups::values[0], 0};
    }
}
/// The slot of the own key for a share of this group; `no_slot`: no such share was sent.
inline constexpr std::uint8_t no_slot = 0xff;
template <class S> [[nodiscard]] std::uint8_t slot_of(S const& s, named_group group) {
    using product = typename S::policy_type;
    if constexpr (several_groups<product>) {
        auto const& own = s.tls13.chosen;
        if (s.tls13.retried && s.has(when::group_named)) {
            return group == own.group ? std::uint8_t{0} : no_slot;
        }
        for (std::uint8_t i = 0; i != own.count; ++i) {
            if (product::groups::values[i] == group) {
                return i;
            }
        }
        return no_slot;
    } else {
        bool const sent = s.has(when::with_shares) || s.has(when::group_named);
        return sent && group == product::groups::values[0] ? std::uint8_t{0} : no_slot;
    }
}
/// RFC 8446 4.1.2: a HelloRetryRequest asks for a share of this group, which replaces all others.
template <class S> void name_group(S& s, [[maybe_unused]] named_group group) {
    if constexpr (several_groups<typename S::policy_type>) {
        s.exchange.release();
        s.tls13.chosen = {.group = group};
    }
}
/// RFC 8446 4.1.4: the second hello has no keys with another hash than that of the chosen suite.
template <class S> void leave_out_psks([[maybe_unused]] S& s) {
    if constexpr (S::can::psks && hashes_of<typename S::policy_type>::several) {
        auto& own = s.tls13;
        suite_hash const chosen = hash_of(own.cipher);
        if (own.ticket_first && hash_of(traits_of(s.current.suite).cipher) != chosen) {
            own.ticket_first = false;
            own.ticket = ticket_state::none;
            --own.identities;
            forget_offered(s);
        }
        if constexpr (S::can::external_psk) {
            if (own.external.key != nullptr && S::can::hash_of_external != chosen) {
                own.external = {};
                --own.identities;
            }
        }
        s.set(when::offers_psk, own.identities != 0);
    }
}
/// RFC 8446 4.1.4: a second hello follows.
template <class S> progress on_retry(S& s) {
    using product = typename S::policy_type;
    auto& own = s.tls13;
    retry_of<product> m;
    if (!s.read(m)) {
        return progress::again;
    }
    found<key_share_hello_retry_request> const group = m.extensions.template get<key_share>();
    found<cookie> const value = m.extensions.template get<cookie>();
    errc e = own.retried ? errc::unexpected_message
                         : judge_choice(s, m.legacy_version, m.session_id, m.cipher_suite, m.compression_method);
    if (e == errc::ok && !group && !value) {
        e = errc::forbidden_value;
    }
    if constexpr (S::can::shares) {
        if (e == errc::ok && group) { // RFC 8446 4.2.8
            named_group const wanted = group->selected_group;
            bool offered = false;
            for (named_group const each : product::groups::values) {
                offered = offered || each == wanted;
            }
            e = offered && slot_of(s, wanted) == no_slot ? e : errc::forbidden_value;
            name_group(s, wanted);
        }
    }
    if (e == errc::ok && value && value->cookie_value.size() > product::max_cookie) {
        e = errc::message_too_long;
    }
    if (e == errc::ok && !s.io.in().message_ends_record()) {
        e = errc::unexpected_message;
    }
    if (e != errc::ok) {
        return s.fail(e);
    }
    leave_out_psks(s);
    own.retried = true;
    own.cookie = value.value.cookie_value;
    s.set(when::group_named, group.present);
    s.exclude_from_transcript(); // `hash_message` adds it to the restarted transcript
    s.at = client_row<op::digest_first_hello>;
    return progress::again;
}
/// RFC 8446 4.2.8, 4.2.9, 4.2.11: judges whether the chosen share and key were offered, and go together.
template <class S>
[[nodiscard]] errc judge_keys(S& s, found<key_share_server_hello> const& share, found<selected_psk> const& psk) {
    using can = typename S::can;
    if (psk && s.tls13.identities == 0) {
        return errc::unsolicited_extension;
    }
    if constexpr (can::shares) {
        std::uint8_t const slot = slot_of(s, share.value.group);
        if (share && slot == no_slot) {
            return errc::not_offered;
        }
        if constexpr (several_groups<typename S::policy_type>) {
            s.tls13.chosen.group = share.value.group;
            s.tls13.chosen.slot = slot;
        }
    }
    if (psk) {
        bool const mode = share ? can::psk_dhe_ke : can::psk_ke;
        if constexpr (hashes_of<typename S::policy_type>::several) { // RFC 8446 4.2.11
            if (hash_of_psk_number(s, psk->selected_identity) != hash_of(s.tls13.cipher)) {
                return errc::not_offered;
            }
        }
        return mode && psk->selected_identity < s.tls13.identities ? errc::ok : errc::not_offered;
    }
    if (!can::certificates) {
        return errc::no_common_suite;
    }
    return share ? errc::ok : errc::missing_extension;
}
/// The server has chosen TLS 1.3.
template <class S> progress on_hello_of_tls_1_3(S& s) {
    using product = typename S::policy_type;
    server_hello_of<product> m;
    if (!s.read(m)) {
        return progress::again;
    }
    found<key_share_server_hello> const share = m.extensions.template get<key_share>();
    found<selected_psk> const psk = m.extensions.template get<pre_shared_key>();
    if (!psk) { // the ticket is declined, whatever else is wrong
        s.tls13.ticket = ticket_state::none;
    }
    errc e = judge_choice(s, m.legacy_version, m.session_id, m.cipher_suite, m.compression_method);
    e = e == errc::ok ? judge_keys(s, share, psk) : e;
    if (e == errc::ok && !s.io.in().message_ends_record()) { // RFC 8446 5.1: keys change after this message
        e = errc::unexpected_message;
    }
    if (e != errc::ok) {
        return s.fail(e);
    }
    auto& own = s.tls13;
    own.psk_index = psk ? static_cast<std::uint8_t>(psk->selected_identity) : own.identities;
    own.peer_share = share.value.key_exchange;
    bool const resumed = psk && own.ticket_first && own.psk_index == 0;
    s.conditions = only_if(psk.present, when::with_psk) | only_if(!psk, when::with_certificate) |
                   only_if(share.present, when::with_shares) | only_if(resumed, when::resumed);
    s.tls13.ticket = resumed ? ticket_state::offered : ticket_state::none;
    forget_offered(s);
    if (!resumed) {
        wipe_all_but_name(s.current);
        s.current.authenticated_at = s.now;
    }
    return s.next();
}
/// The version that a ServerHello or HelloRetryRequest chooses.
enum class chosen_version : std::uint8_t {
    none, ///< the connection fails
    tls_1_2,
    tls_1_3,
};
/// RFC 8446 4.1.3, 4.2.1. `alone`: nothing but TLS 1.3 may be chosen. Not inlined: the callers' frames stay small.
template <class S> [[gnu::noinline]] chosen_version choose_version(S& s, bool alone) {
    found<selected_version> version;
    if (error const e = find_version(s.body(), version)) {
        static_cast<void>(s.fail(e.from(4)));
        return chosen_version::none;
    }
    if (!version && !alone) {
        return chosen_version::tls_1_2;
    }
    if (version && version->version == protocol_version::tls_1_3) {
        return chosen_version::tls_1_3;
    }
    bool const known = !alone || s.tls13.retried; // RFC 8446 4.1.4: a retry chose TLS 1.3
    static_cast<void>(s.fail(known ? errc::not_offered : judge_other_version(s.body(), version.present)));
    return chosen_version::none;
}
template <class S> progress on_chosen_tls_1_3(S& s) {
    return is_hello_retry_request(s.body()) ? on_retry(s) : on_hello_of_tls_1_3(s);
}
template <class S> progress on_server_hello(S& s) {
    return choose_version(s, true) == chosen_version::none ? progress::again : on_chosen_tls_1_3(s);
}

template <class S> progress on_encrypted_extensions(S& s) {
    using product = typename S::policy_type;
    encrypted_extensions_of<product> m;
    if (!s.read(m)) {
        return progress::again;
    }
    errc e = errc::ok;
    if constexpr (product::offer_server_name) {
        e = m.extensions.template has<server_name>() && !s.client.asks_by_name ? errc::unsolicited_extension : e;
    }
    if constexpr (!product::protocols::values.empty()) {
        found<chosen_protocol> const protocol = m.extensions.template get<application_layer_protocol_negotiation>();
        e = choose_protocol<product>(protocol, s.negotiated.protocol) ? e : errc::not_offered;
    }
    if constexpr (product::fragment_length != max_fragment_length_code{}) {
        found<max_fragment_length> const fragments = m.extensions.template get<max_fragment_length>();
        if (fragments) { // RFC 6066 4
            e = fragments->max_fragment_length_value == product::fragment_length ? e : errc::not_offered;
            s.io.set_fragment_limit(256U << static_cast<unsigned>(product::fragment_length));
        }
    }
    if constexpr (offers_record_limit<product>) {
        found<record_size_limit> const limit = m.extensions.template get<record_size_limit>();
        if constexpr (product::fragment_length != max_fragment_length_code{}) { // RFC 8449 5
            bool const both = limit && m.extensions.template has<max_fragment_length>();
            e = both ? errc::forbidden_value : e;
        }
        s.io.set_record_limit(limit ? limit->limit - 1U : 0); // the limit includes the content type
    }
    return e == errc::ok ? s.next() : s.fail(e);
}

template <class S> progress on_chain(S& s) {
    using product = typename S::policy_type;
    byte_view leaf;
    errc e = read_certificates(s, s.server.chain, leaf);
    if (s.io.over()) {
        return progress::again;
    }
    e = e == errc::ok && leaf.empty() ? errc::bad_length : e; // RFC 8446 4.4.2.4
    e = e == errc::ok ? read_key<product>(leaf, s.server.key, &admits<product>, errc::unsupported_certificate) : e;
    return e == errc::ok ? s.next() : s.fail(e);
}
template <class S> progress on_certificate(S& s) {
    if constexpr (S::judges_paths) {
        return begin_to_judge(s, s.chain, true);
    } else {
        return on_chain(s);
    }
}
/// RFC 8446 4.3.2
template <class S> [[gnu::noinline]] progress on_whole_request(S& s) {
    s.conditions = s.conditions | when::requested;
    if (s.is_long && !S::proves_itself) {
        return s.next();
    }
    request_of_certificate m;
    if (!s.read(m)) {
        return progress::again;
    }
    found<signature_algorithms> const schemes = m.extensions.get<signature_algorithms>();
    if (!m.certificate_request_context.empty() || !schemes) {
        return s.fail(schemes ? errc::forbidden_value : errc::missing_extension);
    }
    if constexpr (S::proves_itself) {
        s.set(when::certified,
              s.own.key.kind != identity_kind::none &&
                  schemes->supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256));
    }
    return s.next();
}
template <class S> progress on_certificate_request(S& s) {
    return s.is_long ? begin_long_request(s, true) : on_whole_request(s);
}
/// RFC 8446 4.6.1. A ticket that is not kept is passed over, whatever its length.
template <class S> progress on_new_session_ticket(S& s) {
    using product = typename S::policy_type;
    auto& own = s.tls13;
    s.exclude_from_transcript();
    if (++own.tickets_in_a_row > 4U * product::max_tickets_received) {
        return s.fail(errc::unexpected_message);
    }
    if (s.is_long) {
        static_cast<void>(s.take_beginning());
        s.exclude_from_transcript();
        s.client.staged = ticket_fate::too_long;
        return progress::again;
    }
    any_new_session_ticket m;
    if (!s.read(m)) {
        return progress::again;
    }
    if constexpr (S::can::tickets) {
        if (s.store == nullptr || own.tickets == product::max_tickets_received) {
            return progress::again;
        }
        ++own.tickets;
        s.client.staged = carries(s, m.ticket) ? s.store->stage(m) : staged_ticket{ticket_fate::too_long};
        if (s.client.staged.handle()) {
            s.tls13.nonce = m.ticket_nonce;
            return s.next();
        }
    }
    return progress::again;
}
/// A further piece of a message whose beginning was enough.
template <class S> progress on_piece(S& s, [[maybe_unused]] byte_view piece, bool last) {
    if constexpr (S::judges_paths) {
        if (judge_piece(s, s.chain, piece)) {
            return progress::again;
        }
    }
    if constexpr (S::can::certificates) {
        if (s.at->operand == flow::input_of(handshake_type::certificate_request)) {
            return is_request_whole(s, piece, last) ? on_whole_request(s) : progress::again;
        }
    }
    if (s.idle()) {
        s.exclude_from_transcript();
    } else if (last) {
        s.io.progressed();
    }
    return progress::again;
}

/// Handles the message that the row waits for.
template <class S> progress take_message(S& s, flow::input what) {
    auto const type = static_cast<handshake_type>(what);
    bool const may_be_long = type == handshake_type::certificate || type == handshake_type::certificate_request ||
                             type == handshake_type::new_session_ticket;
    if (s.is_long && !may_be_long) {
        return s.fail(errc::message_too_long);
    }
    switch (type) {
    case handshake_type::server_hello: return on_server_hello(s); // of versions/, for a client of both
    case handshake_type::encrypted_extensions: return on_encrypted_extensions(s);
    case handshake_type::finished: return on_finished(s);
    case handshake_type::certificate:
        if constexpr (S::can::certificates) {
            return tls13::on_certificate(s);
        }
        break;
    case handshake_type::certificate_request:
        if constexpr (S::can::certificates) {
            return tls13::on_certificate_request(s);
        }
        break;
    case handshake_type::certificate_verify:
        if constexpr (S::can::certificates) {
            return on_certificate_verify(s, s.server);
        }
        break;
    case handshake_type::new_session_ticket: return tls13::on_new_session_ticket(s);
    case handshake_type::key_update: return on_key_update(s);
    // No row of a client waits for these:
    case handshake_type::hello_request:
    case handshake_type::client_hello:
    case handshake_type::hello_verify_request:
    case handshake_type::end_of_early_data:
    case handshake_type::request_connection_id:
    case handshake_type::new_connection_id:
    case handshake_type::server_key_exchange:
    case handshake_type::server_hello_done:
    case handshake_type::client_key_exchange:
    case handshake_type::client_certificate_request:
    case handshake_type::certificate_url:
    case handshake_type::certificate_status:
    case handshake_type::supplemental_data:
    case handshake_type::compressed_certificate:
    case handshake_type::ekt_key:
    case handshake_type::message_hash: break;
    }
    return s.fail(errc::unexpected_message);
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
