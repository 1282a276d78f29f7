// SPDX-License-Identifier: Apache-2.0
// Compiled into the library, with the library's definitions. A program with other definitions does not link: it names
// another specialization.
#include "flintls/crypto/mbedtls/build.hpp"

#ifndef MBEDTLS_PSA_CRYPTO_C
#error "flintls: this Mbed TLS is built without PSA (MBEDTLS_PSA_CRYPTO_C)"
#endif

namespace flintls {
inline namespace v0 {

template <class Build> crypto_status psa_answer(psa_status_t status) {
    if (status == PSA_SUCCESS) return crypto_status::done;
    return status == PSA_OPERATION_INCOMPLETE ? crypto_status::pending : crypto_status::failed;
}

template crypto_status psa_answer<this_psa_build>(psa_status_t);

} // namespace v0
} // namespace flintls
