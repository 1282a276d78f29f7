// SPDX-License-Identifier: Apache-2.0
/// \file
/// The concepts of credentials: which peers a driver trusts and how the driver proves its own identity. Also models
/// that most devices need. A view that is an argument of these functions is valid only during the call.
#ifndef FLINTLS_HANDSHAKE_CREDENTIALS_HPP
#define FLINTLS_HANDSHAKE_CREDENTIALS_HPP

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/extension/application_layer_protocol_negotiation.hpp"
#include "flintls/handshake/crypto.hpp"
#include "flintls/message/certificate.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/trust/path_verdict.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Certificates as they were received; the sender's own certificate is first.
using certificate_chain = list_view<opaque<1, 0xff'ffff>>;

// Every credentials type may have two more functions. An absent function costs nothing:
// - `offers(suite)` (handshake/offered_suites.hpp): the suites of the policy that are in use at present.
// - `observe(sent, type, bytes)`: observes messages for a log. `type` handshake: the stream of messages in pieces, in
//   plaintext; `type` alert: level and description. The bytes contain secrets and must not be stored.
// Credentials of a TLS 1.3 client may have `on_secret(which, client_random, secret)`, for a key log
// (tls13/secrets.hpp).

/// A pre-shared key and its identity. A null `key` means that there is none.
template <class Key> struct psk_choice {
    byte_view identity;       ///< RFC 4279 2 psk_identity; must live until the handshake completes
    Key const* key = nullptr; ///< must live until the handshake completes
};

/// The answer of `trust`. A `crypto_status` is converted.
struct trust_answer {
    constexpr trust_answer(crypto_status s) : status{s} {}
    /// A refusal with the error that `failure()` reports; the peer receives the error's alert. For an alert that no
    /// other error has: `errc::chain_refused` with the number of the alert as the offset.
    constexpr trust_answer(error refusal) : status{crypto_status::failed}, why{refusal} {}

    crypto_status status;
    error why{errc::untrusted_peer, 0}; ///< of the status `failed`
};

/// Judges certificates. `host_name` is the server name that the application passed to `connect`, which may be an
/// address. If the credentials have `judged_name()`, its result takes the place of that name.
/// - `trust(chain, leaf, host_name)`: `done` if the peer is the intended one; a `trust_answer` if a refusal has a
///   reason of its own. `leaf` is the SHA-256 of the first
///   certificate's SubjectPublicKeyInfo. The handshake proves that the peer holds that key; this function must check
///   dates, names and the signatures of issuers. If `whole_chain` is false, only the first certificate is certain to be
///   present, and a chain may be longer than the `messages` buffer.
/// - `accepts(leaf)`: true if a peer with this key, trusted earlier, is still trusted, so that its session may be
///   resumed.
template <class C>
concept judges_certificates = requires(C credentials, certificate_chain const& chain, identity const& leaf,
                                       byte_view host_name) {
    { C::whole_chain } -> std::convertible_to<bool>;
    { credentials.trust(chain, leaf, host_name) } -> std::convertible_to<trust_answer>;
    { credentials.accepts(leaf) } -> std::same_as<bool>;
};

/// Judges a chain while it is received, in constant memory and for any length (trust/path_to_anchor.hpp). Takes the
/// place of `judges_certificates`. One object judges one chain at a time.
/// - `begin_chain(name)`: `name` as `host_name` above; the view is valid until the chain ends. Empty for a client's
///   chain.
/// - `begin_certificate(size)`, `bytes(view, taken)`, `end_certificate()`: for each certificate. `taken`: bytes that
///   the call used. At least every other call uses some; the unused bytes are passed again.
/// - `end_chain(verdict)`: after the last certificate, or after a call has failed; `done` means that the chain is good.
///   The verdict has the reason of a failure, or the leaf's key; the key's bytes stay valid until the next chain
///   begins.
/// - `reset()`: abandons the chain and what is pending.
/// - `accepts(leaf)`: as above.
/// Each call does at most one public-key operation and then answers `pending`, so that the driver returns to its
/// caller.
template <class C>
concept judges_paths = requires(C credentials, byte_view view, std::uint32_t size, std::uint32_t& taken,
                                path_verdict& verdict, identity const& leaf) {
    credentials.reset();
    { credentials.begin_chain(view) } -> std::same_as<crypto_status>;
    { credentials.begin_certificate(size) } -> std::same_as<crypto_status>;
    { credentials.bytes(view, taken) } -> std::same_as<crypto_status>;
    { credentials.end_certificate() } -> std::same_as<crypto_status>;
    { credentials.end_chain(verdict) } -> std::same_as<crypto_status>;
    { credentials.accepts(leaf) } -> std::same_as<bool>;
};

