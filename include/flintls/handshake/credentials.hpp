// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whom a driver trusts, and what it proves itself with: the concepts, and what most devices need. What these functions are
/// given as views dies when they return.
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
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Certificates as they came, the sender's own first.
using certificate_chain = list_view<opaque<1, 0xff'ffff>>;

// All credentials may have two functions more, which cost nothing where they are not:
// - `offers(suite)` (handshake/offered_suites.hpp): the suites of the policy that are used at the moment.
// - `observe(sent, type, bytes)`: looks on, for a log. `type` handshake: the messages as a stream in pieces, before they
//   are encrypted and after they were decrypted; alert: level and description. Parts of it are secret; keep none of it.
// A client of TLS 1.3 may have `on_secret(which, client_random, secret)`, for a key log (tls13/secrets.hpp).

/// A pre-shared key and what it is called; no key is none.
template <class Key> struct psk_choice {
    byte_view identity;       ///< RFC 4279 2 psk_identity; must live until the handshake is over
    Key const* key = nullptr; ///< likewise
};

/// Judges certificates. `host_name` is what the caller of `connect` calls the server, an address as well; credentials that
/// know better have `judged_name()`, whose answer is taken instead.
/// - `trust(chain, leaf, host_name)`: `done` if this is whom the caller wants to talk to. `leaf` is the SHA-256 of the
///   first certificate's SubjectPublicKeyInfo. The handshake proves that the peer has its key; dates, names and
///   signatures of issuers are for this function to check. Where `whole_chain` is false, only the first certificate is
///   sure to be there, and a chain longer than the buffer for messages passes.
/// - `accepts(leaf)`: is somebody who was trusted before, and whose session could be resumed, still trusted?
template <class C>
concept judges_certificates = requires(C credentials, certificate_chain const& chain, identity const& leaf,
                                       byte_view host_name) {
    { C::whole_chain } -> std::convertible_to<bool>;
    { credentials.trust(chain, leaf, host_name) } -> std::same_as<crypto_status>;
    { credentials.accepts(leaf) } -> std::same_as<bool>;
};

/// Has a pre-shared key for a server.
/// - `psk(hint)`: the key to use with a server that gives this hint, which is empty without one.
template <class C, class Key>
concept chooses_psk = requires(C credentials, byte_view hint) {
    { credentials.psk(hint) } -> std::same_as<psk_choice<Key>>;
};

