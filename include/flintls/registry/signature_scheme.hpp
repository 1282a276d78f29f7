// SPDX-License-Identifier: Apache-2.0
/// \file
/// Signature schemes, of `signature_algorithms` and CertificateVerify (IANA "TLS SignatureScheme"; RFC 8446 4.2.3).
/// In TLS 1.2 the same two bytes are a hash and a signature algorithm (RFC 5246 7.4.1.4.1), which do not name a curve:
/// in TLS 1.2, 0x0403 is ECDSA with SHA-256 on any curve.
#ifndef FLINTLS_REGISTRY_SIGNATURE_SCHEME_HPP
#define FLINTLS_REGISTRY_SIGNATURE_SCHEME_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

enum class signature_scheme : std::uint16_t {
    // RFC 8446 4.2.3
    rsa_pkcs1_sha1 = 0x0201,
    ecdsa_sha1 = 0x0203,
    rsa_pkcs1_sha256 = 0x0401,
    ecdsa_secp256r1_sha256 = 0x0403,
    rsa_pkcs1_sha384 = 0x0501,
    ecdsa_secp384r1_sha384 = 0x0503,
    rsa_pkcs1_sha512 = 0x0601,
    ecdsa_secp521r1_sha512 = 0x0603,
    rsa_pss_rsae_sha256 = 0x0804,
    rsa_pss_rsae_sha384 = 0x0805,
    rsa_pss_rsae_sha512 = 0x0806,
    ed25519 = 0x0807,
    ed448 = 0x0808,
    rsa_pss_pss_sha256 = 0x0809,
    rsa_pss_pss_sha384 = 0x080a,
    rsa_pss_pss_sha512 = 0x080b,
    // Pairs of RFC 5246 7.4.1.4.1 that TLS 1.3 does not have, spelt in the manner of RFC 8446
    rsa_pkcs1_md5 = 0x0101,
    dsa_sha1 = 0x0202,
    rsa_pkcs1_sha224 = 0x0301,
    dsa_sha224 = 0x0302,
    ecdsa_sha224 = 0x0303,
    dsa_sha256 = 0x0402,
    dsa_sha384 = 0x0502,
    dsa_sha512 = 0x0602,
    // RFC 9963: for client certificates in TLS 1.3
    rsa_pkcs1_sha256_legacy = 0x0420,
    rsa_pkcs1_sha384_legacy = 0x0520,
    rsa_pkcs1_sha512_legacy = 0x0620,
    // draft-wang-tls-raw-public-key-with-ibc
    eccsi_sha256 = 0x0704,
    iso_ibs1 = 0x0705,
    iso_ibs2 = 0x0706,
    iso_chinese_ibs = 0x0707,
    // RFC 8998
    sm2sig_sm3 = 0x0708,
    // RFC 9367
    gostr34102012_256a = 0x0709,
    gostr34102012_256b = 0x070a,
    gostr34102012_256c = 0x070b,
    gostr34102012_256d = 0x070c,
    gostr34102012_512a = 0x070d,
    gostr34102012_512b = 0x070e,
    gostr34102012_512c = 0x070f,
    // RFC 8734
    ecdsa_brainpoolp256r1tls13_sha256 = 0x081a,
    ecdsa_brainpoolp384r1tls13_sha384 = 0x081b,
    ecdsa_brainpoolp512r1tls13_sha512 = 0x081c,
    // draft-ietf-tls-mldsa
    mldsa44 = 0x0904,
    mldsa65 = 0x0905,
    mldsa87 = 0x0906,
};

} // namespace v0
} // namespace flintls

#endif