/// Has a pre-shared key for a server of TLS 1.2.
/// - `psk(hint)`: the key for a server that sends this hint; the hint is empty if the server sends none.
template <class C, class Key>
concept chooses_psk = requires(C credentials, byte_view hint) {
    { credentials.psk(hint) } -> std::same_as<psk_choice<Key>>;
};

/// Has a pre-shared key for TLS 1.3. It is not the key of TLS 1.2, unless that key was explicitly imported for both
/// versions (RFC 8446 4.2.11, E.7).
/// - `external_psk()`: the key to offer; a null key: none. The key is bound to the hash of its model, SHA-256 or
///   SHA-384 (RFC 8446 4.2.11), and the policy has a suite of TLS 1.3 with that hash.
template <class C>
concept has_external_psk = requires(C credentials) {
    credentials.external_psk();
};

/// Has pre-shared keys for the clients of a TLS 1.3 server. They are not the keys of TLS 1.2, unless a key was
/// explicitly imported for both versions. A product that is also a client offers other keys: a peer may reflect a
/// message of one side back as a message of the other (RFC 9257 4.1).
/// - `external_psk(identity)`: the key of the client with this identity; a null key: the identity is unknown. The key
///   is bound to the hash of its model (RFC 8446 4.2.11). The duration of this call shows whether an identity is known,
///   and so does the answer of a server that has a certificate (RFC 8446 E.6).
template <class C>
concept has_external_psks = requires(C credentials, byte_view identity) {
    credentials.external_psk(identity);
};

/// A key that authenticates cookies (RFC 8446 4.2.2): random bytes.
using cookie_key = std::array<std::uint8_t, 32>;
/// A server of TLS 1.3 whose policy has `cookie` needs keys for cookies.
/// - `cookie_keys()`: the first key makes cookies, and all of them check cookies. Gateways with the same keys accept
///   each other's cookies. To change keys, put a new one in front and keep the old one for a cookie's lifetime, 30
///   seconds. No keys: clients of the next connections are not asked for a cookie, and cookies are ignored. The keys
///   must not change while an operation of a connection is pending. A cookie's age is taken from the `now` of `run`: a
///   device whose clock begins at 0 at each start makes a new key at each start.
template <class C>
concept has_cookie_keys = requires(C credentials) {
    { credentials.cookie_keys() } -> std::convertible_to<std::span<cookie_key const>>;
};

namespace credentials_detail {
template <class C>
concept has_certificates = requires(C credentials) {
    credentials.certificates();
};
template <class C, class P> constexpr certificate_use client_use() {
    constexpr bool certificate = handshakes_of<P>::certificates;
    return {.verifies = certificate, .signs = certificate && has_certificates<C>};
}
template <class C, class P> constexpr bool check_client() {
    using suites = suites_of<P>;
    if constexpr (handshakes_of<P>::certificates) {
        static_assert(judges_certificates<C> || judges_paths<C>,
                      "flintls: a client with certificate suites needs a pin or another judge of certificates");
    }
    if constexpr (suites::psk) {
        static_assert(chooses_psk<C, typename P::crypto::psk::key>,
                      "flintls: a client with PSK suites needs a pre-shared key");
    }
    if constexpr (speaks_tls_1_3<P> && P::signature_schemes::values.empty()) {
        static_assert(has_external_psk<C> && !P::psk_modes::values.empty(),
                      "flintls: a client of TLS 1.3 without signature schemes needs an external pre-shared key");
    }
    return true;
}
} // namespace credentials_detail

