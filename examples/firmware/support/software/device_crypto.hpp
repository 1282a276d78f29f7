// SPDX-License-Identifier: Apache-2.0
/// \file
/// The crypto of the firmware examples: all of it by Mbed TLS.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_SOFTWARE_DEVICE_CRYPTO_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_SOFTWARE_DEVICE_CRYPTO_HPP

#include <psa/crypto.h>

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/policy.hpp"

namespace firmware {

struct device_crypto {
    using sha256 = flintls::mbedtls::sha256;
    using hmac_sha256 = flintls::mbedtls::hmac_sha256;
    using aes_128_gcm = flintls::mbedtls::aes_128_gcm;
    using aes_128_ccm_8 = flintls::mbedtls::aes_128_ccm_8;
    using secp256r1 = flintls::mbedtls::secp256r1;
    using verifier = flintls::mbedtls::verifier;
    using issuer_p256 = flintls::mbedtls::issuer_p256; // for clients that judge chains
    using signer = flintls::mbedtls::ecdsa_secp256r1;
    using random = flintls::mbedtls::random;
    using psk = flintls::mbedtls::psk;

    /// The suites with certificates, and the AEAD that seals a server's tickets.
    using ecdsa_suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using suites_of_both = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                               flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using ticket_aead = aes_128_gcm;

    static bool start() { return psa_crypto_init() == PSA_SUCCESS; }
};

} // namespace firmware

#endif
