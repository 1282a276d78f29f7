// SPDX-License-Identifier: Apache-2.0
/// \file
/// The engine: the work of a connection in each call, for both sides and both versions. The engine takes what is
/// received, runs the rows of the flow, and ends the connection.
///
/// A side `S` is a `connection` with free functions: `step(s)`, `take_message(s, input)`, `judge_input(s, input)`, `judge_partial_input(s)`,
/// `on_piece(s, bytes, last)`, `on_application_data(s)`, `on_progress(s)`, `on_no_renegotiation(s)`, `on_failure(s, error)`,
/// `abandon(s)`, `reset_operations(s)`, `wipe_side(s)`, `forget_context(s)`, of a client of TLS 1.2 `on_hello_request(s)`, and of
/// TLS 1.3 `begins_update(s)`.
#ifndef FLINTLS_HANDSHAKE_ENGINE_HPP
#define FLINTLS_HANDSHAKE_ENGINE_HPP

#include <cstdint>

#include "flintls/handshake/connection.hpp"

namespace flintls {
inline namespace v0 {
namespace handshake_engine {

/// Calls `Credentials::observe(sent, type, bytes)` if it exists (handshake/credentials.hpp).
template <class S> void observe(S& s, bool sent, content_type type, byte_view bytes) {
    if constexpr (requires { s.credentials.observe(sent, type, bytes); }) {
        s.credentials.observe(sent, type, bytes);
    }
}
/// Shows a newly made record to `observe` before the record is protected.
template <class S> void observe_sent(S& s) {
    if constexpr (requires { s.credentials.observe(true, content_type::alert, byte_view{}); }) {
        if (s.io.take_made() && s.io.made_type() != content_type::application_data &&
            s.io.made_type() != content_type::change_cipher_spec) {
            observe(s, true, s.io.made_type(), s.io.made());
        }
    }
}

/// Compares the waiting input with the current row. An optional row that waits for other input is passed; the input
/// then waits while the steps after that row are done.
template <class S> progress offer(S& s) {
    flow::row const row = *s.at;
    if (!row.applies(s.conditions) || (row.what == flow::op::may_come && row.operand != s.waiting)) {
        return s.next();
    }
    flow::input const what = s.waiting;
    s.waiting = flow::input::none;
    return row.operand == what ? take_message(s, what) : s.fail(errc::unexpected_message);
}
/// Takes input that begins or continues a handshake.
template <class S> progress take_input(S& s, flow::input what, bool is_long) {
    s.is_long = is_long;
    if (judgement const j = judge_input(s, what); !j.proceeds()) {
        return s.apply_judgement(j);
    }
    if (what == flow::input::none) {
        return s.fail(errc::unexpected_message);
    }
    s.waiting = what;
    return offer(s);
}
template <class S> progress on_message(S& s) {
    observe(s, false, content_type::handshake, s.message);
    auto const type = static_cast<handshake_type>(s.message[0]);
    if (type != handshake_type::hello_request && type != handshake_type::client_hello) {   // judged first (K5)
        if (!speaks_tls_1_3<typename S::policy_type> || !s.io.is_tls_1_3() || !s.idle()) { // RFC 8446 4.6
            s.io.progressed();
        }
    }
    if constexpr (S::policy_type::half_close) { // after its close_notify a side neither begins nor refuses handshakes
        bool const begins = type == handshake_type::hello_request || type == handshake_type::client_hello;
        if (begins && s.io.writing_ended() && !s.io.is_tls_1_3()) {
            s.exclude_from_transcript();
            return s.io.count_warning();
        }
    }
    if constexpr (S::takes_hello_requests) {
        if (type == handshake_type::hello_request) { // RFC 5246 7.4.1.1: allowed at any time
            return on_hello_request(s);
        }
    }
    return take_input(s, flow::input_of(type), false);
}
template <class S> progress on_long_message(S& s) {
    byte_view const beginning = s.io.in().partial();
    observe(s, false, content_type::handshake, beginning);
    bool const begins = s.io.writing_ended() && !s.io.is_tls_1_3(); // nothing else is expected in TLS 1.2
    return beginning.size() < 4 || begins
               ? s.fail(errc::message_too_long)
               : take_input(s, flow::input_of(static_cast<handshake_type>(beginning[0])), true);
}
template <class S> progress on_data(S& s) {
    judgement const j = on_application_data(s);
    if (!j.proceeds()) {
        return s.apply_judgement(j);
    }
    progress const p = s.io.take_data();
    if (p == progress::data) {
        on_progress(s); // B6
    }
    return p;
}
template <class S> void report_failure(S& s) {
    reset_operations(s);
    if (s.io.phase() == connection_phase::failing) {
        s.io.drop_record();
    }
    on_failure(s, s.io.failure());
}

template <class S> progress on_alert(S& s) {
    alert_meaning const what = s.io.take_alert();
    if (speaks_tls_1_3<typename S::policy_type> && s.skip != 0 && s.io.is_tls_1_3() && !s.io.over()) {
        return s.fail(errc::unexpected_message); // RFC 8446 5.1: an alert inside a message must end the connection
    }
    return what == alert_meaning::no_renegotiation ? on_no_renegotiation(s) : progress::again;
}

template <class S> progress once(S& s) {
    event const what = s.turn();
    switch (what) {
    case event::step: return step(s);
    case event::message: return on_message(s);
    case event::waiting: return offer(s);
    case event::part: judge_partial_input(s); return progress::again;
    case event::long_message: return on_long_message(s);
    case event::piece:
        observe(s, false, content_type::handshake, s.message);
        return on_piece(s, s.message, s.skip == 0);
    case event::change_cipher_spec: return take_input(s, flow::input::change_cipher_spec, false);
    case event::application_data: return on_data(s);
    case event::alert: observe(s, false, content_type::alert, s.io.in().content()); return on_alert(s);
    case event::failure: report_failure(s); return progress::again;
    case event::end: wipe_side(s); return progress::again;
    }
    if constexpr (requires { begins_update(s); }) { // RFC 8446 4.6.3
        bool const waits = what == event_of(progress::receive) || what == event_of(progress::data);
        if (waits && begins_update(s)) {
            return progress::again;
        }
    }
    return static_cast<progress>(what);
}

/// Does all work that is possible. `now`: seconds of the application's clock.
template <class S> progress run(S& s, std::uint32_t now) {
    s.now = now;
    progress p = progress::again;
    while (p == progress::again) {
        observe_sent(s);
        p = once(s);
    }
    return p;
}
/// Sends close_notify after the data that was written before (RFC 5246 7.2.1).
template <class S> void close(S& s) {
    if (!s.io.over()) {
        reset_operations(s);
        abandon(s);
        s.io.begin_to_close();
    }
}
/// The transport has ended.
template <class S> void lose_transport(S& s) {
    if (s.io.ended()) {
        return;
    }
    reset_operations(s);
    s.io.lose_transport();
    if (s.io.take_failure()) { // the loss itself, or an earlier failure
        on_failure(s, s.io.failure());
    }
    static_cast<void>(s.io.take_end());
    wipe_side(s);
}
/// The object is being destroyed.
template <class S> void destroy(S& s) {
    if (s.io.take_failure()) { // the failure happened outside of `run`, and no call of `run` followed
        on_failure(s, s.io.failure());
    }
    wipe_side(s);
}
/// True if a connection may begin: the first one, or the next one after a connection has ended, whose state is then
/// reset.
template <class S> [[nodiscard]] bool may_begin(S& s) {
    if (s.io.ended()) {
        s.io.begin_again();
        static_cast<void>(s.io.take_failure());
        static_cast<void>(s.io.take_end());
        s.conditions = flow::conditions::none;
        forget_context(s);
    }
    return s.at->what == flow::op::not_started && !s.io.over();
}

} // namespace handshake_engine
} // namespace v0
} // namespace flintls

#endif