template <class C, class P>
concept client_credentials_for = with_crypto < P,
        credentials_detail::client_use<C, P>()
> &&credentials_detail::check_client<C, P>();

/// Has a certificate. A server with certificate suites needs one; a client may have one.
/// - `certificates()`: the chain in DER, own certificate first; empty: none. The chain must not change during a
///   handshake.
/// - `signing_key()`: the key of the first certificate, for ECDSA with P-256 and SHA-256.
template <class C, class P>
concept proves_itself = requires(C credentials) {
    { credentials.certificates() } -> std::convertible_to<std::span<byte_view const>>;
    { credentials.signing_key() } -> std::same_as<typename P::crypto::signer::key const&>;
};

/// Whether a server asks for the certificate of a client (RFC 5246 7.4.4, 7.4.6).
enum class client_certificate : std::uint8_t {
    unwanted,  ///< the server does not ask for a certificate
    requested, ///< a client without a certificate is accepted, without an identity
    required,  ///< a client without a certificate is refused: handshake_failure, in TLS 1.3 certificate_required
};

/// A server that identifies clients by certificates also judges these certificates: by `trust(chain, client, {})` and
/// `accepts(client)`, or by `judges_paths`.
/// - `wants_certificate(again)`: called once for each handshake, at its beginning; `again`: it is a renegotiation.
///   Handshakes with PSK suites have no certificates. A client that has shown a certificate is asked for it again in
///   every renegotiation without a call, unless the policy allows a changed identity (B7).
template <class C>
concept knows_certificates = (judges_certificates<C> || judges_paths<C>)&&requires(C credentials, bool again) {
    { credentials.wants_certificate(again) } -> std::same_as<client_certificate>;
};

/// What a ClientHello asks for. The views are valid only during the call that receives this object.
struct requested_server {
    byte_view host_name;                  ///< RFC 6066 3, as received, of any length; empty: none
    list_view<opaque<1, 0xff>> protocols; ///< RFC 7301 3.1, in the client's order of preference; empty: none
    // A streaming parser keeps only the values of these lists that it knows (hello/stream_rules.hpp).
    list_view<number<cipher_suite>> cipher_suites;
    list_view<number<named_group>> groups;                 ///< empty: no supported_groups
    list_view<number<signature_scheme>> signature_schemes; ///< empty: no signature_algorithms
};
/// The answer of `look`. Use designated initializers: later versions may add members.
struct look_answer {
    bool accepted = true;  ///< false: the handshake fails
    bool name_used = true; ///< the answer depends on the host name; a full handshake tells the client (RFC 6066 3)
    /// The alert to send if `accepted` is false.
    alert_description alert = alert_description::unrecognized_name;

    static constexpr std::uint8_t by_policy = 0;
    static constexpr std::uint8_t no_protocol = 0xff;
    /// The number, in `P::protocols`, from 1 on, of the protocol to negotiate (RFC 7301 3.2); if the client does not
    /// offer it, the handshake fails with no_application_protocol. `by_policy`: the first protocol of the policy that
    /// the client offers. `no_protocol`: the handshake goes on without one.
    std::uint8_t protocol = by_policy;
};
/// A server with several identities looks at each hello before it chooses.
/// - `look(hello)`: the later results of `certificates()`, `signing_key()`, `offers` and `psk` may depend on this
///   hello. Returns a `look_answer`, or a bool that means its `accepted`.
template <class C>
concept looks_at_hellos = requires(C credentials, requested_server const& hello) {
    { credentials.look(hello) } -> std::same_as<bool>;
}
|| requires(C credentials, requested_server const& hello) {
    { credentials.look(hello) } -> std::same_as<look_answer>;
};
/// The result of `look` as a `look_answer`.
template <looks_at_hellos C> [[nodiscard]] look_answer look_at(C& credentials, requested_server const& hello) {
    if constexpr (std::same_as<decltype(credentials.look(hello)), bool>) {
        return {.accepted = credentials.look(hello)};
    } else {
        return credentials.look(hello);
    }
}

