/* SPDX-License-Identifier: Apache-2.0 */
/* zero_heap.h with ChaCha20-Poly1305, which does not allocate either. */
#ifndef FLINTLS_MBEDTLS_CHACHA_H
#define FLINTLS_MBEDTLS_CHACHA_H

#include "zero_heap.h"

#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1

#endif
