// SPDX-License-Identifier: Apache-2.0
/// \file
/// The messages of a server, as a client of TLS 1.3 takes them: RFC 8446 4.
#ifndef FLINTLS_TLS13_CLIENT_MESSAGES_HPP
#define FLINTLS_TLS13_CLIENT_MESSAGES_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/handshake/offered_suites.hpp"
#include "flintls/handshake/protocol_choice.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/tls13/answers.hpp"
#include "flintls/tls13/client_state.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// T7: can a hello of this client carry such a ticket?
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

/// RFC 8446 4.6: a KeyUpdate may come where a NewSessionTicket is waited for.
template <class S> judgement hear(S& s, flow::input what) {
    if (s.idle() && what == flow::input_of(handshake_type::key_update)) {
        s.at = client_row<op::update_read> - 1;
    }
    return {};
}
template <class S> void hear_part(S& /*s*/) {}

/// RFC 8446 4.1.3, 4.2.1, D.1: what is no TLS 1.3, of a client that has nothing else. `selected`: by supported_versions.
[[nodiscard]] inline errc judge_other_version(byte_view body, bool selected) {
    if (selected) {
        return errc::not_offered;
    }
    judgement const j = judge_downgrade(fixed_view<32>{std::span<std::uint8_t const, 32>{body.data() + 2, 32}},
                                        static_cast<protocol_version>(load<2>(body.data())), protocol_version::tls_1_3);
    return j.proceeds() ? errc::unsupported_version : j.why();
}
/// RFC 8446 4.1.3, 4.1.4: what both have, but extensions.
template <class S>
[[nodiscard]] errc judge_choice(S& s, protocol_version legacy, byte_view session_id, cipher_suite suite,
                                compression_method compression) {
    using product = typename S::policy_type;
    if (legacy <= protocol_version::ssl_3_0) {
        return errc::unsupported_version; // RFC 8446 D.5
    }
    bool good = legacy == protocol_version::tls_1_2 && session_id == s.session_id() && offers(s.credentials, suite) &&
                judge_compression(compression).proceeds() && (!s.tls13.retried || s.known.suite == suite);
    bool offered = false;
    for (cipher_suite const each : product::suites::values) {
        offered = offered || (each == suite && is_of_tls_1_3(each));
    }
    s.known.suite = suite;
    s.tls13.cipher = suites_of<product>::traits(suite).cipher;
    return good && offered ? errc::ok : errc::not_offered;
}

/// RFC 8446 4.1.4: another hello follows.
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
            e = offered && !(s.has(when::with_shares) && wanted == own.group) ? e : errc::forbidden_value;
            own.group = wanted;
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
    own.retried = true;
    own.cookie = value.value.cookie_value;
    s.set(when::group_named, group.present);
    s.leave_out(); // until its place in the transcript is there
    s.at = client_row<op::digest_first_hello>;
    return progress::again;
}
/// RFC 8446 4.2.8, 4.2.9, 4.2.11: does what was chosen go together, and was it offered?
template <class S>
[[nodiscard]] errc judge_keys(S& s, found<key_share_server_hello> const& share, found<selected_psk> const& psk) {
    using can = typename S::can;
    bool const sent = s.has(when::with_shares) || s.has(when::group_named);
    if (psk && s.tls13.identities == 0) {
        return errc::unsolicited_extension;
    }
    if (share && (!sent || share->group != s.tls13.group)) {
        return errc::not_offered;
    }
    if (psk) {
        bool const mode = share ? can::psk_dhe_ke : can::psk_ke;
        return mode && psk->selected_identity < s.tls13.identities ? errc::ok : errc::not_offered;
    }
    if (!can::certificates) {
        return errc::no_common_suite;
    }
    return share ? errc::ok : errc::missing_extension;
}
/// The version is chosen.
template <class S> progress on_hello_of_tls_1_3(S& s) {
    using product = typename S::policy_type;
    server_hello_of<product> m;
    if (!s.read(m)) {
        return progress::again;
    }
    found<key_share_server_hello> const share = m.extensions.template get<key_share>();
    found<selected_psk> const psk = m.extensions.template get<pre_shared_key>();
    if (!psk) { // declined, whatever is wrong with the rest
        s.tls13.ticket = ticket_state::none;
    }
    errc e = judge_choice(s, m.legacy_version, m.session_id, m.cipher_suite, m.compression_method);
    e = e == errc::ok ? judge_keys(s, share, psk) : e;
    if (e == errc::ok && !s.io.in().message_ends_record()) { // RFC 8446 5.1: keys change behind it
        e = errc::unexpected_message;
    }
    if (e != errc::ok) {
        return s.fail(e);
    }
    auto& own = s.tls13;
    own.psk_index = psk ? static_cast<std::uint8_t>(psk->selected_identity) : own.identities;
    own.peer_share = share.value.key_exchange;
    bool const resumed = psk && own.ticket_first && own.psk_index == 0;
    s.facts = only_if(psk.present, when::with_psk) | only_if(!psk, when::with_certificate) |
              only_if(share.present, when::with_shares) | only_if(resumed, when::resumed);
    s.tls13.ticket = resumed ? ticket_state::offered : ticket_state::none;
    forget_offered(s);
    if (!resumed) {
        name_digest const name = s.current.server_name;
        wipe(s.current);
        s.current.server_name = name;
        s.current.authenticated_at = s.now;
    }
    return s.next();
}
template <class S> progress on_server_hello(S& s) {
    found<selected_version> version;
    if (error const e = find_version(s.body(), version)) {
        return s.fail(e.from(4));
    }
    if (!version || version->version != protocol_version::tls_1_3) {
        if (s.tls13.retried) { // RFC 8446 4.1.4: the version of the retry
            return s.fail(errc::not_offered);
        }
        return s.fail(judge_other_version(s.body(), version.present));
    }
    return is_hello_retry_request(s.body()) ? on_retry(s) : on_hello_of_tls_1_3(s);
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
        e = choose_protocol<product>(protocol, s.known.protocol) ? e : errc::not_offered;
    }
    if constexpr (product::fragment_length != max_fragment_length_code{}) {
        found<max_fragment_length> const fragments = m.extensions.template get<max_fragment_length>();
        if (fragments) { // RFC 6066 4
            e = fragments->max_fragment_length_value == product::fragment_length ? e : errc::not_offered;
            s.io.set_fragment_limit(256U << static_cast<unsigned>(product::fragment_length));
        }
    }
    return e == errc::ok ? s.next() : s.fail(e);
}

