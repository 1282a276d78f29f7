/* The same, and SHA-512. */
#ifndef FLINTLS_BENCH_SHA512_H
#define FLINTLS_BENCH_SHA512_H

#include "sha384.h"

#define PSA_WANT_ALG_SHA_512 1

#endif
