/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS for client and server: with RSA for verifying, and room for the keys of a server that keeps old ones. */
#ifndef FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H
#define FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 32

#include "rsa.h"

#endif