/// With this key, does a server sign what was offered (RFC 8446 4.4.2.4)?
template <policy P> [[nodiscard]] bool admits(public_key_view::algorithm kind) {
    bool found = false;
    for (signature_scheme const each : P::signature_schemes::values) {
        found = found || (signs_in_tls_1_3(each) && key_kind_of(each) == kind);
    }
    return found;
}
/// RFC 8446 4.4.2
template <class S> [[nodiscard]] errc read_chain(S& s, byte_view& leaf) {
    certificate_of<typename S::policy_type> m;
    if (!s.read(m)) {
        return errc::ok; // it has failed
    }
    if (!m.certificate_request_context.empty()) {
        return errc::forbidden_value;
    }
    if (m.certificate_list.empty()) {
        return errc::bad_length; // RFC 8446 4.4.2.4
    }
    leaf = m.certificate_list.leaf();
    s.server.chain = certificate_chain::from_encoded(m.certificate_list.encoded());
    return errc::ok;
}
/// What may judge it takes certificates without extensions between them, of which there are none. The message is in the
/// transcript by now.
template <class S> void close_up_chain(S& s) {
    byte_view const list = s.server.chain.encoded();
    auto* const begin = const_cast<std::uint8_t*>(list.data()); // NOLINT(*-const-cast): in a buffer of the caller
    std::uint32_t size = 0;
    for (std::uint32_t at = 0; at != list.size();) {
        std::uint32_t const each = 3 + load<3>(begin + at);
        for (std::uint32_t i = 0; i != each; ++i) {
            begin[size + i] = begin[at + i];
        }
        size += each;
        at += each + 2;
    }
    s.server.chain = certificate_chain::from_encoded(list.subview(0, size));
}
/// Of a chain for which there is no room the beginning may do: the rest is passed over.
template <class S> [[nodiscard]] errc read_beginning_of_chain(S& s, byte_view& leaf) {
    constexpr std::uint32_t max_passed_over = 0x1'0000;
    constexpr std::uint32_t at_first = 4 + 1 + 3;
    if (s.io.in().partial().size() <= at_first || s.io.in().message_size() > max_passed_over) {
        return errc::message_too_long;
    }
    byte_view const beginning = s.take_beginning();
    if (beginning[4] != 0) {
        return errc::forbidden_value;
    }
    cursor at{beginning.data() + at_first, beginning.data() + beginning.size()};
    if (opaque<1, 0xff'ffff>::read(at, leaf) != errc::ok || at.left() < 2) {
        return errc::message_too_long;
    }
    s.server.chain = certificate_chain::from_encoded({leaf.data() - 3, leaf.size() + 5});
    return load<2>(at.p) == 0 ? errc::ok : errc::unsolicited_extension;
}
template <class S> progress on_certificate(S& s) {
    using product = typename S::policy_type;
    byte_view leaf;
    bool const whole = std::remove_reference_t<decltype(s.credentials)>::whole_chain;
    errc e = !s.is_long ? read_chain(s, leaf) : whole ? errc::message_too_long : read_beginning_of_chain(s, leaf);
    if (s.io.over()) {
        return progress::again;
    }
    e = e == errc::ok ? read_key<product>(leaf, s.server.key, &admits<product>, errc::unsupported_certificate) : e;
    return e == errc::ok ? s.next() : s.fail(e);
}
/// RFC 8446 4.3.2
template <class S> progress on_certificate_request(S& s) {
    request_of_certificate m;
    if (!s.read(m)) {
        return progress::again;
    }
    found<signature_algorithms> const schemes = m.extensions.get<signature_algorithms>();
    if (!m.certificate_request_context.empty() || !schemes) {
        return s.fail(schemes ? errc::forbidden_value : errc::missing_extension);
    }
    s.facts = s.facts | when::requested;
    if constexpr (S::proves_itself) {
        s.set(when::certified,
              s.own.key.kind != identity_kind::none &&
                  schemes->supported_signature_algorithms.contains(signature_scheme::ecdsa_secp256r1_sha256));
    }
    return s.next();
}
/// RFC 8446 4.4.3: by a scheme that was offered, may sign here, and goes with the key.
template <class S> progress on_certificate_verify(S& s) {
    certificate_verify m;
    if (!s.read(m)) {
        return progress::again;
    }
    bool offered = false;
    for (signature_scheme const each : S::policy_type::signature_schemes::values) {
        offered = offered || each == m.algorithm;
    }
    if (!offered || !signs_in_tls_1_3(m.algorithm) || key_kind_of(m.algorithm) != s.server.key.key.kind) {
        return s.fail(errc::not_offered);
    }
    s.server.proof = m;
    s.leave_out(); // until what it signs is known
    return s.next();
}

