/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS for PSK with AES-128-CCM-8, and nothing else: zero_heap.h without GCM, curves, and HMAC keys in key slots.
   */
#ifndef FLINTLS_FIRMWARE_MBEDTLS_PSK_H
#define FLINTLS_FIRMWARE_MBEDTLS_PSK_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 2 /* one record key for each direction; secrets occupy no slot */

#include "zero_heap.h"

#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT /* both directions of GCM and CCM encrypt blocks */

#undef PSA_WANT_ALG_GCM
#undef PSA_WANT_ALG_HMAC
#undef PSA_WANT_KEY_TYPE_HMAC
#undef PSA_WANT_ALG_ECDH
#undef PSA_WANT_ALG_ECDSA
#undef PSA_WANT_ECC_SECP_R1_256
#undef PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY
#undef PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_BASIC
#undef PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_IMPORT
#undef PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_EXPORT
#undef PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE
#undef MBEDTLS_PSA_P256M_DRIVER_ENABLED

#define MBEDTLS_PSA_STATIC_KEY_SLOT_BUFFER_SIZE 16 /* AES-128 */

#endif
