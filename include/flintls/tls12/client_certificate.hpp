// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a client of TLS 1.2 proves itself by certificate: RFC 5246 7.4.6, 7.4.8, RFC 8422 5.5, 5.6, 5.8.
#ifndef FLINTLS_TLS12_CLIENT_CERTIFICATE_HPP
#define FLINTLS_TLS12_CLIENT_CERTIFICATE_HPP

#include <cstdint>

#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/tls12/client_handshake.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// RFC 5246 7.4.6: a client that has no certificate sends a list of none.
struct no_certificate {
    static constexpr handshake_type msg_type = handshake_type::certificate;
    std::uint32_t size_of_list = 0;
    using wire = fields<field<&no_certificate::size_of_list, u24>>;
};

/// The steps of a client that may have a certificate, and of one that never has.
template <policy P, class Credentials, class Side>
class client_certificate_steps : public client_handshake<P, Credentials, Side> {
protected:
    using handshake_base = client_handshake<P, Credentials, Side>;
    using handshake_base::handshake_base;
    using handshake_base::own_;
    using handshake_base::then;

    progress certificate_step() {
        if constexpr (!handshake_base::proves_itself) {
            return then(this->put(no_certificate{}), state::make_share);
        } else {
            switch (this->state_) {
            case state::digest_own_key: return digest_own_key();
            case state::send_certificate:
                return this->put_chain(own_.presented ? this->credentials_.certificates()
                                                      : std::span<byte_view const>{},
                                       own_.sent, state::make_share);
            case state::digest_transcript: // up to the key exchange, which is the last message
                return then(this->keys_.digest_transcript(this->scratch().data()), state::sign);
            default: return sign();
            }
        }
    }

private:
    /// The same key throughout a handshake: in its hello, which may offer a ticket, and in its certificate.
    progress digest_own_key() {
        own_.key.kind = identity_kind::none; // what is behind it may be written at the moment
        own_.sent = 0;
        own_.presented = false;
        auto const certificates = this->credentials_.certificates();
        if (certificates.empty()) {
            return this->go(state::begin_handshake);
        }
        certificate_key found;
        if (find_public_key(certificates[0], found)) {
            return this->fail(errc::not_representable);
        }
        progress const p =
            then(this->keys_.digest(found.subject_public_key_info, own_.key.digest.data()), state::begin_handshake);
        own_.key.kind = this->state_ == state::begin_handshake ? identity_kind::spki_sha256 : identity_kind::none;
        return p;
    }

    progress sign() {
        byte_view signature;
        progress p = handshake_base::sign(this->signer_, this->credentials_.signing_key(), {this->scratch().data(), 32},
                                          0, own_.signature_size, signature);
        if (p == progress::again && !this->over()) {
            p = then(this->put(certificate_verify{{signature_scheme::ecdsa_secp256r1_sha256, signature}}),
                     state::check_peer);
        }
        return p == progress::again ? progress::crypto : p;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