/// RFC 8446 4.4.4
template <class S> progress on_finished(S& s) {
    if (s.body().size() != secret_size) {
        return s.fail(s.body().size() < secret_size ? errc::truncated : errc::trailing);
    }
    if (!s.io.in().message_ends_record()) {
        return s.fail(errc::unexpected_message);
    }
    s.io.allow_dummies(0);
    return equal_in_constant_time(s.body(), s.tls13.secrets.view(slot::work)) ? s.next() : s.fail(errc::bad_finished);
}

/// RFC 8446 4.6.1. One that is not kept passes, whatever its length.
template <class S> progress on_new_session_ticket(S& s) {
    using product = typename S::policy_type;
    auto& own = s.tls13;
    s.leave_out();
    if (++own.tickets_in_a_row > 4U * product::max_tickets_received) {
        return s.fail(errc::unexpected_message);
    }
    if (s.is_long) {
        static_cast<void>(s.take_beginning());
        s.leave_out();
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
        new_session_ticket const kept{m.ticket_lifetime, m.ticket_age_add, m.ticket_nonce, m.ticket, {}};
        s.client.staged = carries(s, m.ticket) ? s.store->stage(kept) : staged_ticket{ticket_fate::too_long};
        if (s.client.staged.handle()) {
            s.tls13.nonce = m.ticket_nonce;
            return s.next();
        }
    }
    return progress::again;
}
/// RFC 8446 4.6.3
template <class S> progress on_key_update(S& s) {
    s.leave_out();
    key_update m;
    if (!s.read(m)) {
        return progress::again;
    }
    if (!s.io.in().message_ends_record() || ++s.tls13.updates > S::policy_type::max_key_updates) {
        return s.fail(errc::unexpected_message);
    }
    s.tls13.asked_update = false;
    s.tls13.update_wanted = s.tls13.update_wanted || m.request_update == key_update_request::update_requested;
    return s.next();
}

/// More of a message of which the beginning was enough.
template <class S> progress on_piece(S& s, byte_view /*piece*/, bool last) {
    if (s.idle()) {
        s.leave_out();
    } else if (last) {
        s.io.progressed();
    }
    return progress::again;
}

/// What the row waits for is here.
template <class S> progress take_message(S& s, flow::input what) {
    auto const type = static_cast<handshake_type>(what);
    bool const may_be_long = type == handshake_type::certificate || type == handshake_type::new_session_ticket;
    if (s.is_long && !may_be_long) {
        return s.fail(errc::message_too_long);
    }
    switch (type) {
    case handshake_type::server_hello: return tls13::on_server_hello(s);
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
            return on_certificate_verify(s);
        }
        break;
    case handshake_type::new_session_ticket: return tls13::on_new_session_ticket(s);
    case handshake_type::key_update: return on_key_update(s);
    // No row of a client waits for them:
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
