// SPDX-License-Identifier: Apache-2.0
/// \file
/// The other side's certificate: its key, whether it is trusted, and what it signed; and the own one, with its signature.
/// RFC 5246 7.4.2, 7.4.6, 7.4.8.
#ifndef FLINTLS_HANDSHAKE_PEER_HPP
#define FLINTLS_HANDSHAKE_PEER_HPP

#include <cstdint>
#include <span>

#include "flintls/crypto/status.hpp"
#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/handshake/chain_pieces.hpp"
#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/digitally_signed.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Of the message that is dealt with; all of it aliases that.
struct received_certificate {
    certificate_chain chain{};
    certificate_key key{};
    digitally_signed proof{};
};

/// The first certificate of the Certificate message that is dealt with. Of a chain for which there is no room the beginning
/// may do: the rest is passed over.
/// \return empty: there is none. Nothing is said of a message that is malformed, for which the connection fails
template <bool WholeChain, policy P> byte_view read_leaf(connection<P>& c, certificate_chain& chain) {
    chain = {};
    if (!c.is_long) {
        certificate m;
        if (c.read(m) && !m.certificate_list.empty()) {
            chain = m.certificate_list;
            return *chain.begin();
        }
        return {};
    }
    constexpr std::uint32_t max_passed_over = 0x1'0000;
    byte_view leaf;
    if (!WholeChain && c.io.in().partial().size() > 7 && c.io.in().message_size() <= max_passed_over) {
        byte_view const beginning = c.take_beginning();
        cursor at{beginning.data() + 7, beginning.data() + beginning.size()};
        if (opaque<1, 0xff'ffff>::read(at, leaf) == errc::ok) {
            chain = certificate_chain::from_encoded(beginning.subview(7, 3 + leaf.size()));
            return leaf;
        }
    }
    static_cast<void>(c.fail(errc::message_too_long));
    return {};
}

/// The key of a certificate: is there one, of a kind that was asked for, which may sign and can be checked?
/// \return ok, or what is wrong: of one of another kind, `not_admitted`
template <policy P, class Admits>
[[nodiscard]] errc read_key(byte_view leaf, certificate_key& found, Admits admits,
                            errc not_admitted = errc::bad_certificate) {
    byte_view extensions;
    if (find_public_key(leaf, found, extensions)) {
        return errc::bad_certificate;
    }
    if (!admits(found.key.kind)) {
        return not_admitted;
    }
    errc const usage = judge_key_usage(extensions);
    return usage != errc::ok || takes_key<verify_operation<P>>(found.key) ? usage : errc::unsupported_certificate;
}

/// Is this whom the caller wants to talk to? Its key is kept until it has signed.
template <policy P, class Credentials>
progress trust(connection<P>& c, Credentials& credentials, received_certificate const& peer, identity const& leaf,
               byte_view host_name) {
    crypto_status const answer = credentials.trust(peer.chain, leaf, host_name);
    if (answer == crypto_status::done && !c.io.in().keep(peer.key.key.key)) {
        return c.fail(errc::message_too_long);
    }
    return c.then_pause(answer, errc::untrusted_peer);
}
/// With the key that was kept.
template <policy P, class Verifier>
progress check_signature(connection<P>& c, Verifier& verifier, received_certificate const& peer, byte_view digest) {
    public_key_view const key{peer.key.key.kind, c.io.in().kept()};
    return c.then_pause(verifier.verify(key, peer.proof.algorithm, digest, peer.proof.signature), errc::bad_signature);
}

