/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS without a heap: all its state is in static key slots. This is the whole configuration, in place of Mbed
   TLS's own files: MBEDTLS_CONFIG_FILE and MBEDTLS_PSA_CRYPTO_CONFIG_FILE of 3.6, and intended for
   TF_PSA_CRYPTO_CONFIG_FILE of TF-PSA-Crypto 1.x. */
#ifndef FLINTLS_MBEDTLS_ZERO_HEAP_H
#define FLINTLS_MBEDTLS_ZERO_HEAP_H

/* The algorithms that a program may use. PSA's HMAC is for keys in slots, such as keys that cannot be exported, and
   costs nothing where it is not called; for secrets in memory the library computes HMAC from the hash. No
   PSA_WANT_ALG_HKDF: PSA's HKDF allocates, HKDF over HMAC does not. ECDSA is not deterministic: the nonces of p256-m
   are random. */
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

/* The number of keys at once. The longest key is a public key of P-256, or an HMAC key of one block (a longer key is
   hashed first, RFC 2104 2). */
#define MBEDTLS_PSA_STATIC_KEY_SLOTS
#ifndef MBEDTLS_PSA_KEY_SLOT_COUNT
#define MBEDTLS_PSA_KEY_SLOT_COUNT 8
#endif

/* No copies of a caller's buffers: nothing else changes them during a call. */
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

#ifdef MBEDTLS_CONFIG_FILE /* 3.6 only */
#define MBEDTLS_PSA_CRYPTO_CONFIG
#endif

#endif
