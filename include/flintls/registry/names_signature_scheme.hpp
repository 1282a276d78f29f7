// SPDX-License-Identifier: Apache-2.0
/// \file
/// Names of signature schemes for printing (IANA "TLS SignatureScheme"; RFC 8446 4.2.3).
#ifndef FLINTLS_REGISTRY_NAMES_SIGNATURE_SCHEME_HPP
#define FLINTLS_REGISTRY_NAMES_SIGNATURE_SCHEME_HPP

#include "flintls/registry/name_of.hpp"
#include "flintls/registry/signature_scheme.hpp"

namespace flintls {
inline namespace v0 {

template <> struct names<signature_scheme> {
    using enum signature_scheme;
    static constexpr named<signature_scheme> table[] = {
        {rsa_pkcs1_sha1, "rsa_pkcs1_sha1"},
        {ecdsa_sha1, "ecdsa_sha1"},
        {rsa_pkcs1_sha256, "rsa_pkcs1_sha256"},
        {ecdsa_secp256r1_sha256, "ecdsa_secp256r1_sha256"},
        {rsa_pkcs1_sha384, "rsa_pkcs1_sha384"},
        {ecdsa_secp384r1_sha384, "ecdsa_secp384r1_sha384"},
        {rsa_pkcs1_sha512, "rsa_pkcs1_sha512"},
        {ecdsa_secp521r1_sha512, "ecdsa_secp521r1_sha512"},
        {rsa_pss_rsae_sha256, "rsa_pss_rsae_sha256"},
        {rsa_pss_rsae_sha384, "rsa_pss_rsae_sha384"},
        {rsa_pss_rsae_sha512, "rsa_pss_rsae_sha512"},
        {ed25519, "ed25519"},
        {ed448, "ed448"},
        {rsa_pss_pss_sha256, "rsa_pss_pss_sha256"},
        {rsa_pss_pss_sha384, "rsa_pss_pss_sha384"},
        {rsa_pss_pss_sha512, "rsa_pss_pss_sha512"},
        {rsa_pkcs1_md5, "rsa_pkcs1_md5"},
        {dsa_sha1, "dsa_sha1"},
        {rsa_pkcs1_sha224, "rsa_pkcs1_sha224"},
        {dsa_sha224, "dsa_sha224"},
        {ecdsa_sha224, "ecdsa_sha224"},
        {dsa_sha256, "dsa_sha256"},
        {dsa_sha384, "dsa_sha384"},
        {dsa_sha512, "dsa_sha512"},
        {rsa_pkcs1_sha256_legacy, "rsa_pkcs1_sha256_legacy"},
        {rsa_pkcs1_sha384_legacy, "rsa_pkcs1_sha384_legacy"},
        {rsa_pkcs1_sha512_legacy, "rsa_pkcs1_sha512_legacy"},
        {eccsi_sha256, "eccsi_sha256"},
        {iso_ibs1, "iso_ibs1"},
        {iso_ibs2, "iso_ibs2"},
        {iso_chinese_ibs, "iso_chinese_ibs"},
        {sm2sig_sm3, "sm2sig_sm3"},
        {gostr34102012_256a, "gostr34102012_256a"},
        {gostr34102012_256b, "gostr34102012_256b"},
        {gostr34102012_256c, "gostr34102012_256c"},
        {gostr34102012_256d, "gostr34102012_256d"},
        {gostr34102012_512a, "gostr34102012_512a"},
        {gostr34102012_512b, "gostr34102012_512b"},
        {gostr34102012_512c, "gostr34102012_512c"},
        {ecdsa_brainpoolp256r1tls13_sha256, "ecdsa_brainpoolP256r1tls13_sha256"},
        {ecdsa_brainpoolp384r1tls13_sha384, "ecdsa_brainpoolP384r1tls13_sha384"},
        {ecdsa_brainpoolp512r1tls13_sha512, "ecdsa_brainpoolP512r1tls13_sha512"},
        {mldsa44, "mldsa44"},
        {mldsa65, "mldsa65"},
        {mldsa87, "mldsa87"},
    };
};

} // namespace v0
} // namespace flintls

#endif
