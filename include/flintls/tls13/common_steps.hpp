// SPDX-License-Identifier: Apache-2.0
/// \file
/// Steps that a client and a server of TLS 1.3 share: RFC 8446 4.4, 7.
#ifndef FLINTLS_TLS13_COMMON_STEPS_HPP
#define FLINTLS_TLS13_COMMON_STEPS_HPP

#include <array>
#include <cstdint>

#include "flintls/handshake/connection.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/finished.hpp"
#include "flintls/tls13/flow.hpp"
#include "flintls/tls13/secrets.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

template <class S> progress hash_message(S& s) {
    s.unhashed = s.message;
    return s.next();
}

template <class S> progress take_key(S& s, bool of_server, record_keys<typename S::policy_type>& keys) {
    crypto_status const answer = s.tls13.secrets.take(of_server, s.tls13.cipher, keys);
    bool const writes = &keys == &s.io.keys_to_write();
    s.write_key_due = s.write_key_due && (!writes || answer == crypto_status::pending);
    if (answer == crypto_status::failed && writes) {
        s.io.suppress_final_alert(); // the peer does not read under the old key any more
    }
    return s.then(answer);
}

/// Makes the secrets of both directions, and passes them to credentials that keep a key log.
template <class S>
progress make_traffic(S& s, output what, [[maybe_unused]] slot of_client, [[maybe_unused]] logged_secret first) {
    crypto_status const answer = s.tls13.secrets.make(what);
    if constexpr (requires { s.credentials.on_secret(first, s.client_random(), byte_view{}); }) {
        if (answer == crypto_status::done) {
            s.credentials.on_secret(first, s.client_random(), s.tls13.secrets.view(of_client));
            s.credentials.on_secret(static_cast<logged_secret>(static_cast<unsigned>(first) + 1), s.client_random(),
                                    s.tls13.secrets.view(slot::server));
        }
    }
    return s.then(answer);
}

/// RFC 8446 4.4.3: the signed content of one side, before the hash of the transcript.
template <signer_role Role>
inline constexpr auto signed_prefix = [] {
    std::array<std::uint8_t, signed_prefix_size> bytes{};
    static_cast<void>(write_signed_content(Role, {}, bytes.data()));
    return bytes;
}();
template <signer_role Role, class S> progress digest_signed(S& s) {
    auto& secrets = s.tls13.secrets;
    return s.then(secrets.digest(signed_prefix<Role>, secrets.view(slot::transcript), secrets.at(slot::work)));
}
/// RFC 8446 4.4.4
template <class S> progress on_finished(S& s) {
    std::uint32_t const size = s.tls13.secrets.size();
    if (s.body().size() != size) {
        return s.fail(s.body().size() < size ? errc::truncated : errc::trailing);
    }
    if (!s.io.in().message_ends_record()) {
        return s.fail(errc::unexpected_message);
    }
    s.io.allow_dummies(0);
    return equal_in_constant_time(s.body(), s.tls13.secrets.view(slot::work)) ? s.next() : s.fail(errc::bad_finished);
}

/// RFC 8446 4.1.2: TLS 1.3 has no renegotiation.
template <class S> progress on_no_renegotiation(S& s) { return s.fail(errc::unexpected_message); }
/// RFC 8446 4.4.4: not before both Finished, and never inside a handshake message (5.1).
template <class S> [[nodiscard]] judgement on_application_data(S& s) {
    bool const connected = s.idle() && !s.io.in().in_message() && s.skip == 0;
    return connected ? errc::ok : errc::unexpected_message;
}

/// The output of a row that needs only secrets and a hash of the transcript.
template <bool Server> [[nodiscard]] constexpr output output_of(op what) {
    return what == op::make_main_secret         ? output::next_secret
           : what == op::make_peer_finished     ? Server ? output::client_verify_data : output::server_verify_data
           : what == op::make_own_finished      ? Server ? output::server_verify_data : output::client_verify_data
           : what == op::make_resumption_secret ? output::resumption_master_secret
           : Server                             ? output::client_update // update_read
                                                : output::server_update;
}

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
