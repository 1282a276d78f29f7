// SPDX-License-Identifier: Apache-2.0
/// \file
/// The back end over BearSSL 0.6: checks of signatures, and nothing else. No function allocates, and nothing is static.
/// Keys and signatures are public, so time may depend on them; for secrets there is another back end. A policy's crypto
/// mixes both by type. Link `flintls::bearssl`.
///
/// | model              | checks              | arithmetic |
/// |--------------------|---------------------|------------|
/// | `issuer_p256`      | ECDSA on P-256      | m31        |
/// | `issuer_p256_i31`  | ECDSA on P-256      | i31        |
/// | `issuer_p384`      | ECDSA on P-384      | i31        |
/// | `issuer_rsa_pkcs1` | RSASSA-PKCS1-v1_5   | i31        |
/// | `issuer_rsa_pss`   | RSASSA-PSS          | i31        |
///
/// `issuer_rsa_pss<sha256, sha384, sha512>` takes the hashes of the policy, because BearSSL has no PSS: its padding is
/// checked in bearssl/emsa_pss.hpp, the only primitive of which a part is in this library. RSA keys have 2048 to 4096
/// bits (crypto/rsa_public_key.hpp). `verifier_over` (crypto/verifier_over.hpp) makes a `verifier` of these models.
#ifndef FLINTLS_CRYPTO_BEARSSL_HPP
#define FLINTLS_CRYPTO_BEARSSL_HPP

#include <bearssl.h>

#include "flintls/crypto/bearssl/emsa_pss.hpp"
#include "flintls/crypto/bearssl/issuer_signatures.hpp"
#include "flintls/crypto/issuer_signatures.hpp"

namespace flintls {
inline namespace v0 {
namespace bearssl {

using issuer_p256 = issuer_ecdsa<br_ec_p256_m31, BR_EC_secp256r1, 32>;
/// Slower, and almost no flash beside `issuer_p384`, which has the same arithmetic.
using issuer_p256_i31 = issuer_ecdsa<br_ec_prime_i31, BR_EC_secp256r1, 32>;
using issuer_p384 = issuer_ecdsa<br_ec_prime_i31, BR_EC_secp384r1, 48>;

static_assert(flintls::issuer_verifier<issuer_p256> && flintls::issuer_verifier<issuer_p384>);
static_assert(flintls::issuer_verifier<issuer_rsa_pkcs1>);

} // namespace bearssl
} // namespace v0
} // namespace flintls

#endif
