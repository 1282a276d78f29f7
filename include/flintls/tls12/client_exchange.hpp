// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a client of TLS 1.2 finds out who the server is, and agrees on a secret with it: RFC 5246 7.4.2 to 7.4.7, RFC 8422
/// 5, RFC 4279 2, RFC 5489 2.
#ifndef FLINTLS_TLS12_CLIENT_EXCHANGE_HPP
#define FLINTLS_TLS12_CLIENT_EXCHANGE_HPP

#include "flintls/message/client_key_exchange.hpp"
#include "flintls/tls12/client_certificate.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The steps between the server's messages and the master secret.
template <policy P, class Credentials, class Side>
class client_exchange : public client_certificate_steps<P, Credentials, Side> {
protected:
    using handshake_base = client_certificate_steps<P, Credentials, Side>;
    using suites = typename handshake_base::suites;
    using handshake_base::handshake_base;
    using handshake_base::then;
    using base = typename handshake_base::base;

    /// Of the server's certificate and signature.
    progress peer_step() {
        if (this->state_ == state::keep_share) {
            state const next = this->traits().has_certificate() ? state::expect_request_or_done : state::expect_done;
            bool const kept = this->in_.keep(this->peer_share_);
            this->peer_share_ = this->in_.kept();
            return kept ? this->go(next) : this->fail(errc::message_too_long);
        }
        if constexpr (suites::certificate) {
            identity& peer = this->session_.peer;
            switch (this->state_) {
            case state::digest_key:
                peer.kind = identity_kind::spki_sha256;
                return then(this->keys_.digest(this->peer_.key.subject_public_key_info, peer.digest.data()),
                            state::trust_peer);
            case state::trust_peer: return this->trust(this->credentials_, this->peer_, peer, judged_name());
            case state::digest_params: // RFC 8422 5.4
                return then(this->keys_.digest_with_randoms(this->params_, this->scratch().data()),
                            state::check_signature);
            default:
                return this->check_signature(this->verifier_, this->peer_, {this->scratch().data(), 32},
                                             state::keep_share);
            }
        }
        return this->fail(errc::unexpected_message);
    }

    [[nodiscard]] byte_view judged_name() {
        if constexpr (requires { this->credentials_.judged_name(); }) {
            return this->credentials_.judged_name();
        } else {
            return this->name_;
        }
    }

    progress send_key_exchange() {
        if constexpr (suites::plain_psk) {
            if (this->traits().exchange == key_exchange::psk) {
                return then(this->put(client_key_exchange_psk{this->psk_.identity}), state::agree);
            }
        }
        if constexpr (suites::ecdhe_psk) {
            if (this->traits().exchange == key_exchange::ecdhe_psk) {
                return then(this->put(client_key_exchange_ecdhe_psk{this->psk_.identity, this->own_share()}),
                            state::agree);
            }
        }
        return then(this->put(client_key_exchange_ecdhe{this->own_share()}), state::agree);
    }
    progress make_master() {
        session& s = this->session_;
        s.authenticated_at = this->now_;
        state next = state::check_peer;
        if (this->traits().has_certificate()) {
            s.own = {};
            if constexpr (handshake_base::proves_itself) {
                s.own = this->own_.presented ? this->own_.key : s.own;
                next = this->own_.presented ? state::digest_transcript : next;
            }
        }
        return base::make_master(next);
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
