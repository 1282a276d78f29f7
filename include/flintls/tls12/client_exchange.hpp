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

/// RFC 5246 7.4.6: a client that has no certificate sends a list of none.
struct no_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    std::uint32_t size_of_list = 0;
    using wire = fields<field<&no_certificate::size_of_list, u24>>;
};

/// The steps between the server's messages and the master secret.
template <policy P, class Credentials, class Side>
class client_exchange : public client_certificate_steps<P, Credentials, Side> {
protected:
    using handshake_base = client_certificate_steps<P, Credentials, Side>;
    using suites = typename handshake_base::suites;
    using state = client_state;
    using handshake_base::handshake_base;
    using handshake_base::then;
    using handshake_base::then_pause;

    /// Of a certificate and a signature.
    progress peer_step() {
        auto& in = this->in_;
        if (this->state_ == state::keep_share) {
            bool const certificate = suites::traits(this->suite_).has_certificate();
            return in.keep(this->share_) ? this->go(certificate ? state::expect_request_or_done : state::expect_done)
                                         : this->fail(errc::message_too_long);
        }
        if constexpr (suites::certificate) {
            auto& peer = this->session_.peer;
            if (this->state_ == state::digest_key) {
                peer.kind = identity_kind::spki_sha256;
                return then(this->keys_.digest(this->peer_.key.subject_public_key_info, {}, peer.digest.data()),
                            state::trust_peer);
            }
            if (this->state_ == state::trust_peer) {
                return this->trust(this->credentials_, this->peer_, peer, this->host_name_, state::expect_key_exchange);
            }
            if (this->state_ == state::digest_params) { // RFC 8422 5.4
                return then(this->keys_.digest(this->keys_.randoms(), this->body_, this->scratch_.data()),
                            state::check_signature);
            }
            byte_view const digest{this->scratch_.data(), 32};
            return this->check_signature(this->verifier_, this->peer_, digest, state::keep_share);
        }
        return this->fail(errc::unexpected_message);
    }

    /// Of the key exchange.
    progress exchange_step() {
        bool const ecdhe = suites::traits(this->suite_).has_ecdhe();
        switch (this->state_) {
        case state::send_certificate: // RFC 5246 7.4.6: none
            return then(this->put(no_certificate{}), state::make_share);
        case state::make_share:
            if constexpr (suites::ecdhe) {
                if (ecdhe) {
                    return then_pause(this->kex_.generate(this->share_key_, this->scratch_.data()),
                                      state::send_key_exchange, errc::crypto_failed);
                }
            }
            return this->go(state::send_key_exchange);
        case state::send_key_exchange: return then(put_key_exchange(), ecdhe ? state::agree : state::digest_identity);
        case state::agree:
            if constexpr (suites::ecdhe) {
                return then_pause(this->kex_.agree(this->share_key_, this->in_.kept(), this->scratch_.data()),
                                  state::digest_identity, errc::bad_share);
            }
            return this->fail(errc::unexpected_message);
        case state::digest_identity: return digest_identity();
        default: return make_master();
        }
    }
    progress put_key_exchange() {
        [[maybe_unused]] byte_view const share{this->scratch_.data(), 65};
        switch (suites::traits(this->suite_).exchange) {
        case key_exchange::psk:
            if constexpr (suites::plain_psk) {
                return this->put(client_key_exchange_psk{this->psk_.identity});
            }
            break;
        case key_exchange::ecdhe_psk:
            if constexpr (suites::ecdhe_psk) {
                return this->put(client_key_exchange_ecdhe_psk{this->psk_.identity, share});
            }
            break;
        default:
            if constexpr (suites::certificate) {
                return this->put(client_key_exchange_ecdhe{share});
            }
        }
        return this->fail(errc::unexpected_message);
    }

    /// Who the server is by its key, where nothing else tells.
    progress digest_identity() {
        auto& s = this->session_;
        if constexpr (suites::psk) {
            if (suites::traits(this->suite_).has_psk()) {
                s.peer.kind = identity_kind::psk_identity_sha256;
                progress const p =
                    then(this->keys_.digest(this->psk_.identity, {}, s.peer.digest.data()), state::make_master);
                s.own = s.peer;
                return p;
            }
        }
        s.own = {};
        if constexpr (handshake_base::proves_itself) {
            s.own = this->own_.presented ? this->own_.key : s.own;
        }
        return this->go(state::make_master);
    }
    progress make_master() {
        auto& s = this->session_;
        bool const extended = this->extended_master_secret_;
        crypto_status answer = crypto_status::failed;
        suite_traits const traits = suites::traits(this->suite_);
        byte_view const agreed = byte_view{this->scratch_}.subview(0, traits.has_ecdhe() ? 32 : 0);
        if constexpr (suites::certificate) {
            if (traits.has_certificate()) {
                answer = this->keys_.make_master(extended, agreed, s.master_secret.data());
            }
        }
        if constexpr (suites::psk) {
            if (traits.has_psk()) {
                answer =
                    this->keys_.make_master(extended, *this->psk_.key, agreed, s.master_secret.data());
            }
        }
        if (answer == crypto_status::done) {
            wipe(this->scratch_);
            s.version = protocol_version::tls_1_2;
            s.suite = this->suite_;
            s.extended_master_secret = extended;
            s.max_fragment_length = this->fragment_code_;
            s.authenticated_at = this->now_;
            s.context_id = P::context_id;
        }
        if constexpr (handshake_base::proves_itself) {
            return then(answer, this->own_.presented ? state::digest_transcript : state::check_peer);
        }
        return then(answer, state::check_peer);
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
