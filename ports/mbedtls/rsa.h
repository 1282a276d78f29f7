/* SPDX-License-Identifier: Apache-2.0 */
/* pool.h with verification of RSA signatures of up to 4096 bits: a larger pool and larger key slots. */
#ifndef FLINTLS_MBEDTLS_RSA_H
#define FLINTLS_MBEDTLS_RSA_H

/* On a Cortex-M 2048 bits take 6.0 KB, 3072 bits 8.7, 4096 bits 11.3. */
#ifndef FLINTLS_MBEDTLS_POOL
#define FLINTLS_MBEDTLS_POOL (3072 * sizeof(void *))
#endif
#ifndef MBEDTLS_PSA_STATIC_KEY_SLOT_BUFFER_SIZE
#define MBEDTLS_PSA_STATIC_KEY_SLOT_BUFFER_SIZE 528
#endif

#include "pool.h"

#define PSA_WANT_ALG_RSA_PKCS1V15_SIGN 1
#define PSA_WANT_ALG_RSA_PSS 1
#define PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY 1

#define MBEDTLS_MPI_WINDOW_SIZE 1
#define MBEDTLS_MPI_MAX_SIZE 512
#define MBEDTLS_PLATFORM_SNPRINTF_ALT /* named by the object identifiers, never called */

#endif