/// A chain is longer than a record, or than the buffer: records as long as the limit or the whole buffer allows, the same
/// ones however the transport takes bytes (K8). `sent`: bytes of it that are on their way.
template <bool Tls13 = false, policy P>
progress put_chain(connection<P>& c, std::span<byte_view const> certificates, std::uint32_t& sent) {
    chain_pieces<Tls13> const chain{certificates};
    sink const room = c.io.begin_record(content_type::handshake);
    std::uint32_t const limit = c.io.fragment_limit();
    std::uint32_t const rest = chain.size() - sent;
    std::uint32_t const wanted = rest < limit ? rest : limit;
    if (room.left() < wanted && (room.left() == 0 || !c.io.ready().empty())) {
        return c.io.no_room();
    }
    std::uint32_t const count = chain.copy_from(sent, {room.p, room.left() < wanted ? room.left() : wanted});
    progress const p = c.put_part(count);
    sent += count;
    return sent == chain.size() ? c.then(p) : p;
}

/// Signs where the signature is sent, behind `before` bytes of a message's body, and what says which kind it is.
/// \return again: `signature` is there, or the connection fails
template <policy P, class Signer>
progress sign(connection<P>& c, Signer& signer, typename Signer::key const& key, byte_view digest, std::uint32_t before,
              std::uint32_t& size, byte_view& signature) {
    if (!c.io.ready().empty()) { // it must stay where it is while it is made
        return progress::send;
    }
    sink const room = c.io.begin_record(content_type::handshake);
    std::uint32_t const at = 4 + static_cast<std::uint32_t>(min_size<certificate_verify>) + before;
    if (room.left() < at + Signer::max_signature_size) {
        return c.io.no_room();
    }
    crypto_status const answer = signer.sign(key, signature_scheme::ecdsa_secp256r1_sha256, digest, room.p + at,
                                             Signer::max_signature_size, size);
    signature = {room.p + at, size};
    return answer == crypto_status::done      ? progress::again
           : answer == crypto_status::pending ? progress::crypto
                                              : c.fail(errc::crypto_failed);
}

/// What a client that may have a certificate remembers of it, for a handshake.
struct own_certificate_state {
    identity key{};         ///< nobody's: there is none at present
    std::uint32_t sent = 0; ///< bytes of the chain
    std::uint32_t signature_size = 0;
};
/// A client's own key: the same throughout a handshake, in its hello, which may offer a ticket, and in its certificate.
/// By an operation of `keys`.
template <class S, class Keys> progress digest_key_of_client(S& s, [[maybe_unused]] Keys& keys) {
    if constexpr (S::proves_itself) {
        own_certificate_state& own = s.own;
        own.key.kind = identity_kind::none; // what is behind it may be written at the moment
        own.sent = 0;
        auto const certificates = s.credentials.certificates();
        if (certificates.empty()) {
            return s.next();
        }
        certificate_key found;
        if (find_public_key(certificates[0], found)) {
            return s.fail(errc::not_representable);
        }
        crypto_status const answer = keys.digest(found.subject_public_key_info, own.key.digest.data());
        if (answer == crypto_status::done) {
            own.key.kind = identity_kind::spki_sha256;
        }
        return s.then(answer);
    }
    return s.next();
}
/// Would this client be to that server who it was then?
template <class S>
[[nodiscard]] bool presents_again([[maybe_unused]] S const& s, [[maybe_unused]] identity const& own) {
    if constexpr (S::proves_itself) {
        return own.kind != identity_kind::spki_sha256 || own == s.own.key;
    }
    return true;
}
/// What the server is called, for who judges its certificate.
template <class S> [[nodiscard]] byte_view judged_name(S& s) {
    if constexpr (requires { s.credentials.judged_name(); }) {
        return s.credentials.judged_name();
    } else {
        return s.client.name;
    }
}
/// RFC 5246 7.4.8, RFC 8446 4.4.3: a client's signature of this digest.
template <class S> progress send_proof_of_client(S& s, byte_view digest) {
    byte_view signature;
    progress p = sign(s, s.signer, s.credentials.signing_key(), digest, 0, s.own.signature_size, signature);
    if (p == progress::again && !s.io.over()) {
        p = s.then(s.put(certificate_verify{{signature_scheme::ecdsa_secp256r1_sha256, signature}}));
    }
    return p == progress::again ? progress::crypto : p;
}

} // namespace v0
} // namespace flintls

#endif
