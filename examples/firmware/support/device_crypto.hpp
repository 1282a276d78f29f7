// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the firmware examples choose alike: everything of crypto from Mbed TLS.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_DEVICE_CRYPTO_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_SUPPORT_DEVICE_CRYPTO_HPP

#include "flintls/crypto/mbedtls.hpp"

namespace firmware {

struct device_crypto {
    using sha256 = flintls::mbedtls::sha256;
    using hmac_sha256 = flintls::mbedtls::hmac_sha256;
    using aes_128_gcm = flintls::mbedtls::aes_128_gcm;
    using aes_128_ccm_8 = flintls::mbedtls::aes_128_ccm_8;
    using secp256r1 = flintls::mbedtls::secp256r1;
    using verifier = flintls::mbedtls::verifier;
    using signer = flintls::mbedtls::ecdsa_secp256r1;
    using random = flintls::mbedtls::random;
    using psk = flintls::mbedtls::psk;
};

} // namespace firmware

#endif
