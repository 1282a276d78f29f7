// SPDX-License-Identifier: Apache-2.0
/// \file
/// Key agreement and signatures by Mbed TLS. X25519 and RSA allocate inside Mbed TLS 3.6, from the pool that its
/// configuration names; P-256 by its p256-m driver does not.
#ifndef FLINTLS_CRYPTO_MBEDTLS_HANDSHAKE_KEYS_HPP
#define FLINTLS_CRYPTO_MBEDTLS_HANDSHAKE_KEYS_HPP

#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/ecdsa_sig_value.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/configuration.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// A model of `key_agreement`. `generate` answers `pending` once, between the private key and its share: each of the
/// two calls is one scalar multiplication.
template <named_group Group, psa_ecc_family_t Family, std::size_t Bits> class elliptic_curve {
    static constexpr bool montgomery = Family == PSA_ECC_FAMILY_MONTGOMERY;

public:
    static constexpr named_group group = Group;
    static constexpr std::uint32_t secret_size = (Bits + 7) / 8;                                // bytes
    static constexpr std::uint32_t share_size = montgomery ? secret_size : 1 + 2 * secret_size; // bytes
    using key = mbedtls::key;

    void reset() { generated_ = false; }
    /// Imports a private key, `secret_size` bytes. Ephemeral keys are made by `generate`.
    static crypto_status import_key(byte_view bytes, key& made) { return import_bytes(purpose(), bytes, made); }

    crypto_status generate(key& made, std::uint8_t* share) {
        generated_ = !generated_;
        if (generated_) {
            made = key{};
            psa_key_attributes_t const attributes = purpose().attributes();
            psa_key_id_t id = PSA_KEY_ID_NULL;
            generated_ = psa_answer(psa_generate_key(&attributes, &id)) == crypto_status::done;
            made = generated_ ? key::adopt(id) : key{};
            return generated_ ? crypto_status::pending : crypto_status::failed;
        }
        std::size_t written = 0;
        crypto_status const status =
            whole_or_nothing(psa_export_public_key(made.id(), share, share_size, &written), share, share_size);
        if (status != crypto_status::done) {
            made = key{};
        }
        return status;
    }

    static crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        // RFC 8422 5.4.1: uncompressed only. Some implementations in Mbed TLS accept other forms, too.
        bool good = peer.size() == share_size && (montgomery || peer[0] == 0x04);
        std::size_t written = 0;
        good = good && psa_answer(psa_raw_key_agreement(PSA_ALG_ECDH, own.id(), peer.data(), peer.size(), secret,
                                                        secret_size, &written)) == crypto_status::done;
        if constexpr (montgomery) {
            std::array<std::uint8_t, secret_size> const zeros{};
            good = good && !equal_in_constant_time(secret, zeros.data(), secret_size); // RFC 8422 5.11
        }
        if (!good) {
            wipe_memory(secret, secret_size);
        }
        return good ? crypto_status::done : crypto_status::failed;
    }

private:
    static constexpr key_purpose purpose() {
        return {PSA_KEY_TYPE_ECC_KEY_PAIR(Family), PSA_KEY_USAGE_DERIVE, PSA_ALG_ECDH, Bits};
    }

    bool generated_ = false; // the private key is made, and the share is next
};

/// A model of `signer`, with nonces from the random source: p256-m needs no heap for that, and hardware supports it
/// best. A borrowed key has usage PSA_KEY_USAGE_SIGN_HASH and the algorithm PSA_ALG_ECDSA(PSA_ALG_SHA_256).
class p256_signer {
public:
    static constexpr std::uint32_t max_signature_size = ecdsa_sig_value<32>::max_der_size; // bytes
    using key = mbedtls::key;

    static void reset() {} // nothing is ever pending
    static constexpr bool supports(signature_scheme scheme) {
        return scheme == signature_scheme::ecdsa_secp256r1_sha256;
    }

    /// Imports a private key, 32 bytes.
    static crypto_status import_key(byte_view bytes, key& made) {
        constexpr key_purpose purpose{PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_SIGN_HASH,
                                      PSA_ALG_ECDSA(PSA_ALG_SHA_256), 256};
        return import_bytes(purpose, bytes, made);
    }

    static crypto_status sign(key const& own, signature_scheme scheme, byte_view digest, std::uint8_t* out,
                              std::uint32_t room, std::uint32_t& size) {
        size = 0;
        if (!supports(scheme)) {
            return crypto_status::failed;
        }
        ecdsa_sig_value<32> value;
        std::size_t written = 0;
        crypto_status const status =
            psa_answer(psa_sign_hash(own.id(), PSA_ALG_ECDSA(PSA_ALG_SHA_256), digest.data(), digest.size(),
                                     value.raw.data(), value.raw.size(), &written));
        if (status == crypto_status::done) {
            size = value.write(out, room);
        }
        return size != 0 ? crypto_status::done : crypto_status::failed;
    }
};

