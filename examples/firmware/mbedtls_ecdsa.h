/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS for ECDHE-ECDSA with AES-128-GCM, and nothing else: zero_heap.h without CCM, and without HMAC keys in key
   slots. */
#ifndef FLINTLS_FIRMWARE_MBEDTLS_ECDSA_H
#define FLINTLS_FIRMWARE_MBEDTLS_ECDSA_H

#include "zero_heap.h"

#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT /* both directions of GCM and CCM encrypt blocks */

#undef PSA_WANT_ALG_CCM
#undef PSA_WANT_ALG_HMAC
#undef PSA_WANT_KEY_TYPE_HMAC

#endif
