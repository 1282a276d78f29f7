// SPDX-License-Identifier: Apache-2.0
/// \file
/// The crypto of the firmware examples on a MAX78000: AES by its engine, which encrypts blocks, so that CCM protects
/// records; random bytes by its generator; the rest by Mbed TLS, without AES.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_MAX78000_DEVICE_CRYPTO_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_MAX78000_DEVICE_CRYPTO_HPP

#include <psa/crypto.h>

#include "flintls/crypto/ccm.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/policy.hpp"
#include "max78000.hpp"

namespace firmware {

struct device_crypto {
    using sha256 = flintls::mbedtls::sha256;
    using hmac_sha256 = flintls::mbedtls::hmac_sha256;
    using aes_128_ccm_8 = flintls::ccm_over<flintls::max78000::aes<16>, 8>;
    using secp256r1 = flintls::mbedtls::secp256r1;
    using verifier = flintls::mbedtls::verifier;
    using signer = flintls::mbedtls::ecdsa_secp256r1;
    using random = flintls::max78000::trng<>;
    using psk = flintls::mbedtls::psk;

    using ecdsa_suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8>;
    using suites_of_both = flintls::suite_list<flintls::cipher_suite::aes_128_ccm_8_sha256,
                                               flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_ccm_8>;
    using ticket_aead = flintls::ccm_over<flintls::max78000::aes<16>>;

    static bool start() {
        flintls::max78000::start_clocks();
        return psa_crypto_init() == PSA_SUCCESS;
    }
};
static_assert(!flintls::aead<flintls::mbedtls::aes_128_ccm>); // Mbed TLS has no AES to fall back to

} // namespace firmware

#endif
