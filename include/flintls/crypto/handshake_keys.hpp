// SPDX-License-Identifier: Apache-2.0
/// \file
/// Concepts of the keys of a handshake: key agreement (RFC 8422), signatures (RFC 5246 4.7, RFC 8446 4.2.3), pre-shared
/// keys (RFC 4279, RFC 5489, RFC 8446 7.1).
///
/// Each call does at most one public-key operation.
#ifndef FLINTLS_CRYPTO_HANDSHAKE_KEYS_HPP
#define FLINTLS_CRYPTO_HANDSHAKE_KEYS_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Ephemeral Diffie-Hellman in one group.
/// - `generate(key, share)` makes a key pair and writes the public half, `share_size` bytes, as TLS carries it.
/// - `agree(key, peer, secret)` takes the peer's share and writes `secret_size` bytes. `agree` fails for a share that
///   is not a point of the group and, with X25519, for a result of all zeros (RFC 8422 5.10, 5.11).
template <class Group>
concept key_agreement = keyed<Group> &&
    requires(Group op, typename Group::key& made, typename Group::key const& own, byte_view peer, std::uint8_t* out) {
    { Group::group } -> std::convertible_to<named_group>;
    { Group::share_size } -> std::convertible_to<std::uint32_t>;  // bytes
    { Group::secret_size } -> std::convertible_to<std::uint32_t>; // bytes
    { op.generate(made, out) } -> std::same_as<crypto_status>;
    { op.agree(own, peer, out) } -> std::same_as<crypto_status>;
};

/// A group whose two shares differ: a key encapsulation, or a hybrid of a key encapsulation and a curve
/// (draft-ietf-tls-ecdhe-mlkem). For TLS 1.3 only.
/// - `generate(key, share)` makes a client's key pair and writes the public half, `client_share_size` bytes.
/// - `agree(key, peer, secret)` takes the server's share, `server_share_size` bytes, and writes the encapsulated
///   secret.
/// - `encapsulate(peer, share, secret)` takes the client's share, and writes the server's share and the secret.
/// A secret has `secret_size` bytes. The last two fail for a share of another size, or one that is not valid in the
/// group.
template <class Group>
concept key_encapsulation = keyed<Group> &&
    requires(Group op, typename Group::key& made, typename Group::key const& own, byte_view peer, std::uint8_t* out) {
    { Group::group } -> std::convertible_to<named_group>;
    { Group::client_share_size } -> std::convertible_to<std::uint32_t>; // bytes
    { Group::server_share_size } -> std::convertible_to<std::uint32_t>; // bytes
    { Group::secret_size } -> std::convertible_to<std::uint32_t>;       // bytes
    { op.generate(made, out) } -> std::same_as<crypto_status>;
    { op.agree(own, peer, out) } -> std::same_as<crypto_status>;
    { op.encapsulate(peer, out, out) } -> std::same_as<crypto_status>;
};

/// A group for a key exchange, of either kind.
template <class Group>
concept exchange_group = key_agreement<Group> || key_encapsulation<Group>;

/// Bytes of the client's share, and of the server's share.
template <class Group>
inline constexpr std::uint32_t client_share_size_of = [] {
    if constexpr (key_encapsulation<Group>) {
        return std::uint32_t{Group::client_share_size};
    } else {
        return std::uint32_t{Group::share_size};
    }
}();
template <class Group>
inline constexpr std::uint32_t server_share_size_of = [] {
    if constexpr (key_encapsulation<Group>) {
        return std::uint32_t{Group::server_share_size};
    } else {
        return std::uint32_t{Group::share_size};
    }
}();

/// Groups that a policy's crypto has beside its named members: `using more_groups = group_models<mine::hybrid>;`.
template <class... Models> struct group_models {};

/// A private key that signs.
/// - `sign(key, scheme, digest, out, room, size)` writes a signature of at most `room` bytes as TLS carries it, a DER
///   ECDSA-Sig-Value for ECDSA (RFC 8422 5.4), and sets `size`. `digest` is by the hash that the scheme names. `sign`
///   fails for a scheme that the key does not have.
/// A signature has at most `max_signature_size` bytes.
template <class Signer>
concept signer = keyed<Signer> &&
    requires(Signer op, typename Signer::key const& key, signature_scheme scheme, byte_view digest, std::uint8_t* out,
             std::uint32_t room, std::uint32_t& size) {
    { Signer::max_signature_size } -> std::convertible_to<std::uint32_t>;
    { Signer::supports(scheme) } -> std::same_as<bool>;
    { op.sign(key, scheme, digest, out, room, size) } -> std::same_as<crypto_status>;
};

/// The public key of a peer. `key`: the contents of the subjectPublicKey (RFC 5280 4.1), which is an uncompressed
/// point for an elliptic curve (RFC 5480 2.2) and a DER RSAPublicKey for RSA (RFC 3279 2.3.1).
struct public_key_view {
    enum class algorithm : std::uint8_t { none = 0, ec_secp256r1 = 1, rsa = 2 };
    algorithm kind = algorithm::none;
    byte_view key; ///< aliases the certificate
};

/// Checks signatures.
/// - `verify(public_key, scheme, digest, signature)`; `done` means that the signature is good. `verify` also fails for
///   a scheme that does not fit the key.
/// - `takes(public_key)`, optional: an `errc`. unsupported_certificate: the verifier cannot check any signature by this
///   key, such as one of an unsupported size; the alert is then not decrypt_error. crypto_failed: a shortage of this
///   side; the alert is internal_error.
template <class Verifier>
concept signature_verifier = operation<Verifier> &&
    requires(Verifier op, public_key_view const& key, signature_scheme scheme, byte_view bytes) {
    { Verifier::supports(scheme) } -> std::same_as<bool>;
    { op.verify(key, scheme, bytes, bytes) } -> std::same_as<crypto_status>;
};

/// ok, or why the verifier refuses the key, if the verifier has `takes`.
template <class Verifier> [[nodiscard]] errc judge_key(public_key_view const& key) {
    if constexpr (requires { Verifier::takes(key); }) {
        return Verifier::takes(key);
    }
    return errc::ok;
}

/// A pre-shared key, possibly one that never leaves a secure element.
/// - `master_secret(key, other_secret, label, seed, out)` writes the 48 bytes of PRF(premaster, label, seed)
///   (RFC 5246 5, 8.1; RFC 7627 4), where the premaster is that of RFC 4279 2 and RFC 5489 2:
///   `uint16 length, other_secret, uint16 length, psk`. In plain PSK suites `other_secret` is empty; zeros, as many as
///   the key has bytes, stand for the other secret.
template <class Psk>
concept psk = keyed<Psk> && requires(Psk op, typename Psk::key const& key, byte_view bytes, std::uint8_t* out) {
    { op.master_secret(key, bytes, bytes, bytes, out) } -> std::same_as<crypto_status>;
};

/// A pre-shared key for TLS 1.3.
/// - `early_secret(key, out)` writes the bytes of HKDF-Extract(0, key) (RFC 8446 7.1, RFC 5869 2.2): `early_secret_size`,
///   32 with SHA-256 and 48 with SHA-384. Without that constant the hash is SHA-256 (RFC 8446 4.2.11).
template <class Psk>
concept psk_with_early_secret = keyed<Psk> && requires(Psk op, typename Psk::key const& key, std::uint8_t* out) {
    { op.early_secret(key, out) } -> std::same_as<crypto_status>;
};

} // namespace v0
} // namespace flintls

#endif
