/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS for client and server: all that chains of certificates need, ChaCha20-Poly1305, and key slots for 16
   connections, each with the keys of the present handshake, of the one before and of pending computations, and for the
   old ticket keys of a server. */
#ifndef FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H
#define FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 160

#include "chains.h"

#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1

#endif
