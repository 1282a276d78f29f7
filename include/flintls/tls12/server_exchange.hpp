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
    using handshake_base::handshake_base;
    using handshake_base::then;
    using handshake_base::then_pause;
    using base = typename handshake_base::base;

    /// Of the flight behind the ServerHello of a full handshake.
    progress flight_step() {
        switch (this->state_) {
        case state::send_certificate: return send_certificate();
        case state::digest_params: // RFC 8422 5.4
            return then(this->keys_.digest_with_randoms(params(), digest_.data()), state::sign);
        case state::sign: return sign();
        case state::send_key_exchange: return send_key_exchange();
        default:
            return then(this->put(server_hello_done{}),
                        this->asks_for_certificate() ? state::expect_certificate : state::expect_key_exchange);
        }
    }
    /// Of the client's certificate.
    progress certificate_step() {
        if constexpr (handshake_base::asks_clients) {
            return this->authentication_step(digest_);
        }
        return this->fail(errc::unexpected_message);
    }
    /// Behind the client's key exchange.
    progress make_master() {
        this->session_.authenticated_at = this->ticket_time();
        return base::make_master(this->is_certified() ? state::digest_transcript : state::check_peer);
    }

private:
    /// The own share, behind what it is.
    byte_view params() {
        std::uint8_t* const p = this->scratch().data();
        p[0] = static_cast<std::uint8_t>(ec_curve_type::named_curve);
        store<2>(p + 1, static_cast<std::uint16_t>(named_group::secp256r1));
        p[3] = 65;
        return {p, 4 + 65};
    }

    progress send_certificate() {
        if constexpr (suites::certificate) {
            return this->put_chain(this->credentials_.certificates(), this->sent_, state::make_share);
        }
        return this->fail(errc::unexpected_message);
    }
    /// The key exchange of certificate suites.
    progress sign() {
        if constexpr (suites::certificate) {
            byte_view signature;
            progress p = base::sign(this->signer_, this->credentials_.signing_key(), digest_, params().size(),
                                    signature_size_, signature);
            if (p == progress::again && !this->over()) {
                p = then(this->put(ecdhe_with_encoded_params{params(),
                                                             {signature_scheme::ecdsa_secp256r1_sha256, signature}}),
                         this->asks_for_certificate() ? state::send_certificate_request : state::send_done);
            }
            return p == progress::again ? progress::crypto : p;
        }
        return this->fail(errc::unexpected_message);
    }
    progress send_key_exchange() {
        if constexpr (suites::ecdhe_psk) {
            return then(this->put(ecdhe_psk_with_encoded_params{{}, params()}), state::send_done);
        }
        return this->fail(errc::unexpected_message);
    }

    std::array<std::uint8_t, suites::certificate ? 32 : 0> digest_{};
    std::uint32_t signature_size_ = 0;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
