/* For tests: Mbed TLS for both ends of several connections in one program, on several threads. */
#ifndef FLINTLS_TESTS_TLS12_PAIR_MBEDTLS_H
#define FLINTLS_TESTS_TLS12_PAIR_MBEDTLS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 64
#define FLINTLS_MBEDTLS_POOL (16384 * sizeof(void *))
#include "rsa.h"

#define MBEDTLS_THREADING_C
#define MBEDTLS_THREADING_PTHREAD

#endif
