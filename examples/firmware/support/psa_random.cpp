// SPDX-License-Identifier: Apache-2.0
// Random bytes for Mbed TLS, from the board's source.
#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "devices.hpp"

extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t* /*context*/,
                                                        std::uint8_t* out, std::size_t size, std::size_t* written) {
    bool const good = board::random(out, static_cast<std::uint32_t>(size));
    *written = good ? size : 0;
    return good ? PSA_SUCCESS : PSA_ERROR_INSUFFICIENT_ENTROPY;
}
