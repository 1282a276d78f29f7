/* For tests: Mbed TLS for both ends of several connections in one program, on several threads. */
#ifndef FLINTLS_TESTS_TLS12_PAIR_MBEDTLS_H
#define FLINTLS_TESTS_TLS12_PAIR_MBEDTLS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 64
#define FLINTLS_MBEDTLS_POOL (16384 * sizeof(void *))
#include "rsa.h"

#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1

#define MBEDTLS_THREADING_C
#define MBEDTLS_THREADING_PTHREAD

#endif
