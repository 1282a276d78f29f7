/* For tests: all ciphers, hashes and curves that are compared with libcrypto. */
#ifndef FLINTLS_TESTS_CRYPTO_LIBCRYPTO_MBEDTLS_H
#define FLINTLS_TESTS_CRYPTO_LIBCRYPTO_MBEDTLS_H

#include "pool.h"

#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1

#endif