/// A model of `signature_verifier`: ECDSA on P-256, RSA with PKCS #1 v1.5 and with PSS, as far as configured.
class public_key_verifier {
public:
    static void reset() {} // nothing is ever pending
    static constexpr bool supports(signature_scheme scheme) { return algorithm_of(scheme) != PSA_ALG_NONE; }

    /// Refuses an RSA key that is too weak, or that Mbed TLS cannot import: such as one that is longer than the build
    /// allows, or not a multiple of 8 bits. crypto_failed: the key store is full, which says nothing about the key.
    static errc takes(public_key_view const& signer) {
        if constexpr (configured::rsa_pkcs1 || configured::rsa_pss) {
            if (signer.kind == public_key_view::algorithm::rsa) {
                mbedtls::key imported;
                psa_status_t const status =
                    import_key(purpose(configured::rsa_pkcs1 ? PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256)
                                                             : PSA_ALG_RSA_PSS(PSA_ALG_SHA_256),
                                       false),
                               signer.key, imported);
                if (status == PSA_ERROR_INSUFFICIENT_MEMORY) {
                    return errc::crypto_failed;
                }
                if (status != PSA_SUCCESS || too_weak(imported)) {
                    return errc::unsupported_certificate;
                }
            }
        }
        return errc::ok;
    }

    static crypto_status verify(public_key_view const& signer, signature_scheme scheme, byte_view digest,
                                byte_view signature) {
        psa_algorithm_t const algorithm = algorithm_of(scheme);
        bool const elliptic = PSA_ALG_IS_ECDSA(algorithm);
        auto const kind = elliptic ? public_key_view::algorithm::ec_secp256r1 : public_key_view::algorithm::rsa;
        if (algorithm == PSA_ALG_NONE || signer.kind != kind) {
            return crypto_status::failed;
        }
        ecdsa_sig_value<32> value;
        if (elliptic) {
            if (signer.key.size() != 65 || signer.key[0] != 0x04 || !value.read(signature)) { // RFC 8422 5.4.1
                return crypto_status::failed;
            }
            signature = value.raw;
        }
        mbedtls::key imported;
        if (import_bytes(purpose(algorithm, elliptic), signer.key, imported) != crypto_status::done ||
            (!elliptic && too_weak(imported))) {
            return crypto_status::failed;
        }
        return psa_answer(psa_verify_hash(imported.id(), algorithm, digest.data(), digest.size(), signature.data(),
                                          signature.size()));
    }

private:
    static constexpr key_purpose purpose(psa_algorithm_t algorithm, bool elliptic) {
        if (elliptic) {
            return {PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_VERIFY_HASH, algorithm, 256};
        }
        return {PSA_KEY_TYPE_RSA_PUBLIC_KEY, PSA_KEY_USAGE_VERIFY_HASH, algorithm};
    }

    /// RFC 9325 4.5: an RSA key has at least 2048 bits.
    static bool too_weak(mbedtls::key const& imported) {
        psa_key_attributes_t attributes = psa_key_attributes_init();
        bool const weak =
            psa_get_key_attributes(imported.id(), &attributes) != PSA_SUCCESS || psa_get_key_bits(&attributes) < 2048;
        psa_reset_key_attributes(&attributes);
        return weak;
    }

    /// RFC 5246 7.4.1.4.1 and RFC 8446 4.2.3. The salt of PSS is as long as the hash.
    static constexpr psa_algorithm_t algorithm_of(signature_scheme scheme) {
        constexpr auto when = [](bool available, psa_algorithm_t algorithm) {
            return available ? algorithm : psa_algorithm_t{PSA_ALG_NONE};
        };
        namespace with = configured;
        switch (scheme) {
        case signature_scheme::ecdsa_secp256r1_sha256:
            return when(with::ecdsa && with::secp256r1 && with::sha256, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
        case signature_scheme::rsa_pkcs1_sha256:
            return when(with::rsa_pkcs1 && with::sha256, PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256));
        case signature_scheme::rsa_pkcs1_sha384:
            return when(with::rsa_pkcs1 && with::sha384, PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_384));
        case signature_scheme::rsa_pkcs1_sha512:
            return when(with::rsa_pkcs1 && with::sha512, PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_512));
        case signature_scheme::rsa_pss_rsae_sha256:
            return when(with::rsa_pss && with::sha256, PSA_ALG_RSA_PSS(PSA_ALG_SHA_256));
        case signature_scheme::rsa_pss_rsae_sha384:
            return when(with::rsa_pss && with::sha384, PSA_ALG_RSA_PSS(PSA_ALG_SHA_384));
        case signature_scheme::rsa_pss_rsae_sha512:
            return when(with::rsa_pss && with::sha512, PSA_ALG_RSA_PSS(PSA_ALG_SHA_512));
        default: return PSA_ALG_NONE;
        }
    }
};

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
