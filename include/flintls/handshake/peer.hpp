// SPDX-License-Identifier: Apache-2.0
/// \file
/// The peer's certificate: its key, the trust in that key, and signatures by that key; and this side's certificate and
/// signature. RFC 5246 7.4.2, 7.4.6, 7.4.8.
#ifndef FLINTLS_HANDSHAKE_PEER_HPP
#define FLINTLS_HANDSHAKE_PEER_HPP

#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/crypto/status.hpp"
#include "flintls/crypto/subject_public_key.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/handshake/chain_pieces.hpp"
#include "flintls/handshake/chain_reader.hpp"
#include "flintls/handshake/connection.hpp"
#include "flintls/handshake/credentials.hpp"
#include "flintls/handshake/operations.hpp"
#include "flintls/handshake/request_reader.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/message/certificate_verify.hpp"
#include "flintls/message/digitally_signed.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Parts of the current message; all views alias that message.
struct received_certificate {
    certificate_chain chain{};
    certificate_key key{};
    digitally_signed proof{};
};

/// The first certificate of the current Certificate message. If the chain does not fit the buffer and `WholeChain` is
/// false, the beginning is enough, and the rest is passed over.
/// \return empty: the chain is empty, or the connection fails because the message is malformed or too long
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

/// Finds the key of a certificate, and checks that its kind is admitted, that it may sign, and that a verifier supports
/// it.
/// \return ok, or the error; `not_admitted` for a key of another kind
template <policy P, class Admits>
[[nodiscard]] errc read_key(byte_view const& leaf, certificate_key& found, Admits admits,
                            errc not_admitted = errc::bad_certificate) {
    byte_view extensions;
    if (find_public_key(leaf, found, extensions)) {
        return errc::bad_certificate;
    }
    if (!admits(found.key.kind)) {
        return not_admitted;
    }
    errc const usage = judge_key_usage(extensions);
    return usage != errc::ok ? usage : judge_key<verify_operation<P>>(found.key);
}

/// The reader of a chain that is judged while it is received.
template <bool Needed> using chain_judged = std::conditional_t<Needed, chain_reader, unneeded<13>>;

/// Starts to judge a Certificate message, of which at least the beginning is received.
template <class S> progress begin_to_judge(S& s, chain_reader& reader, bool tls_1_3 = false) {
    byte_view body = s.message.subview(4);
    std::uint32_t size = body.size();
    if (s.is_long) {
        size = s.io.in().message_size() - 4;
        body = s.take_beginning().subview(4);
    }
    reader.begin(size, tls_1_3);
    reader.give(body);
    return s.next();
}
/// Adds a piece of the chain. The flow returns to the row that judges, which follows the row that waits for
/// Certificate.
template <class S> [[nodiscard]] bool judge_piece(S& s, chain_reader& reader, byte_view piece) {
    bool const more = !piece.empty() && s.at->operand == flow::input_of(handshake_type::certificate);
    if (more) {
        reader.give(piece);
        ++s.at;
    }
    return more;
}
/// Judges the received bytes. \return again, with `reader.is_done()`: the chain is good, and the key is admitted
template <class S, class Admits>
progress judge_chain(S& s, chain_reader& reader, received_certificate& peer, byte_view name, Admits admits,
                     errc not_admitted = errc::bad_certificate) {
    using answer = chain_reader::answer;
    path_verdict verdict;
    switch (reader.run(s.credentials, name, verdict)) {
    case answer::more: --s.at; return progress::again;
    case answer::pending: return progress::crypto;
    case answer::failed: return s.fail(verdict.why);
    case answer::done: break;
    }
    peer = {};
    peer.key = verdict.leaf;
    if (!admits(peer.key.key.kind)) {
        return s.fail(not_admitted);
    }
    errc const key = judge_key<verify_operation<typename S::policy_type>>(peer.key.key);
    return key == errc::ok ? progress::again : s.fail(key);
}

/// The reader of a CertificateRequest that is longer than the buffer. `Needed`: the client has a certificate. Without one
/// the answer is the same whatever the request says, and a request that does not fit is passed over.
template <policy P, bool Needed>
using request_reader_of = std::conditional_t<Needed, request_reader<speaks_tls_1_3<P>>, unneeded<27>>;

