// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random bytes for Mbed TLS, from the operating system.
#ifndef FLINTLS_EXAMPLES_SUPPORT_PSA_RANDOM_HPP
#define FLINTLS_EXAMPLES_SUPPORT_PSA_RANDOM_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include <unistd.h>

#if defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG) // otherwise Mbed TLS has its own generator
extern "C" [[gnu::used]] inline psa_status_t
mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t* /*context*/, std::uint8_t* out, std::size_t size,
                                std::size_t* written) {
    constexpr std::size_t at_once = 256; // the limit of getentropy
    for (*written = 0; *written < size;) {
        std::size_t const some = size - *written < at_once ? size - *written : at_once;
        if (::getentropy(out + *written, some) != 0) {
            return PSA_ERROR_INSUFFICIENT_ENTROPY;
        }
        *written += some;
    }
    return PSA_SUCCESS;
}
#endif

#endif
