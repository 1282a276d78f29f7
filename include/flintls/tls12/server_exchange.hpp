// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a server of TLS 1.2 says who it is, and agrees on a secret with the client: RFC 5246 7.4.2 to 7.4.7, RFC 8422 5,
/// RFC 4279 2, RFC 5489 2.
#ifndef FLINTLS_TLS12_SERVER_EXCHANGE_HPP
#define FLINTLS_TLS12_SERVER_EXCHANGE_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/message/server_hello_done.hpp"
#include "flintls/message/server_key_exchange.hpp"
#include "flintls/tls12/server_authentication.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// server_key_exchange_ecdhe and server_key_exchange_ecdhe_psk, with the parameters as they were signed, or shown.
struct ecdhe_with_encoded_params {
    static constexpr handshake_type msg_type = server_key_exchange_ecdhe::msg_type;
    byte_view params;
    digitally_signed signed_params;
    using wire = fields<field<&ecdhe_with_encoded_params::params, remaining>, //
                        field<&ecdhe_with_encoded_params::signed_params>>;
};
struct ecdhe_psk_with_encoded_params {
    static constexpr handshake_type msg_type = server_key_exchange_ecdhe_psk::msg_type;
    byte_view psk_identity_hint;
    byte_view params;
    using wire = fields<field<&ecdhe_psk_with_encoded_params::psk_identity_hint, opaque<0, 0xffff>>, //
                        field<&ecdhe_psk_with_encoded_params::params, remaining>>;
};

/// The steps between the ServerHello and the master secret.
template <policy P, class Credentials, class Tickets, class Side>
class server_exchange : public server_authentication<P, Credentials, Tickets, Side> {
protected:
    using handshake_base = server_authentication<P, Credentials, Tickets, Side>;
    using suites = typename handshake_base::suites;
    using state = server_state;
    using handshake_base::handshake_base;
    using handshake_base::then;
    using handshake_base::then_pause;

    [[nodiscard]] suite_traits traits() const { return suites::traits(this->session_.suite); }

    /// Of the flight behind the ServerHello of a full handshake.
    progress flight_step() {
        switch (this->state_) {
        case state::send_certificate: return send_certificate();
        case state::make_share: return make_share();
        case state::digest_params: // RFC 8422 5.4
            return then(this->keys_.digest(this->keys_.randoms(), params(), digest_.data()), state::sign);
        case state::sign: return sign();
        case state::send_key_exchange: return send_key_exchange();
        default:
            return then(this->put(server_hello_done{}),
                        this->asks_for_certificate() ? state::expect_certificate : state::expect_key_exchange);
        }
    }
    /// Of the client's certificate.
    progress certificate_step() { return this->authentication_step(digest_); }
    /// Behind the client's key exchange.
    progress exchange_step() {
        switch (this->state_) {
        case state::agree:
            if constexpr (suites::ecdhe) {
                return then_pause(this->kex_.agree(this->share_key_, this->share_, this->scratch_.data()),
                                  state::digest_identity, errc::bad_share);
            }
            return this->fail(errc::unexpected_message);
        case state::digest_identity: return digest_identity();
        default: return make_master();
        }
    }

private:
    [[nodiscard]] byte_view params() const { return {this->scratch_.data(), 4 + 65}; }

    progress send_certificate() {
        if constexpr (suites::certificate) {
            return this->put_chain(this->credentials_.certificates(), this->sent_, state::send_certificate,
                                   state::make_share);
        }
        return this->fail(errc::unexpected_message);
    }
    progress make_share() {
        if constexpr (suites::ecdhe) {
            if (traits().has_ecdhe()) {
                crypto_status const answer = this->kex_.generate(this->share_key_, this->scratch_.data() + 4);
                if (answer == crypto_status::done) {
                    this->scratch_[0] = static_cast<std::uint8_t>(ec_curve_type::named_curve);
                    store<2>(this->scratch_.data() + 1, static_cast<std::uint16_t>(named_group::secp256r1));
                    this->scratch_[3] = 65;
                }
                return then_pause(answer, traits().has_certificate() ? state::digest_params : state::send_key_exchange,
                                  errc::crypto_failed);
            }
        }
        return this->go(state::send_done); // PSK without a hint (RFC 4279 2)
    }
    progress sign() {
        if constexpr (suites::certificate) {
            return then_pause(this->signer_.sign(this->credentials_.signing_key(),
                                                 signature_scheme::ecdsa_secp256r1_sha256, digest_, signature_.data(),
                                                 static_cast<std::uint32_t>(signature_.size()), signature_size_),
                              state::send_key_exchange, errc::crypto_failed);
        }
        return this->fail(errc::unexpected_message);
    }
    progress send_key_exchange() {
        if constexpr (suites::ecdhe_psk) {
            if (!traits().has_certificate()) {
                return then(this->put(ecdhe_psk_with_encoded_params{{}, params()}), state::send_done);
            }
        }
        if constexpr (suites::certificate) {
            return then(this->put(ecdhe_with_encoded_params{
                            params(),
                            {signature_scheme::ecdsa_secp256r1_sha256, {signature_.data(), signature_size_}}}),
                        this->asks_for_certificate() ? state::send_certificate_request : state::send_done);
        }
        return this->fail(errc::unexpected_message);
    }

    progress digest_identity() {
        if constexpr (suites::psk) {
            if (traits().has_psk()) {
                auto& s = this->session_;
                s.peer.kind = identity_kind::psk_identity_sha256;
                progress const p =
                    then(this->keys_.digest(this->identity_, {}, s.peer.digest.data()), state::make_master);
                s.own = s.peer;
                return p;
            }
        }
        return this->go(state::make_master);
    }
    progress make_master() {
        auto& s = this->session_;
        bool const extended = this->facts_.extended_master_secret;
        byte_view const agreed = params().subview(0, traits().has_ecdhe() ? 32 : 0);
        crypto_status answer = crypto_status::failed;
        if constexpr (suites::certificate) {
            if (traits().has_certificate()) {
                answer = this->keys_.make_master(extended, agreed, s.master_secret.data());
            }
        }
        if constexpr (suites::psk) {
            if (traits().has_psk()) {
                answer =
                    this->keys_.make_master(extended, *this->psk_.key, agreed, s.master_secret.data());
            }
        }
        if (answer == crypto_status::done) {
            wipe(this->scratch_);
            s.version = protocol_version::tls_1_2;
            s.extended_master_secret = extended;
            s.authenticated_at = this->ticket_time();
            s.context_id = P::context_id;
        }
        return then(answer, this->is_certified() ? state::digest_transcript : state::check_peer);
    }

    std::array<std::uint8_t, 32> digest_{};
    std::array<std::uint8_t, suites::certificate ? 72 : 0> signature_{};
    std::uint32_t signature_size_ = 0;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