/// Has a pre-shared key for TLS 1.3, which is another one than that of TLS 1.2, or was imported for both by name
/// (RFC 8446 4.2.11, E.7).
/// - `external_psk()`: the key to offer; no key: none. It is bound to SHA-256.
template <class C>
concept has_external_psk = requires(C credentials) {
    credentials.external_psk();
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
        static_assert(judges_certificates<C>,
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

/// Has a certificate: a server with certificate suites must, a client may.
/// - `certificates()`: its chain in DER, its own first; empty: none. It stays as it is throughout a handshake.
/// - `signing_key()`: the key of the first one, for ECDSA with P-256 and SHA-256.
template <class C, class P>
concept proves_itself = requires(C credentials) {
    { credentials.certificates() } -> std::convertible_to<std::span<byte_view const>>;
    { credentials.signing_key() } -> std::same_as<typename P::crypto::signer::key const&>;
};

/// Does a server want the certificate of a client? (RFC 5246 7.4.4, 7.4.6)
enum class client_certificate : std::uint8_t {
    unwanted,  ///< it is not asked for
    requested, ///< a client without one comes in as nobody
    required,  ///< a client without one does not come in: handshake_failure
};

/// A server that knows clients by their certificates also judges them: `trust(chain, client, {})`, `accepts(client)`.
/// - `wants_certificate(again)`: in the handshake that begins; `again`: it is not the first one of its connection. Asked
///   once in each. Suites with pre-shared keys have no certificates, and a client that was known by one is always asked
///   for it again (B7).
template <class C>
concept knows_certificates = judges_certificates<C> && requires(C credentials, bool again) {
    { credentials.wants_certificate(again) } -> std::same_as<client_certificate>;
};

/// What a client asks for. All of it dies when the function that is given it returns.
struct requested_server {
    byte_view host_name;                  ///< RFC 6066 3, as it came, of any length; empty: none
    list_view<opaque<1, 0xff>> protocols; ///< RFC 7301 3.1, the client's favourite first; empty: none
};
/// What a server that looks at hellos answers. More members may be added: name those that are set.
struct look_answer {
    bool accepted = true;  ///< false: there will be no connection
    bool name_used = true; ///< it depended on the host name, and a full handshake tells the client so (RFC 6066 3)
    /// What the client is told where it is not accepted.
    alert_description alert = alert_description::unrecognized_name;
};
/// A server that is several ones looks at every hello before anything is chosen.
/// - `look(hello)`: what `certificates()`, `signing_key()`, `offers` and `psk` answer from here on may depend on it. It
///   answers a `look_answer`, or a bool that is its `accepted`.
template <class C>
concept looks_at_hellos = requires(C credentials, requested_server const& hello) {
    { credentials.look(hello) } -> std::same_as<bool>;
}
|| requires(C credentials, requested_server const& hello) {
    { credentials.look(hello) } -> std::same_as<look_answer>;
};
/// What they answer.
template <looks_at_hellos C> [[nodiscard]] look_answer look_at(C& credentials, requested_server const& hello) {
    if constexpr (std::same_as<decltype(credentials.look(hello)), bool>) {
        return {.accepted = credentials.look(hello)};
    } else {
        return credentials.look(hello);
    }
}

/// Can a client prove itself by certificate, or a server ask for that? Where not, nothing of it is compiled.
template <class C, class P>
inline constexpr bool client_proves_itself = handshakes_of<P>::certificates&& proves_itself<C, P>;
template <class C, class P>
inline constexpr bool server_asks_clients = suites_of<P>::certificate&& knows_certificates<C>;

namespace credentials_detail {
template <class C, class P> constexpr certificate_use server_use() {
    constexpr bool certificate = suites_of<P>::certificate;
    return {.verifies = certificate && knows_certificates<C>, .signs = certificate, .answers = true};
}
template <class C, class P> constexpr bool check_server() {
    using suites = suites_of<P>;
    if constexpr (suites::certificate) {
        static_assert(proves_itself<C, P>, "flintls: a server with certificate suites needs a certificate and its key");
    }
    if constexpr (suites::psk) {
        static_assert(chooses_psk<C, typename P::crypto::psk::key>,
                      "flintls: a server with PSK suites needs pre-shared keys");
    }
    return true;
}
} // namespace credentials_detail

/// Who a server is, and whom it knows.
/// - for certificate suites: `proves_itself`, and perhaps `knows_certificates`.
/// - for PSK suites: `psk(identity)`, the key of a client that calls itself so; no key: nobody does.
/// - perhaps `looks_at_hellos`.
/// - `accepts(client)`: may somebody whose session could be resumed still come in? (T10)
template <class C, class P>
concept server_credentials_for = with_crypto < P,
        credentials_detail::server_use<C, P>()
> &&credentials_detail::check_server<C, P>() && requires(C credentials, identity const& client) {
    { credentials.accepts(client) } -> std::same_as<bool>;
};

/// Trusts the holders of certain keys: SHA-256 of their SubjectPublicKeyInfo (RFC 7469 2.4), the current one and one in
/// reserve.
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

/// Trusts one certificate, byte by byte, and sessions with its key.
class pinned_certificate {
public:
    static constexpr bool whole_chain = false;

    /// `certificate`: DER, must live as long as this; `key`: the SHA-256 of its SubjectPublicKeyInfo.
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

/// A certificate, and the ones behind it. `Signer`: the model that `P::crypto` names.
template <signer Signer> class own_certificate {
public:
    /// All of it must live as long as this; the key is that of the first certificate.
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
    /// Both must live as long as this.
    constexpr preshared_key(byte_view identity, typename Psk::key const& key) : choice_{identity, &key} {}
    [[nodiscard]] psk_choice<typename Psk::key> psk(byte_view /*hint*/) const { return choice_; }

private:
    psk_choice<typename Psk::key> choice_;
};

/// One external pre-shared key of TLS 1.3 for every server.
template <psk_with_early_secret Psk> class external_key {
public:
    /// Both must live as long as this.
    constexpr external_key(byte_view identity, typename Psk::key const& key) : choice_{identity, &key} {}
    [[nodiscard]] psk_choice<typename Psk::key> external_psk() const { return choice_; }

private:
    psk_choice<typename Psk::key> choice_;
};

/// One pre-shared key for every server, in TLS 1.2 and in TLS 1.3: with one hash alone, and with peers that do so as well
/// (RFC 8446 4.2.11).
template <class Psk>
    requires psk<Psk> && psk_with_early_secret<Psk>
class key_for_both : public preshared_key<Psk>, public external_key<Psk> {
public:
    constexpr key_for_both(byte_view identity, typename Psk::key const& key)
        : preshared_key<Psk>{identity, key}, external_key<Psk>{identity, key} {}
};

/// Several of them: `credentials<pinned_keys<>, own_certificate<…>, preshared_key<…>>`.
template <class... Parts> struct credentials : Parts... {};
template <class... Parts> credentials(Parts...) -> credentials<Parts...>;

} // namespace v0
} // namespace flintls

#endif