/// Begins a CertificateRequest whose beginning fills the buffer. The connection stays at the row that waits for the
/// message.
template <class S> [[gnu::noinline]] progress begin_long_request(S& s, [[maybe_unused]] bool tls_1_3) {
    if constexpr (S::proves_itself) {
        s.request.begin(tls_1_3);
    }
    static_cast<void>(s.take_beginning()); // is read with the next piece, once it is in the transcript
    return progress::again;
}
/// Adds a piece. \return true if the message is read whole: `message` then has its short form
template <policy P, bool Tls13>
[[nodiscard, gnu::noinline]] bool read_request(connection<P>& c, request_reader<Tls13>& request, byte_view const& piece,
                                               bool last) {
    std::span<std::uint8_t> const room = c.io.in().room_for_message();
    std::uint8_t* const body = room.data() + 4;
    auto const size = static_cast<std::uint32_t>(room.size()) - 4;
    errc e = request.begins() ? request.read({body, size}, body, size) : errc::ok;
    e = e == errc::ok ? request.read(piece, body, size) : e;
    if (e == errc::ok && !last) {
        return false;
    }
    std::uint32_t const all = request.finish(body);
    if (e == errc::ok && all != 0) {
        c.message = {room.data(), 4 + all};
        return true;
    }
    static_cast<void>(c.fail(e == errc::ok ? errc::truncated : e));
    return false;
}
/// Adds a piece of the CertificateRequest, if the row waits for that message. \return true if the message is whole
template <class S> [[nodiscard]] bool is_request_whole(S& s, [[maybe_unused]] byte_view piece, bool last) {
    bool whole = last;
    if constexpr (S::proves_itself) {
        whole = read_request(s, s.request, piece, last);
    }
    if (whole) {
        s.io.progressed();
    }
    return whole;
}

/// Asks the credentials to trust the peer. The peer's key is kept until its signature is verified.
template <policy P, class Credentials>
progress trust(connection<P>& c, Credentials& credentials, received_certificate const& peer, identity const& leaf,
               byte_view host_name) {
    trust_answer answer{crypto_status::done};
    if constexpr (!judges_paths<Credentials>) { // `judge_chain` has judged already
        answer = credentials.trust(peer.chain, leaf, host_name);
    }
    if (answer.status == crypto_status::failed) {
        return c.fail(answer.why);
    }
    if (answer.status == crypto_status::done && !c.io.in().keep(peer.key.key.key)) {
        return c.fail(errc::message_too_long);
    }
    return c.then_pause(answer.status);
}
/// Verifies the peer's signature with the key that was kept.
template <policy P, class Verifier>
progress check_signature(connection<P>& c, Verifier& verifier, received_certificate const& peer,
                         byte_view const& digest) {
    public_key_view const key{peer.key.key.kind, c.io.in().kept()};
    return c.then_pause(verifier.verify(key, peer.proof.algorithm, digest, peer.proof.signature), errc::bad_signature);
}

/// Sends a chain in several records. Each record is as long as the fragment limit or the whole buffer allows, so that
/// the records do not depend on how the transport takes bytes (K8). `sent`: bytes of the chain that are already
/// written.
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

/// Signs directly into the transmit buffer, after `before` bytes of the message's body and the fields before a
/// signature.
/// \return again: `signature` is made, or the connection fails
template <policy P, class Signer>
progress sign(connection<P>& c, Signer& signer, typename Signer::key const& key, byte_view digest, std::uint32_t before,
              std::uint32_t& size, byte_view& signature) {
    if (!c.io.ready().empty()) { // the signature must not move while it is pending
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

/// State of a client's own certificate during a handshake.
struct own_certificate_state {
    identity key{};         ///< kind none: the client has no certificate at present
    std::uint32_t sent = 0; ///< bytes of the chain
    std::uint32_t signature_size = 0;
};
/// Digests a client's own key by an operation of `keys`. The key must be the same throughout a handshake: in the hello,
/// which may offer a ticket, and in the client's certificate.
template <class S, class Keys> progress digest_key_of_client(S& s, [[maybe_unused]] Keys& keys) {
    if constexpr (S::proves_itself) {
        own_certificate_state& own = s.own;
        own.key.kind = identity_kind::none; // a pending operation may be writing `digest`
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
/// True if this client would have the same identity towards a server as in the earlier session.
template <class S>
[[nodiscard]] bool proves_same_identity([[maybe_unused]] S const& s, [[maybe_unused]] identity const& own) {
    if constexpr (S::proves_itself) {
        return own.kind != identity_kind::spki_sha256 || own == s.own.key;
    }
    return true;
}
/// The server's name that its certificate is judged by.
template <class S> [[nodiscard]] byte_view judged_name(S& s) {
    if constexpr (requires { s.credentials.judged_name(); }) {
        return s.credentials.judged_name();
    } else {
        return s.client.name;
    }
}
/// RFC 5246 7.4.8, RFC 8446 4.4.3: sends this side's signature of `digest`. `size`: of the signature.
template <class S> progress send_proof(S& s, byte_view digest, std::uint32_t& size) {
    byte_view signature;
    progress p = sign(s, s.signer, s.credentials.signing_key(), digest, 0, size, signature);
    if (p == progress::again && !s.io.over()) {
        p = s.send(certificate_verify{{signature_scheme::ecdsa_secp256r1_sha256, signature}});
    }
    return p == progress::again ? progress::crypto : p;
}
/// The same for a client.
template <class S> progress send_proof_of_client(S& s, byte_view digest) {
    return send_proof(s, digest, s.own.signature_size);
}

} // namespace v0
} // namespace flintls

#endif
