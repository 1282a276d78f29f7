/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS as small devices have it, its own configs/config-ccm-psk-tls1_2.h and secure renegotiation: nothing in it needs an
   extension, and so its first hello has no block of them (RFC 5246 7.4.1.2), and the SCSV. */
#ifndef FLINTLS_TESTS_INTEROP_BARE_MBEDTLS_H
#define FLINTLS_TESTS_INTEROP_BARE_MBEDTLS_H

#define MBEDTLS_AES_C
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_CCM_C
#define MBEDTLS_CIPHER_C
#define MBEDTLS_CTR_DRBG_C
#define MBEDTLS_ENTROPY_C
#define MBEDTLS_KEY_EXCHANGE_PSK_ENABLED
#define MBEDTLS_MD_C
#define MBEDTLS_NET_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SSL_CIPHERSUITES MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_SSL_RENEGOTIATION
#define MBEDTLS_SSL_SRV_C
#define MBEDTLS_SSL_TLS_C

#endif
