/* Mbed TLS of the examples, and the hash of what P-384 and much of RSA sign. */
#ifndef FLINTLS_BENCH_SHA384_H
#define FLINTLS_BENCH_SHA384_H

#include "mbedtls_ecdsa.h"

#define PSA_WANT_ALG_SHA_384 1
#define MBEDTLS_SHA512_SMALLER

#endif
