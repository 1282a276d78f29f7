/* SPDX-License-Identifier: Apache-2.0 */
/* The crypto of zero_heap.h, and Mbed TLS's client of TLS 1.3 with all that it requires. The images of TLS 1.3 of our client and of Mbed
   TLS's client link this one library. */
#ifndef FLINTLS_TESTS_MBEDTLS_TLS13_H
#define FLINTLS_TESTS_MBEDTLS_TLS13_H

#include "zero_heap.h"

#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT

/* The handshake of Mbed TLS uses more keys at once. Its HKDF and its structures allocate, from a static pool as in pool.h. */
#undef MBEDTLS_PSA_KEY_SLOT_COUNT
#define MBEDTLS_PSA_KEY_SLOT_COUNT 16
#define FLINTLS_MBEDTLS_POOL 65536
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
#define MBEDTLS_PLATFORM_STD_MEM_HDR "pool_calloc.h"
#define MBEDTLS_PLATFORM_STD_CALLOC flintls_pool_calloc
#define MBEDTLS_PLATFORM_STD_FREE flintls_pool_free
#define MBEDTLS_PLATFORM_EXIT_MACRO(status) abort()
#define PSA_WANT_ALG_HKDF_EXTRACT 1
#define PSA_WANT_ALG_HKDF_EXPAND 1
#define PSA_WANT_KEY_TYPE_DERIVE 1

#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_PROTO_TLS1_3
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
#define MBEDTLS_SSL_SESSION_TICKETS
#define MBEDTLS_SSL_KEEP_PEER_CERTIFICATE
#define MBEDTLS_SSL_IN_CONTENT_LEN 2048
#define MBEDTLS_SSL_OUT_CONTENT_LEN 2048
#define MBEDTLS_USE_PSA_CRYPTO
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_MD_C
#define MBEDTLS_OID_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C

#endif
