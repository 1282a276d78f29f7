// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server of TLS 1.2 and TLS 1.3: the first hello of a connection decides (RFC 8446 4.1.3, 4.2.1, D). tls12 and tls13
/// have the steps of each version; this header has the choice.
#ifndef FLINTLS_VERSIONS_SERVER_HPP
#define FLINTLS_VERSIONS_SERVER_HPP

#include <cstdint>
#include <span>

#include "flintls/tls12/server_steps.hpp"
#include "flintls/tls13/server_steps.hpp"

namespace flintls {
inline namespace v0 {
namespace versions {

template <policy P, class C, class T> struct server_state : tls12::server_state<P, C, T> {
    using base = tls12::server_state<P, C, T>;
    using can = tls13::server_side::server_abilities<P, C, T>;
    template <tls13::op What> static constexpr flow::row const* row = tls13::server_row<What>;

    server_state(buffers const& b, C& c, T* t) : base{b, c, t} {}

    [[nodiscard]] std::uint8_t* client_random_room() { return base::keys.client_random().data(); }
    /// RFC 8446 4.6.3: a KeyUpdate that is due is sent before more data.
    [[nodiscard]] std::span<std::uint8_t> write_space() {
        return tls13.own_update_due ? std::span<std::uint8_t>{} : base::write_space();
    }

    tls13::server_side::server_part<P, C, T> tls13;
    bool without_tls_1_2 = false; ///< by a limit of this connection
};

/// True where TLS 1.3 is chosen, or may still be chosen.
template <class S> [[nodiscard]] bool chose_tls_1_3(S const& s) { return s.io.is_tls_1_3(); }
template <policy P, class C, class T> tls12::server_state<P, C, T>& in_tls_1_2(server_state<P, C, T>& s) { return s; }

template <policy P, class C, class T> void reset_operations(server_state<P, C, T>& s) {
    s.write_key_due = s.write_key_due && !s.io.making();
    s.tls13.secrets.reset();
    tls12::reset_operations(in_tls_1_2(s));
}
template <policy P, class C, class T> void wipe_side(server_state<P, C, T>& s) {
    s.tls13.secrets.reset();
    tls12::wipe_side(in_tls_1_2(s));
    s.tls13.wipe_all();
}
template <policy P, class C, class T> void forget_context(server_state<P, C, T>& s) {
    tls12::forget_context(in_tls_1_2(s));
}
template <policy P, class C, class T> void abandon(server_state<P, C, T>& /*s*/) {}
template <policy P, class C, class T> void on_failure(server_state<P, C, T>& s, error why) {
    tls12::on_failure(in_tls_1_2(s), why);
}
template <policy P, class C, class T> progress on_no_renegotiation(server_state<P, C, T>& s) {
    return chose_tls_1_3(s) ? tls13::on_no_renegotiation(s) : tls12::on_no_renegotiation(in_tls_1_2(s));
}
template <policy P, class C, class T> [[nodiscard]] judgement on_application_data(server_state<P, C, T>& s) {
    return chose_tls_1_3(s) ? tls13::on_application_data(s) : tls12::on_application_data(in_tls_1_2(s));
}
template <policy P, class C, class T> void on_progress(server_state<P, C, T>& s) {
    if (chose_tls_1_3(s)) {
        tls13::server_side::on_progress(s);
    } else {
        tls12::on_progress(in_tls_1_2(s));
    }
}
template <policy P, class C, class T> judgement judge_input(server_state<P, C, T>& /*s*/, flow::input /*what*/) {
    return {};
}
template <policy P, class C, class T> void judge_partial_input(server_state<P, C, T>& /*s*/) {}
template <policy P, class C, class T> [[nodiscard]] bool begins_update(server_state<P, C, T>& s) {
    return chose_tls_1_3(s) && tls13::begins_update(s);
}

/// Starts a connection. \pre the limits are within the policy's versions
template <policy P, class C, class T>
void begin(server_state<P, C, T>& s, protocol_version lowest, protocol_version highest) {
    s.without_tls_1_2 = lowest > protocol_version::tls_1_2;
    s.server.highest = highest;
    tls13::server_side::begin(s);
    if (highest < protocol_version::tls_1_3) {
        s.io.choose_version(true);
        s.at = tls12::server_row<flow::op::idle> + 1;
    }
}
/// RFC 8446 4.2.1, D.5: the best of the server's versions that the client offers; 0: none.
template <policy P, class C, class T>
[[nodiscard]] protocol_version choose_version(server_state<P, C, T> const& s, received_hello<P> const& m) {
    auto const listed = m.extensions.template get<supported_versions>();
    for (protocol_version const mine : P::versions::values) {
        bool const old = mine == protocol_version::tls_1_2;
        bool const offered = listed ? listed->versions.contains(mine) && m.legacy_version > protocol_version::ssl_3_0
                                    : old && m.legacy_version >= mine;
        if (offered && !(old && s.without_tls_1_2)) {
            return mine;
        }
    }
    return {};
}
/// The first hello of a connection, or the second one after a HelloRetryRequest.
template <policy P, class C, class T> progress on_first_hello(server_state<P, C, T>& s, received_hello<P> const& m) {
    auto const listed = m.extensions.template get<supported_versions>();
    protocol_version const highest = highest_offered(m.legacy_version, listed);
    bool const fallback = find_signalling_suites(m.cipher_suites).fallback_scsv;
    if (errc const e = judge_fallback(highest, fallback, s.server.best_version()).why(); e != errc::ok) {
        return s.fail(e);
    }
    protocol_version const chosen = choose_version(s, m);
    if (s.tls13.retried && chosen != protocol_version::tls_1_3) { // RFC 8446 4.1.4
        return s.fail(errc::forbidden_value);
    }
    if (chosen == protocol_version{}) {
        return s.fail(errc::unsupported_version);
    }
    if constexpr (P::cookie) { // a ChangeCipherSpec before a hello that leads to TLS 1.2
        if (chosen == protocol_version::tls_1_2 && s.tls13.cookie.asks && s.io.dummies_left() != P::max_dummy_records) {
            return s.fail(errc::unexpected_message);
        }
    }
    s.io.choose_version(chosen == protocol_version::tls_1_2);
    if (chose_tls_1_3(s)) {
        return tls13::server_side::on_hello_of_tls_1_3(s, m);
    }
    s.at = tls12::server_row<flow::op::idle> + 1;
    progress const p = tls12::on_client_hello(in_tls_1_2(s), m, tls13::server_side::lost_of(s));
    s.begin_transcript = s.begin_transcript && !is_streamed(s); // the hello passed into the transcript
    return p;
}
/// The judge of `tls13::server_side::take_message` and `on_piece`.
struct judge_first_hello {
    template <class S> progress operator()(S& s, received_hello<typename S::policy_type> const& m) const {
        return versions::on_first_hello(s, m);
    }
};
template <policy P, class C, class T> progress on_piece(server_state<P, C, T>& s, byte_view piece, bool last) {
    return chose_tls_1_3(s) ? tls13::server_side::on_piece(s, piece, last, judge_first_hello{})
                            : tls12::on_piece(in_tls_1_2(s), piece, last);
}
template <policy P, class C, class T> progress take_message(server_state<P, C, T>& s, flow::input what) {
    return chose_tls_1_3(s) ? tls13::server_side::take_message(s, what, judge_first_hello{})
                            : tls12::take_message(in_tls_1_2(s), what);
}
template <policy P, class C, class T> progress step(server_state<P, C, T>& s) {
    return chose_tls_1_3(s) ? tls13::server_side::step(s) : tls12::step(in_tls_1_2(s));
}

} // namespace versions
} // namespace v0
} // namespace flintls

#endif