/// The answer to a renegotiation that the peer asks for.
enum class renegotiation_answer : std::uint8_t {
    accept,
    refuse, ///< send the warning no_renegotiation
    /// Send nothing. Only a client on a secure connection may do so; RFC 5746 4.2 requires an answer on others.
    /// Otherwise this means `refuse`.
    ignore
};
/// Decides on each renegotiation that the peer asks for, if the policy renegotiates at all.
/// - `answer_renegotiation()`: called once for each request of the peer, and never for a renegotiation that this side
///   began. Mode, limits and RFC 7627 5.4 may still refuse a request that this function accepts. Each request that is
///   not accepted counts as a refusal (`max_refusals`).
template <class C>
concept answers_renegotiations = requires(C credentials) {
    { credentials.answer_renegotiation() } -> std::same_as<renegotiation_answer>;
};
/// The error of a hello that the credentials refuse. Another alert than unrecognized_name takes the place of the
/// offset.
[[nodiscard]] constexpr error refused_hello(alert_description alert) {
    return alert == alert_description::unrecognized_name
               ? error{errc::unrecognized_name, 0}
               : error{errc::hello_refused, static_cast<std::uint32_t>(alert)};
}

/// True if a client can send its certificate, or if a server can ask for one. If false, no code for it is compiled.
template <class C, class P>
inline constexpr bool client_proves_itself = handshakes_of<P>::certificates&& proves_itself<C, P>;
template <class C, class P>
inline constexpr bool server_asks_clients = handshakes_of<P>::certificates&& knows_certificates<C>;

namespace credentials_detail {
template <class C, class P> constexpr certificate_use server_use() {
    constexpr bool certificate = handshakes_of<P>::certificates;
    return {.verifies = certificate && knows_certificates<C>, .signs = certificate, .answers = true};
}
template <class C, class P> constexpr bool check_server() {
    using suites = suites_of<P>;
    if constexpr (handshakes_of<P>::certificates) {
        static_assert(proves_itself<C, P>, "flintls: a server with certificate suites needs a certificate and its key");
    }
    if constexpr (suites::psk) {
        static_assert(chooses_psk<C, typename P::crypto::psk::key>,
                      "flintls: a server with PSK suites needs pre-shared keys");
    }
    if constexpr (speaks_tls_1_3<P> && P::signature_schemes::values.empty()) {
        static_assert(has_external_psks<C> && !P::psk_modes::values.empty(),
                      "flintls: a server of TLS 1.3 without signature schemes needs external pre-shared keys");
    }
    if constexpr (speaks_tls_1_3<P> && P::cookie) {
        static_assert(has_cookie_keys<C>, "flintls: a server that asks for cookies needs keys for them");
    }
    return true;
}
} // namespace credentials_detail

/// The credentials of a server.
/// - certificate suites need `proves_itself`; `knows_certificates` is optional.
/// - PSK suites need `psk(identity)`: the key of the client with this identity; a null key: the identity is unknown.
///   TLS 1.3 needs `has_external_psks` instead.
/// - `looks_at_hellos` is optional.
/// - `accepts(client)`: true if a client whose session could be resumed is still accepted (T10).
template <class C, class P>
concept server_credentials_for = with_crypto < P,
        credentials_detail::server_use<C, P>()
> &&credentials_detail::check_server<C, P>() && requires(C credentials, identity const& client) {
    { credentials.accepts(client) } -> std::same_as<bool>;
};

