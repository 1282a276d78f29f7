// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 and TLS 1.3, which offers both in one hello: the ServerHello decides (RFC 8446 4.1.3, 4.2.1, D). What is
/// done in either version is in tls12 and tls13; here is the choice, and what becomes of tickets of both.
#ifndef FLINTLS_VERSIONS_CLIENT_HPP
#define FLINTLS_VERSIONS_CLIENT_HPP

#include <cstdint>
#include <span>

#include "flintls/tls12/client_steps.hpp"
#include "flintls/tls13/client_steps.hpp"

namespace flintls {
inline namespace v0 {
namespace versions {

template <policy P, class Credentials> struct client_state : tls12::client_state<P, Credentials> {
    using base = tls12::client_state<P, Credentials>;
    using can = tls13::client_abilities<P, Credentials>;

    client_state(buffers const& b, Credentials& c, ticket_store<P>* s) : base{b, c, s} {}

    /// The client's random, and behind it the session id, which lies where the server's random will.
    [[nodiscard]] std::span<std::uint8_t> random_room() { return {base::keys.client_random().data(), 64}; }
    [[nodiscard]] byte_view session_id() {
        return byte_view{base::keys.server_random()}.subview(0, can::session_id_size);
    }
    /// RFC 8446 4.6.3: a KeyUpdate that is due goes before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.update_wanted ? std::span<std::uint8_t>{} : base::write_space();
    }

    tls13::client_part<P, Credentials> tls13;
    bool took_old = false; ///< the ticket of TLS 1.2 that is offered, if there is one, is known
};

/// Is the handshake, or the connection, one of TLS 1.3, or may it become one?
template <class S> [[nodiscard]] bool may_be_tls_1_3(S const& s) { return s.io.is_tls_1_3(); }

template <policy P, class C> void abandon(client_state<P, C>& s) { tls13::abandon(s); }
template <policy P, class C> void reset_operations(client_state<P, C>& s) {
    s.write_key_due = s.write_key_due && !s.io.making();
    s.tls13.secrets.reset();
    tls12::reset_operations(static_cast<tls12::client_state<P, C>&>(s));
}
template <policy P, class C> void wipe_side(client_state<P, C>& s) {
    s.tls13.secrets.reset();
    tls13::abandon(s);
    tls12::wipe_side(static_cast<tls12::client_state<P, C>&>(s));
    s.tls13.wipe_all();
}
template <policy P, class C> void forget_facts(client_state<P, C>& s) { s.client = {}; }

/// Which alerts say that a binder was refused (RFC 8446 4.2.11, 6.2)?
[[nodiscard]] constexpr bool refuses_binder(error why) {
    using enum alert_description;
    auto const alert = static_cast<alert_description>(why.received_alert());
    return why.from_peer() && (alert == decrypt_error || alert == illegal_parameter || alert == unknown_psk_identity);
}
/// T6 and RFC 8446 4.2.11. Before the ServerHello, a ticket of either version may be to blame; behind it, one of that version.
/// A server that marks its random has nothing against any of them (RFC 8446 4.1.3).
template <policy P, class C> void on_failure(client_state<P, C>& s, error why) {
    bool const offered = s.tls13.ticket == tls13::ticket_state::offered;
    if (may_be_tls_1_3(s) && s.io.is_chosen()) {
        tls13::on_failure(s, why);
        return;
    }
    bool const undecided = may_be_tls_1_3(s);
    if (why.what() == errc::downgrade_detected) {
        s.client.advice = retry_advice::do_not_retry;
    } else if (undecided && offered && refuses_binder(why)) {
        s.client.advice = retry_advice::retry_without_ticket;
    } else {
        tls12::on_failure(static_cast<tls12::client_state<P, C>&>(s), why);
        bool const fallback =
            why.received_alert() == static_cast<std::uint8_t>(alert_description::inappropriate_fallback);
        if (undecided && (offered || fallback)) { // RFC 7507 3: no ticket is to blame for a fallback
            s.client.advice = fallback ? retry_advice::do_not_retry : retry_advice::retry_without_ticket;
        }
    }
    tls13::abandon(s);
}
template <policy P, class C> progress on_no_renegotiation(client_state<P, C>& s) {
    return tls12::on_no_renegotiation(static_cast<tls12::client_state<P, C>&>(s));
}
template <policy P, class C> void on_progress(client_state<P, C>& s) {
    if (may_be_tls_1_3(s)) {
        tls13::on_progress(s);
    } else {
        tls12::on_progress(static_cast<tls12::client_state<P, C>&>(s));
    }
}
template <policy P, class C> [[nodiscard]] judgement on_application_data(client_state<P, C>& s) {
    return may_be_tls_1_3(s) ? tls13::on_application_data(s)
                             : tls12::on_application_data(static_cast<tls12::client_state<P, C>&>(s));
}
template <policy P, class C> judgement hear(client_state<P, C>& s, flow::input what) {
    return may_be_tls_1_3(s) ? tls13::hear(s, what) : tls12::hear(static_cast<tls12::client_state<P, C>&>(s), what);
}
template <policy P, class C> void hear_part(client_state<P, C>& s) {
    if (!may_be_tls_1_3(s)) {
        tls12::hear_part(static_cast<tls12::client_state<P, C>&>(s));
    }
}
/// RFC 5246 7.4.1.1; in TLS 1.3 there is none (RFC 8446 4.1.2).
template <policy P, class C> progress on_hello_request(client_state<P, C>& s) {
    return may_be_tls_1_3(s) && s.io.is_chosen() ? s.fail(errc::unexpected_message)
                                                 : tls12::on_hello_request(static_cast<tls12::client_state<P, C>&>(s));
}
template <policy P, class C> progress on_piece(client_state<P, C>& s, byte_view piece, bool last) {
    return may_be_tls_1_3(s) ? tls13::on_piece(s, piece, last)
                             : tls12::on_piece(static_cast<tls12::client_state<P, C>&>(s), piece, last);
}
template <policy P, class C> [[nodiscard]] bool begins_update(client_state<P, C>& s) {
    return may_be_tls_1_3(s) && tls13::begins_update(s);
}

/// A handshake begins: the first one of its connection. `tls_1_3`: it may be one of TLS 1.3.
template <policy P, class C> void begin(client_state<P, C>& s, bool tls_1_3) {
    s.took_old = false;
    s.client.both = {};
    if (tls_1_3) {
        tls13::begin(s);
        std::uint32_t const size = tls13::transmit_for<P>(0, 0, tls13::external_identity(s.credentials).size());
        std::uint32_t const old = tls12::transmit_for<P>(0, 0);
        s.client.both = {tls13::compatible<P>, size > old ? size - old : 0};
    } else {
        s.io.choose_version(true);
        s.at = tls12::client_row<flow::op::digest_name>;
    }
}
/// RFC 5246 7.3 is gone on with where the ServerHello was awaited. What RFC 8446 4.1.3, 4.1.4 and D.4 say of such a ServerHello
/// comes first.
template <policy P, class C> progress choose_tls_1_2(client_state<P, C>& s) {
    byte_view const body = s.body();
    fixed_view<32> const random{std::span<std::uint8_t const, 32>{body.data() + 2, 32}};
    auto const legacy = static_cast<protocol_version>(load<2>(body.data()));
    if (judgement const j = judge_downgrade(random, legacy, protocol_version::tls_1_3); !j.proceeds()) {
        return s.fail(j.why());
    }
    if (s.tls13.retried) {
        return s.fail(errc::not_offered);
    }
    if (s.io.dummies_left() != P::max_dummy_records) { // it was no dummy (RFC 5246 7.1)
        return s.fail(errc::unexpected_message);
    }
    // RFC 5246 7.4.1.3: nothing can be resumed where nothing was offered. The id stands behind version and random.
    bool const echoed = tls13::compatible<P> && body[34] == 32 && body.subview(35, 32) == s.session_id();
    if (echoed && !s.client.offered) {
        return s.fail(errc::not_offered);
    }
    s.io.choose_version(true);
    s.tls13.ticket = tls13::ticket_state::none; // declined
    tls13::forget_offered(s);
    s.tls13.wipe_all();
    release(s.share_key);
    name_digest const name = s.current.server_name;
    wipe(s.current);
    s.current.server_name = name;
    if constexpr (P::offer_session_tickets) {
        auto const* const old = s.store != nullptr ? s.store->find(s.client.offered) : nullptr;
        if (old != nullptr) {
            s.current = old->state;
        } else {
            s.client.offered = {};
        }
    }
    s.at = tls12::client_row<flow::op::send_client_hello> + 1;
    progress const p = tls12::on_server_hello(static_cast<tls12::client_state<P, C>&>(s));
    s.client.both = {};
    return p;
}
template <policy P, class C> progress on_server_hello(client_state<P, C>& s) {
    found<selected_version> version;
    if (error const e = tls13::find_version(s.body(), version)) {
        return s.fail(e.from(4));
    }
    if (!version) {
        return choose_tls_1_2(s);
    }
    if (version->version != protocol_version::tls_1_3) {
        return s.fail(errc::not_offered);
    }
    s.io.choose_version(false);
    if (is_hello_retry_request(s.body())) {
        return tls13::on_retry(s);
    }
    s.client.offered = {}; // a ticket of TLS 1.2 stays where it is
    return tls13::on_hello_of_tls_1_3(s);
}
template <policy P, class C> progress take_message(client_state<P, C>& s, flow::input what) {
    if (!may_be_tls_1_3(s)) {
        return tls12::take_message(static_cast<tls12::client_state<P, C>&>(s), what);
    }
    if (what == flow::input_of(handshake_type::server_hello) && !s.is_long) {
        return versions::on_server_hello(s);
    }
    return tls13::take_message(s, what);
}

/// T1, and RFC 8446 4.2.11: one of each version may be offered.
template <policy P, class C> progress take_ticket(client_state<P, C>& s) {
    if (!s.took_old) {
        crypto_status answer = crypto_status::done;
        if constexpr (suites_of<P>::psk) {
            answer = s.keys.digest(s.credentials.psk({}).identity, s.scratch().data());
        }
        if (answer != crypto_status::done) {
            return s.then(answer);
        }
        s.took_old = true;
        s.client.offered = {};
        s.client.resumption.begin(tls12::find_ticket(static_cast<tls12::client_state<P, C>&>(s)));
    }
    return tls13::take_ticket(s);
}
template <policy P, class C> progress step(client_state<P, C>& s) {
    if (!may_be_tls_1_3(s)) {
        return tls12::step(static_cast<tls12::client_state<P, C>&>(s));
    }
    return tls13::in_tls13(s.at->what) == tls13::op::take_ticket ? versions::take_ticket(s) : tls13::step(s);
}

} // namespace versions
} // namespace v0
} // namespace flintls

#endif
