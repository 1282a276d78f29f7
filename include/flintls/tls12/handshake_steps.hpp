// SPDX-License-Identifier: Apache-2.0
/// \file
/// How a driver goes from one of its states to the next, and what a client and a server do alike with handshake messages:
/// read them, judge the certificate of the other side and what it signed, send their own. RFC 5246 7.4.2, 7.4.6, 7.4.8.
#ifndef FLINTLS_TLS12_HANDSHAKE_STEPS_HPP
#define FLINTLS_TLS12_HANDSHAKE_STEPS_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/status.hpp"
#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/judgement.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/digitally_signed.hpp"
#include "flintls/tls12/chain_pieces.hpp"
#include "flintls/tls12/connection.hpp"
#include "flintls/tls12/credentials.hpp"
#include "flintls/tls12/operations.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// Of the message that is being dealt with; all of it aliases that.
struct received_certificate {
    certificate_chain chain{};
    certificate_key key{};
    digitally_signed proof{};
};

/// Reads a message of which only the function that calls this knows the type.
template <class M> error parse_as(std::uint8_t const* data, std::uint32_t size, void* message) {
    return parse(data, size, *static_cast<M*>(message));
}

template <policy P> class handshake_steps : public connection<P> {
protected:
    using base = connection<P>;
    using base::base;
    using base::fail;
    using base::in_;
    using base::over;
    using base::state_;

    /// Goes on in state `next`.
    progress go(state next) {
        state_ = next;
        return progress::again;
    }
    /// Goes on in state `next` if the rules allow it.
    [[gnu::noinline]] progress then(judgement answer, state next) {
        return answer.proceeds() ? go(next) : this->obey(answer);
    }
    /// Goes on in state `next` when a message is on its way.
    [[gnu::noinline]] progress then(progress sent, state next) {
        state_ = sent == progress::again && !over() ? next : state_;
        return sent;
    }
    /// Goes on in state `next` when an operation is done.
    [[gnu::noinline]] progress then(crypto_status answer, state next) {
        return then(answer, next, errc::crypto_failed);
    }
    [[gnu::noinline]] progress then(crypto_status answer, state next, errc why) {
        if (answer == crypto_status::done) {
            return go(next);
        }
        return answer == crypto_status::pending ? progress::crypto : fail(why);
    }
    /// The same for a public-key operation, of which there is one in a call of `run`.
    [[gnu::noinline]] progress then_pause(crypto_status answer, state next, errc why) {
        progress const p = then(answer, next, why);
        return answer == crypto_status::done ? progress::crypto : p;
    }

    /// The body of the message that is being dealt with.
    [[nodiscard]] byte_view body() const { return this->hash_in_.subview(4); }
    /// Reads it. \return false: it is malformed, and the connection fails
    template <class M> [[nodiscard]] bool read(M& message) { return read_with(&parse_as<M>, &message); }
    /// Is the message for which there is no room a chain of certificates, of which its beginning may do?
    [[nodiscard]] bool has_beginning_of_chain() const {
        constexpr std::uint32_t max_passed_over = 0x1'0000;
        return in_.partial().size() > 7 && in_.partial()[0] == static_cast<std::uint8_t>(handshake_type::certificate) &&
               in_.message_size() <= max_passed_over;
    }
    /// The first certificate of such a chain; the rest is passed over. \return empty if not even that one is here
    [[nodiscard]] byte_view take_beginning_of_chain(certificate_chain& chain) {
        byte_view const beginning = this->take_beginning();
        cursor c{beginning.data() + 7, beginning.data() + beginning.size()};
        byte_view leaf;
        if (opaque<1, 0xff'ffff>::read(c, leaf) != errc::ok) {
            return {};
        }
        chain = certificate_chain::from_encoded(beginning.subview(7, 3 + leaf.size()));
        return leaf;
    }

    /// The key of a certificate: is there one, of a kind that was asked for, which may sign and can be checked?
    /// \return ok, or what is wrong
    template <class Admits> [[nodiscard]] static errc read_key(byte_view leaf, certificate_key& found, Admits admits) {
        byte_view extensions;
        if (find_public_key(leaf, found, extensions) || !admits(found.key.kind)) {
            return errc::bad_certificate;
        }
        errc const usage = judge_key_usage(extensions);
        return usage != errc::ok || takes_key<verify_operation<P>>(found.key) ? usage : errc::unsupported_certificate;
    }

    /// Is this whom the caller wants to talk to? Its key is kept until it has signed.
    template <class Credentials>
    progress trust(Credentials& credentials, received_certificate const& peer, identity const& leaf,
                   byte_view host_name) {
        crypto_status const answer = credentials.trust(peer.chain, leaf, host_name);
        if (answer == crypto_status::done && !in_.keep(peer.key.key.key)) {
            return fail(errc::message_too_long);
        }
        return then_pause(answer, state::expect_key_exchange, errc::untrusted_peer);
    }
    /// With the key that was kept.
    template <class Verifier>
    progress check_signature(Verifier& verifier, received_certificate const& peer, byte_view digest, state next) {
        public_key_view const key{peer.key.key.kind, in_.kept()};
        return then_pause(verifier.verify(key, peer.proof.algorithm, digest, peer.proof.signature), next,
                          errc::bad_signature);
    }

    /// A chain is longer than a record, or than the buffer: records as long as the limit or the whole buffer allows, the same
    /// ones however the transport takes bytes (K8). `sent`: bytes of it that are on their way.
    progress put_chain(std::span<byte_view const> certificates, std::uint32_t& sent, state next) {
        chain_pieces const chain{certificates};
        sink const room = this->begin_record(content_type::handshake);
        std::uint32_t const rest = chain.size() - sent;
        std::uint32_t const wanted = rest < this->fragment_limit() ? rest : this->fragment_limit();
        if (room.left() < wanted && (room.left() == 0 || !this->out_.ready().empty())) {
            return this->no_room();
        }
        std::uint32_t const count = chain.copy_from(sent, {room.p, room.left() < wanted ? room.left() : wanted});
        this->made(count);
        sent += count;
        return go(sent == chain.size() ? next : state_);
    }

    /// Signs where the signature is sent, behind `before` bytes of a message's body, and what says which kind it is.
    /// \return again: `signature` is there, or it failed
    template <class Signer>
    progress sign(Signer& op, typename Signer::key const& key, byte_view digest, std::uint32_t before,
                  std::uint32_t& size, byte_view& signature) {
        if (!this->out_.ready().empty()) { // it must stay where it is while it is made
            return progress::send;
        }
        sink const room = this->begin_record(content_type::handshake);
        std::uint32_t const at = handshake<certificate_verify>::wire::min_size + before;
        if (room.left() < at + Signer::max_signature_size) {
            return this->no_room();
        }
        crypto_status const answer = op.sign(key, signature_scheme::ecdsa_secp256r1_sha256, digest, room.p + at,
                                             Signer::max_signature_size, size);
        signature = {room.p + at, size};
        return then(answer, state_);
    }

private:
    [[gnu::noinline]] bool read_with(error (*parse)(std::uint8_t const*, std::uint32_t, void*), void* message) {
        error const e = parse(body().data(), body().size(), message);
        if (e) {
            static_cast<void>(fail(e.from(4)));
        }
        return !e;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
