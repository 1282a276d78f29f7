// SPDX-License-Identifier: Apache-2.0
/// \file
/// A verifier of handshakes made of verifiers of certificates, so that a back end that has only these, or several back
/// ends together, check both (RFC 5246 7.4.3, RFC 8446 4.4.3).
#ifndef FLINTLS_CRYPTO_VERIFIER_OVER_HPP
#define FLINTLS_CRYPTO_VERIFIER_OVER_HPP

#include <cstdint>

#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/issuer_signatures.hpp"
#include "flintls/crypto/rsa_public_key.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// A model of `signature_verifier`. Each parameter models `issuer_verifier`, or is left out.
template <class P256 = unneeded<1>, class RsaPkcs1 = unneeded<2>, class RsaPss = unneeded<3>> class verifier_over {
    static constexpr bool has_p256 = issuer_verifier<P256>;
    static constexpr bool has_pkcs1 = issuer_verifier<RsaPkcs1>;
    static constexpr bool has_pss = issuer_verifier<RsaPss>;
    using kind = public_key_view::algorithm;

public:
    void reset() {
        p256_.reset();
        pkcs1_.reset();
        pss_.reset();
    }
    [[nodiscard]] static constexpr bool supports(signature_scheme scheme) {
        issuer_hash const hash = hash_of(scheme);
        if (hash == issuer_hash::none) {
            return false;
        }
        if (scheme == signature_scheme::ecdsa_secp256r1_sha256) {
            return has_p256;
        }
        return is_pss(scheme) ? has_pss && pss_has(hash) : has_pkcs1;
    }
    /// Refuses an RSA key out of bounds (RFC 9325 4.5: a key has at least 2048 bits).
    [[nodiscard]] static errc takes(public_key_view const& signer) {
        if constexpr (has_pkcs1 || has_pss) {
            if (signer.kind == kind::rsa && !is_rsa_in_bounds(signer.key)) {
                return errc::unsupported_certificate;
            }
        }
        return errc::ok;
    }
    crypto_status verify(public_key_view const& signer, signature_scheme scheme, byte_view digest,
                         byte_view signature) {
        bool const elliptic = scheme == signature_scheme::ecdsa_secp256r1_sha256;
        if (!supports(scheme) || signer.kind != (elliptic ? kind::ec_secp256r1 : kind::rsa)) {
            return crypto_status::failed;
        }
        if constexpr (has_p256) {
            if (elliptic) {
                return p256_.verify(signer.key, issuer_hash::sha256, digest, signature);
            }
        }
        if constexpr (has_pss) {
            if (is_pss(scheme)) {
                return pss_.verify(signer.key, hash_of(scheme), digest, signature);
            }
        }
        if constexpr (has_pkcs1) {
            return pkcs1_.verify(signer.key, hash_of(scheme), digest, signature);
        }
        return crypto_status::failed;
    }

private:
    /// RFC 8446 4.2.3. `none`: no scheme of these verifiers.
    [[nodiscard]] static constexpr issuer_hash hash_of(signature_scheme scheme) {
        using enum signature_scheme;
        switch (scheme) {
        case ecdsa_secp256r1_sha256:
        case rsa_pkcs1_sha256:
        case rsa_pss_rsae_sha256: return issuer_hash::sha256;
        case rsa_pkcs1_sha384:
        case rsa_pss_rsae_sha384: return issuer_hash::sha384;
        case rsa_pkcs1_sha512:
        case rsa_pss_rsae_sha512: return issuer_hash::sha512;
        default: return issuer_hash::none;
        }
    }
    [[nodiscard]] static constexpr bool is_pss(signature_scheme scheme) {
        using enum signature_scheme;
        return scheme == rsa_pss_rsae_sha256 || scheme == rsa_pss_rsae_sha384 || scheme == rsa_pss_rsae_sha512;
    }
    /// A verifier by PSS may have fewer hashes, and then says so.
    [[nodiscard]] static constexpr bool pss_has(issuer_hash hash) {
        if constexpr (requires { RsaPss::has(hash); }) {
            return RsaPss::has(hash);
        }
        return true;
    }

    [[no_unique_address]] P256 p256_{};
    [[no_unique_address]] RsaPkcs1 pkcs1_{};
    [[no_unique_address]] RsaPss pss_{};
};

} // namespace v0
} // namespace flintls

#endif
