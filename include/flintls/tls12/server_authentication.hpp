// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a server of TLS 1.2 finds out who a client is by its certificate: RFC 5246 7.4.4, 7.4.6, 7.4.8, RFC 8422 5.5, 5.6,
/// 5.8.
#ifndef FLINTLS_TLS12_SERVER_AUTHENTICATION_HPP
#define FLINTLS_TLS12_SERVER_AUTHENTICATION_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_request.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/tls12/server_handshake.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// The messages of a client that proves itself, and what is made of them; nothing where a server never asks for that.
template <policy P, class Credentials, class Tickets, class Side>
class server_authentication : public server_handshake<P, Credentials, Tickets, Side> {
protected:
    using handshake_base = server_handshake<P, Credentials, Tickets, Side>;
    using suites = typename handshake_base::suites;
    using kind = public_key_view::algorithm;
    using handshake_base::asks_clients;
    using handshake_base::client_;
    using handshake_base::fail;
    using handshake_base::handshake_base;
    using handshake_base::then;

    progress on_message(handshake_type type) {
        if constexpr (asks_clients) {
            switch (handshake_base::table.at(this->state_, input_of(type))) {
            case server_action::certificate: return on_certificate();
            case server_action::verify: return on_certificate_verify();
            default: break;
            }
        }
        return handshake_base::on_message(type);
    }
    /// Of a chain of certificates the beginning may do.
    progress on_long_message() {
        if constexpr (asks_clients) {
            if (!Credentials::whole_chain && this->state_ == state::expect_certificate &&
                this->has_beginning_of_chain()) {
                byte_view const leaf = this->take_beginning_of_chain(client_.sent.chain);
                return leaf.empty() ? fail(errc::message_too_long) : on_leaf(leaf);
            }
        }
        return handshake_base::on_long_message();
    }
    progress on_piece(byte_view piece, bool last) {
        if constexpr (asks_clients) {
            if (this->state_ == state::expect_key_exchange) { // of such a chain
                if (last) {
                    this->progressed();
                }
                return progress::again;
            }
        }
        return handshake_base::on_piece(piece, last);
    }

    /// A handshake begins: is a certificate wanted in it?
    void decide_on_certificate() {
        if constexpr (asks_clients) {
            bool const again = this->rules_.state().renegotiating();
            bool const known = this->established_.kind == identity_kind::spki_sha256 && !P::allow_identity_change; // B7
            client_.wanted = known ? client_certificate::required : this->credentials_.wants_certificate(again);
            client_.certified = false;
        }
    }
    /// In this handshake, with this suite, there is a CertificateRequest.
    [[nodiscard]] bool asks_for_certificate() const {
        if constexpr (asks_clients) {
            return client_.wanted != client_certificate::unwanted && this->traits().has_certificate();
        }
        return false;
    }
    /// The client proves itself in this handshake.
    [[nodiscard]] bool is_certified() const {
        if constexpr (asks_clients) {
            return client_.certified;
        }
        return false;
    }
    /// T10: may this session of a ticket be resumed at all, in this handshake?
    [[nodiscard]] bool lets_in(session const& s) {
        bool known = s.peer.kind == identity_kind::none || this->credentials_.accepts(s.peer);
        if constexpr (asks_clients) { // nobody may have come in before that may not now
            known = known && (s.peer.kind != identity_kind::none || client_.wanted != client_certificate::required ||
                              !suites::traits(s.suite).has_certificate());
        }
        auto const asked = static_cast<std::uint8_t>(this->facts_.fragment_length);
        bool const same_length = asked == 0 || asked == s.max_fragment_length; // RFC 6066 4
        return known && same_length && this->facts_.resumes(s.suite, this->credentials_);
    }

    /// `digest`: room for that of the transcript.
    progress authentication_step(std::array<std::uint8_t, 32>& digest) {
        auto& peer = this->session_.peer;
        switch (this->state_) {
        case state::send_certificate_request: return send_certificate_request();
        case state::digest_key:
            peer.kind = identity_kind::spki_sha256;
            return then(this->keys_.digest(client_.sent.key.subject_public_key_info, peer.digest.data()),
                        state::trust_peer);
        case state::trust_peer: return this->trust(this->credentials_, client_.sent, peer, {});
        case state::digest_transcript: // up to the key exchange, before the CertificateVerify is added
            return then(this->keys_.digest_transcript(digest.data()), state::expect_certificate_verify);
        default: return this->check_signature(client_.verifier, client_.sent, digest, state::check_peer);
        }
    }

private:
    /// Is such a signature asked for?
    [[nodiscard]] static bool admits(signature_scheme scheme) {
        return key_kind_of(scheme) != kind::none && P::crypto::verifier::supports(scheme);
    }
    /// Is there a scheme for such a key, among those that are asked for?
    [[nodiscard]] static bool admits(kind wanted) {
        bool found = false;
        for (signature_scheme const each : P::signature_schemes::values) {
            found = found || (admits(each) && key_kind_of(each) == wanted);
        }
        return found;
    }

    /// RFC 5246 7.4.4: whoever issued it.
    progress send_certificate_request() {
        std::array<client_certificate_type, 2> types{};
        std::size_t type_count = 0;
        if (admits(kind::ec_secp256r1)) {
            types[type_count++] = client_certificate_type::ecdsa_sign;
        }
        if (admits(kind::rsa)) {
            types[type_count++] = client_certificate_type::rsa_sign;
        }
        std::array<signature_scheme, P::signature_schemes::values.size()> schemes{};
        std::size_t count = 0;
        for (signature_scheme const each : P::signature_schemes::values) {
            if (admits(each)) {
                schemes[count++] = each;
            }
        }
        certificate_request const m{
            .certificate_types = std::span<client_certificate_type const>{types}.first(type_count),
            .supported_signature_algorithms = std::span<signature_scheme const>{schemes}.first(count),
            .certificate_authorities = {}};
        return then(this->put(m), state::send_done);
    }

    progress on_certificate() {
        certificate m;
        if (!this->read(m)) {
            return progress::again;
        }
        client_.sent.chain = m.certificate_list;
        if (!client_.sent.chain.empty()) {
            return on_leaf(*client_.sent.chain.begin());
        }
        if (client_.wanted == client_certificate::required) { // RFC 5246 7.4.6
            return fail(errc::certificate_missing);
        }
        return this->go(state::expect_key_exchange);
    }
    progress on_leaf(byte_view leaf) {
        if (errc const e = this->read_key(leaf, client_.sent.key, [](kind found) { return admits(found); });
            e != errc::ok) {
            return fail(e);
        }
        client_.certified = true;
        return this->go(state::digest_key);
    }
    progress on_certificate_verify() {
        certificate_verify m{};
        if (!this->read(m)) {
            return progress::again;
        }
        bool offered = false;
        for (signature_scheme const each : P::signature_schemes::values) {
            offered = offered || (each == m.algorithm && admits(each));
        }
        client_.sent.proof = m;
        return offered ? this->go(state::check_signature) : fail(errc::not_offered);
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
