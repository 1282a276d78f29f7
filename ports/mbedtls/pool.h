/* SPDX-License-Identifier: Apache-2.0 */
/* zero_heap.h with SHA-384, CBC and X25519. Mbed TLS allocates for the last two, from a static pool (pool.c), never
   from a heap. */
#ifndef FLINTLS_MBEDTLS_POOL_H
#define FLINTLS_MBEDTLS_POOL_H

#include "zero_heap.h"

#define PSA_WANT_ALG_SHA_384 1
#define PSA_WANT_ALG_CBC_NO_PADDING 1
#define PSA_WANT_ALG_ECB_NO_PADDING 1
#define PSA_WANT_ECC_MONTGOMERY_255 1

/* Bytes: 4 KB on a microcontroller, where X25519 takes 2.7 KB; the allocator's headers consist of pointers. */
#ifndef FLINTLS_MBEDTLS_POOL
#define FLINTLS_MBEDTLS_POOL (1024 * sizeof(void *))
#endif

/* One block of SHA-384. */
#ifndef MBEDTLS_PSA_STATIC_KEY_SLOT_BUFFER_SIZE
#define MBEDTLS_PSA_STATIC_KEY_SLOT_BUFFER_SIZE 128
#endif

#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
#define MBEDTLS_PLATFORM_STD_MEM_HDR "pool_calloc.h"
#define MBEDTLS_PLATFORM_STD_CALLOC flintls_pool_calloc
#define MBEDTLS_PLATFORM_STD_FREE flintls_pool_free
#define MBEDTLS_PLATFORM_EXIT_MACRO(status) abort() /* the allocator found overwritten headers */

#define MBEDTLS_SHA512_SMALLER
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0

#endif
