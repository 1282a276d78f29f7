// SPDX-License-Identifier: Apache-2.0
/// \file
/// Key updates after a handshake, of either side: RFC 8446 4.6.3, 5.5, 7.2.
#ifndef FLINTLS_TLS13_KEY_UPDATE_HPP
#define FLINTLS_TLS13_KEY_UPDATE_HPP

#include "flintls/crypto/status.hpp"
#include "flintls/message/key_update.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/progress.hpp"
#include "flintls/tls13/flow.hpp"
#include "flintls/tls13/secrets.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// RFC 8446 4.6.3
template <class S> progress on_key_update(S& s) {
    s.exclude_from_transcript();
    key_update m;
    if (!s.read(m)) {
        return progress::again;
    }
    if (!s.io.in().message_ends_record() || ++s.tls13.updates > S::policy_type::max_key_updates) {
        return s.fail(errc::unexpected_message);
    }
    s.tls13.peer_update_requested = false;
    s.tls13.own_update_due = s.tls13.own_update_due || m.request_update == key_update_request::update_requested;
    return s.next();
}

/// The last message under the old write key is being sent: a new write key is due.
template <class S> progress then_change_key(S& s, progress sent) {
    s.write_key_due = sent == progress::again && !s.io.over();
    return sent;
}
template <class S> progress send_key_update(S& s) {
    auto const request =
        s.tls13.peer_update_due ? key_update_request::update_requested : key_update_request::update_not_requested;
    progress const p = s.send_unhashed(key_update{request});
    if (p == progress::again && !s.io.over()) {
        s.tls13.peer_update_requested = s.tls13.peer_update_requested || s.tls13.peer_update_due;
        s.tls13.peer_update_due = s.tls13.own_update_due = false;
    }
    return then_change_key(s, p);
}
/// Makes the next write secret. After a failure there is no key for an alert, so no alert is sent.
template <class S> progress update_write_secret(S& s, output update) {
    crypto_status const answer = s.tls13.secrets.make(update);
    if (answer == crypto_status::failed) {
        s.write_key_due = false;
        s.io.suppress_final_alert();
    }
    return s.then(answer);
}
template <class S> progress rest(S& s) {
    s.at = S::template row<op::idle>;
    return progress::again;
}
/// RFC 8446 4.6.3, 5.5: starts an own KeyUpdate that is due, before the connection waits for the peer.
template <class S> [[nodiscard]] bool begins_update(S& s) {
    if (!s.idle() || s.io.over() || s.io.writing_ended()) {
        return false;
    }
    auto& own = s.tls13;
    if (s.io.keys_to_read().key_update_due() && !own.peer_update_requested) {
        own.peer_update_due = own.own_update_due = true;
    }
    if (!own.own_update_due && !s.io.keys_to_write().key_update_due()) {
        return false;
    }
    s.at = S::template row<op::send_key_update>;
    return true;
}

/// The application asks for new keys.
template <class S> bool request_update(S& s, bool of_server_too) {
    bool const connected = !s.io.over() && s.at->what != flow::op::not_started;
    s.refusal = !connected ? errc::not_connected : s.idle() ? errc::ok : errc::busy;
    if (s.refusal == errc::ok && (!s.io.is_tls_1_3() || s.io.writing_ended())) { // TLS 1.2 has no KeyUpdate
        s.refusal = errc::not_permitted;
    }
    if (s.refusal == errc::ok) {
        s.tls13.own_update_due = true;
        s.tls13.peer_update_due = s.tls13.peer_update_due || of_server_too;
    }
    return s.refusal == errc::ok;
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
