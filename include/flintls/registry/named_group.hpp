// SPDX-License-Identifier: Apache-2.0
/// \file
/// Groups for key agreement, of `supported_groups` and `key_share` (IANA "TLS Supported Groups"; RFC 8422 5.1.1,
/// RFC 7919 2, RFC 8446 4.2.7), spelt as there but in lower case.
#ifndef FLINTLS_REGISTRY_NAMED_GROUP_HPP
#define FLINTLS_REGISTRY_NAMED_GROUP_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

enum class named_group : std::uint16_t {
    // RFC 4492 5.1.1; RFC 8422 5.1.1 withdraws all but the last three
    sect163k1 = 1,
    sect163r1 = 2,
    sect163r2 = 3,
    sect193r1 = 4,
    sect193r2 = 5,
    sect233k1 = 6,
    sect233r1 = 7,
    sect239k1 = 8,
    sect283k1 = 9,
    sect283r1 = 10,
    sect409k1 = 11,
    sect409r1 = 12,
    sect571k1 = 13,
    sect571r1 = 14,
    secp160k1 = 15,
    secp160r1 = 16,
    secp160r2 = 17,
    secp192k1 = 18,
    secp192r1 = 19,
    secp224k1 = 20,
    secp224r1 = 21,
    secp256k1 = 22,
    secp256r1 = 23,
    secp384r1 = 24,
    secp521r1 = 25,
    // RFC 7027: TLS 1.2 and before
    brainpoolp256r1 = 26,
    brainpoolp384r1 = 27,
    brainpoolp512r1 = 28,
    // RFC 8422 5.1.1
    x25519 = 29,
    x448 = 30,
    // RFC 8734: TLS 1.3
    brainpoolp256r1tls13 = 31,
    brainpoolp384r1tls13 = 32,
    brainpoolp512r1tls13 = 33,
    // RFC 9189
    gc256a = 34,
    gc256b = 35,
    gc256c = 36,
    gc256d = 37,
    gc512a = 38,
    gc512b = 39,
    gc512c = 40,
    // RFC 8998
    curvesm2 = 41,
    // RFC 7919 2
    ffdhe2048 = 256,
    ffdhe3072 = 257,
    ffdhe4096 = 258,
    ffdhe6144 = 259,
    ffdhe8192 = 260,
    // draft-ietf-tls-mlkem
    mlkem512 = 512,
    mlkem768 = 513,
    mlkem1024 = 514,
    // draft-ietf-tls-ecdhe-mlkem, draft-yang-tls-hybrid-sm2-mlkem
    secp256r1mlkem768 = 4587,
    x25519mlkem768 = 4588,
    secp384r1mlkem1024 = 4589,
    curvesm2mlkem768 = 4590,
    // draft-tls-westerbaan-xyber768d00, draft-kwiatkowski-tls-ecdhe-kyber: obsolete
    x25519kyber768draft00 = 25497,
    secp256r1kyber768draft00 = 25498,
    // RFC 4492 5.1.1, withdrawn by RFC 8422 5.1.1
    arbitrary_explicit_prime_curves = 0xff01,
    arbitrary_explicit_char2_curves = 0xff02,
};

} // namespace v0
} // namespace flintls

#endif
