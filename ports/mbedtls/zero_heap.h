/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS without a heap: everything it keeps is in its static key slots. The whole configuration, in place of Mbed
   TLS's own files: 3.6's MBEDTLS_CONFIG_FILE and MBEDTLS_PSA_CRYPTO_CONFIG_FILE, and meant for TF-PSA-Crypto 1.x's
   TF_PSA_CRYPTO_CONFIG_FILE. */
#ifndef FLINTLS_MBEDTLS_ZERO_HEAP_H
#define FLINTLS_MBEDTLS_ZERO_HEAP_H

/* What a program may ask for. HMAC is for keys in slots, such as those that cannot be exported; of secrets in memory it is
   made of the hash, and PSA's costs nothing where nobody calls it. No PSA_WANT_ALG_HKDF: PSA's allocates, HKDF over HMAC
   does not. ECDSA is not deterministic: p256-m's nonces are random. */
#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_HMAC 1
#define PSA_WANT_ALG_GCM 1
#define PSA_WANT_ALG_CCM 1
#define PSA_WANT_ALG_ECDH 1
#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_KEY_TYPE_AES 1
#define PSA_WANT_KEY_TYPE_HMAC 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_BASIC 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_IMPORT 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_EXPORT 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE 1

/* Keys that may live at once, and the longest: a public key of P-256, or an HMAC key of one block (a longer one
   is hashed first, RFC 2104 2). */
#define MBEDTLS_PSA_STATIC_KEY_SLOTS
#ifndef MBEDTLS_PSA_KEY_SLOT_COUNT
#define MBEDTLS_PSA_KEY_SLOT_COUNT 8
#endif

/* No copies of what callers pass: nobody changes it meanwhile. */
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS

#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG /* the program defines mbedtls_psa_external_get_random */
#define MBEDTLS_PSA_P256M_DRIVER_ENABLED

/* No calloc, printf or exit of the C library. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_NO_STD_FUNCTIONS

/* Small rather than fast; tables in flash. */
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_SHA256_SMALLER

#ifdef MBEDTLS_CONFIG_FILE /* 3.6; later there is nothing else */
#define MBEDTLS_PSA_CRYPTO_CONFIG
#endif

#endif
