// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client of TLS 1.2 and TLS 1.3, which offers both in one hello: the ServerHello decides (RFC 8446 4.1.3, 4.2.1, D).
/// tls12 and tls13 have the steps of each version; this header has the choice, and the rules for tickets of both.
#ifndef FLINTLS_VERSIONS_CLIENT_HPP
#define FLINTLS_VERSIONS_CLIENT_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/tls12/client_steps.hpp"
#include "flintls/tls13/client_steps.hpp"

namespace flintls {
inline namespace v0 {
namespace versions {

template <policy P, class Credentials> struct client_state : tls12::client_state<P, Credentials> {
    using base = tls12::client_state<P, Credentials>;
    using can = tls13::client_abilities<P, Credentials>;
    template <tls13::op What> static constexpr flow::row const* row = tls13::client_row<What>;

    client_state(buffers const& b, Credentials& c, ticket_store<P>* s) : base{b, c, s} {}

    /// The client's random, and the session id behind it, at the place of the server's random.
    [[nodiscard]] std::span<std::uint8_t> random_room() { return {base::keys.client_random().data(), 64}; }
    [[nodiscard]] byte_view session_id() {
        if (has_tls_1_2_id()) {
            return tls12::offered_id(base::client);
        }
        return byte_view{base::keys.server_random()}.subview(0, can::session_id_size);
    }
    /// I2: true where the id of a session of TLS 1.2 takes the place of random bytes.
    [[nodiscard]] bool has_tls_1_2_id() const {
        return P::offer_session_ids && !tls12::offered_id(base::client).empty();
    }
    /// RFC 8446 4.6.3: a KeyUpdate that is due is sent before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.own_update_due ? std::span<std::uint8_t>{} : base::write_space();
    }

    tls13::client_part<P, Credentials> tls13;
    bool tls_1_2_searched = false; ///< the search for a ticket of TLS 1.2 is done, or not wanted
    /// Set by a version limit of this connection.
    [[no_unique_address]] std::conditional_t<P::lowest_version_at_run_time, bool, unneeded<17>> only_tls_1_3{};
};

/// True where TLS 1.3 is chosen, or may still be chosen.
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
template <policy P, class C> void forget_context(client_state<P, C>& s) { s.client = {}; }

/// True for alerts that refuse a binder (RFC 8446 4.2.11, 6.2).
[[nodiscard]] constexpr bool refuses_binder(error why) {
    using enum alert_description;
    auto const alert = static_cast<alert_description>(why.received_alert());
    return why.from_peer() && (alert == decrypt_error || alert == illegal_parameter || alert == unknown_psk_identity);
}
/// T6 and RFC 8446 4.2.11. Before the ServerHello, a ticket of either version may be the cause; after it, one of the
/// chosen version. No ticket is the cause where the server marks its random (RFC 8446 4.1.3).
template <policy P, class C> void on_failure(client_state<P, C>& s, error why) {
    bool const offered = s.tls13.ticket == tls13::ticket_state::offered;
    if (may_be_tls_1_3(s) && s.io.is_chosen()) {
        tls13::on_failure(s, why);
        return;
    }
    bool const undecided = may_be_tls_1_3(s);
    if (why.what() == errc::downgrade_detected || why.what() == errc::lower_than_before) {
        s.client.advice = retry_advice::do_not_retry;
    } else if (undecided && offered && refuses_binder(why)) {
        s.client.advice = retry_advice::retry_without_ticket;
    } else {
        tls12::on_failure(static_cast<tls12::client_state<P, C>&>(s), why);
        bool const fallback =
            why.received_alert() == static_cast<std::uint8_t>(alert_description::inappropriate_fallback);
        if (undecided && (offered || fallback)) { // RFC 7507 3: a ticket is not the cause
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
template <policy P, class C> judgement judge_input(client_state<P, C>& s, flow::input what) {
    return may_be_tls_1_3(s) ? tls13::judge_input(s, what)
                             : tls12::judge_input(static_cast<tls12::client_state<P, C>&>(s), what);
}
template <policy P, class C> void judge_partial_input(client_state<P, C>& s) {
    if (!may_be_tls_1_3(s)) {
        tls12::judge_partial_input(static_cast<tls12::client_state<P, C>&>(s));
    }
}
/// RFC 5246 7.4.1.1; TLS 1.3 has no HelloRequest (RFC 8446 4.1.2).
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

/// Starts the first handshake of a connection. `tls_1_2`, `tls_1_3`: the versions that it may have.
template <policy P, class C> void begin(client_state<P, C>& s, bool tls_1_2, bool tls_1_3) {
    s.tls_1_2_searched = !tls_1_2;
    s.client.offered = {};
    s.client.both = {};
    if (tls_1_3) {
        tls13::begin(s);
        std::uint32_t const size = tls13::transmit_for<P>(0, 0, tls13::external_identity(s.credentials).size());
        std::uint32_t const old = tls12::transmit_for<P>(0, 0);
        s.client.both = {tls13::compatible<P>, size > old ? size - old : 0};
        if constexpr (P::lowest_version_at_run_time) {
            s.only_tls_1_3 = !tls_1_2;
            if (!tls_1_2) {
                s.io.choose_version(false);
            }
        }
    } else {
        s.io.choose_version(true);
        s.at = tls12::client_row<flow::op::digest_name>;
    }
}
/// Goes on with RFC 5246 7.3 at the row that waits for the ServerHello, after the rules of RFC 8446 4.1.3, 4.1.4 and
/// D.4 for such a ServerHello. That row takes the message in the next step: its stack is then not on top of this one's.
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
    if constexpr (remembers_versions<P>) {
        if (s.store != nullptr && s.store->spoke_tls_1_3(s.current.server_name, s.now)) {
            return s.fail(errc::lower_than_before);
        }
    }
    if (s.io.dummies_left() != P::max_dummy_records) { // a dropped ChangeCipherSpec was no dummy (RFC 5246 7.1)
        return s.fail(errc::unexpected_message);
    }
    // RFC 5246 7.4.1.3: nothing is resumed where nothing was offered. The id is behind version and random.
    bool const echoed = tls13::compatible<P> && body[34] == 32 && body.subview(35, 32) == s.session_id();
    if (echoed && !s.client.offered) {
        return s.fail(errc::not_offered);
    }
    s.io.choose_version(true);
    s.tls13.ticket = tls13::ticket_state::none; // declined
    tls13::forget_offered(s);
    s.tls13.wipe_all();
    s.exchange.release();
    wipe_all_but_name(s.current);
    if constexpr (keeps_tls_1_2_sessions<P>) {
        auto const* const old = s.store != nullptr ? s.store->find(s.client.offered) : nullptr;
        if (old != nullptr) {
            s.current = old->state;
        } else {
            s.client.offered = {};
        }
    }
    s.at = tls12::client_row<flow::op::send_client_hello> + 1;
    s.waiting = flow::input_of(handshake_type::server_hello);
    return progress::again;
}
template <policy P, class C> progress on_server_hello(client_state<P, C>& s) {
    // Only TLS 1.3 was offered, or a HelloRetryRequest was received.
    bool const alone = P::lowest_version_at_run_time && s.io.is_chosen();
    switch (tls13::choose_version(s, alone)) {
    case tls13::chosen_version::none: return progress::again;
    case tls13::chosen_version::tls_1_2: return choose_tls_1_2(s);
    case tls13::chosen_version::tls_1_3: break;
    }
    s.io.choose_version(false);
    if (is_hello_retry_request(s.body())) {
        return tls13::on_retry(s);
    }
    s.client.offered = {}; // a ticket of TLS 1.2 stays in the store
    return tls13::on_hello_of_tls_1_3(s);
}
template <policy P, class C> progress take_message(client_state<P, C>& s, flow::input what) {
    return may_be_tls_1_3(s) ? tls13::take_message(s, what)
                             : tls12::take_message(static_cast<tls12::client_state<P, C>&>(s), what);
}

/// Tickets of both versions have one name.
template <policy P, class C> progress digest_key_of_tickets(client_state<P, C>& s) {
    return tls12::digest_ticket_key(static_cast<tls12::client_state<P, C>&>(s));
}
/// T1, and RFC 8446 4.2.11: takes a ticket of each version to offer.
template <policy P, class C> progress take_tickets(client_state<P, C>& s) {
    if (!s.tls_1_2_searched) {
        crypto_status answer = crypto_status::done;
        if constexpr (suites_of<P>::psk) {
            answer = s.keys.digest(s.credentials.psk({}).identity, s.scratch().data());
        }
        if (answer != crypto_status::done) {
            return s.then(answer);
        }
        s.tls_1_2_searched = true;
        s.client.offered = {};
        s.client.resumption.begin(tls12::find_ticket(static_cast<tls12::client_state<P, C>&>(s)));
    }
    return tls13::take_tickets(s);
}
template <policy P, class C> progress step(client_state<P, C>& s) {
    return may_be_tls_1_3(s) ? tls13::step(s) : tls12::step(static_cast<tls12::client_state<P, C>&>(s));
}

} // namespace versions
} // namespace v0
} // namespace flintls

#endif