/// Trusts the holders of pinned keys, each given as the SHA-256 of a SubjectPublicKeyInfo (RFC 7469 2.4): usually the
/// current key and a reserve key.
template <std::size_t Count = 2> class pinned_keys {
public:
    static constexpr bool whole_chain = false;
    using pin = std::array<std::uint8_t, 32>;

    constexpr explicit pinned_keys(std::array<pin, Count> const& pins) : pins_{pins} {}

    crypto_status trust(certificate_chain const& /*chain*/, identity const& leaf, byte_view /*host_name*/) const {
        return accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& leaf) const {
        bool found = false;
        for (pin const& each : pins_) {
            found = found || each == leaf.digest;
        }
        return found && leaf.kind == identity_kind::spki_sha256;
    }

private:
    std::array<pin, Count> pins_;
};

/// Trusts one certificate, compared byte by byte, and resumed sessions with its key.
class pinned_certificate {
public:
    static constexpr bool whole_chain = false;

    /// `certificate`: DER; the bytes must outlive this object. `key`: the SHA-256 of its SubjectPublicKeyInfo.
    constexpr pinned_certificate(byte_view certificate, std::array<std::uint8_t, 32> const& key)
        : certificate_{certificate}, key_{{key}} {}

    crypto_status trust(certificate_chain const& chain, identity const& leaf, byte_view /*host_name*/) const {
        bool const same = chain.begin() != chain.end() && *chain.begin() == certificate_;
        return same && accepts(leaf) ? crypto_status::done : crypto_status::failed;
    }
    [[nodiscard]] bool accepts(identity const& leaf) const { return key_.accepts(leaf); }

private:
    byte_view certificate_;
    pinned_keys<1> key_;
};

/// A certificate with the rest of its chain. `Signer`: the model that `P::crypto` names.
template <signer Signer> class own_certificate {
public:
    /// `chain`, its certificates and `key` must outlive this object. `key` belongs to the first certificate.
    constexpr own_certificate(std::span<byte_view const> chain, typename Signer::key const& key)
        : chain_{chain}, key_{&key} {}
    [[nodiscard]] std::span<byte_view const> certificates() const { return chain_; }
    [[nodiscard]] typename Signer::key const& signing_key() const { return *key_; }

private:
    std::span<byte_view const> chain_;
    typename Signer::key const* key_;
};

/// One pre-shared key for every server. `Psk`: the model that `P::crypto` names.
template <psk Psk> class preshared_key {
public:
    /// `identity` and `key` must outlive this object.
    constexpr preshared_key(byte_view identity, typename Psk::key const& key) : choice_{identity, &key} {}
    [[nodiscard]] psk_choice<typename Psk::key> psk(byte_view /*hint*/) const { return choice_; }

private:
    psk_choice<typename Psk::key> choice_;
};

/// One external pre-shared key of TLS 1.3 for every server.
template <psk_with_early_secret Psk> class external_key {
public:
    /// `identity` and `key` must outlive this object.
    constexpr external_key(byte_view identity, typename Psk::key const& key) : choice_{identity, &key} {}
    [[nodiscard]] psk_choice<typename Psk::key> external_psk() const { return choice_; }

private:
    psk_choice<typename Psk::key> choice_;
};

/// One pre-shared key for every server, in TLS 1.2 and in TLS 1.3. Both versions must use the key with the same hash
/// only, and so must the peers (RFC 8446 4.2.11).
template <class Psk>
    requires psk<Psk> && psk_with_early_secret<Psk>
class key_for_both : public preshared_key<Psk>, public external_key<Psk> {
public:
    constexpr key_for_both(byte_view identity, typename Psk::key const& key)
        : preshared_key<Psk>{identity, key}, external_key<Psk>{identity, key} {}
};

/// Combines several parts: `credentials<pinned_keys<>, own_certificate<…>, preshared_key<…>>`.
template <class... Parts> struct credentials : Parts... {};
template <class... Parts> credentials(Parts...) -> credentials<Parts...>;

} // namespace v0
} // namespace flintls

#endif
