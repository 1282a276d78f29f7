/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS for client and server: with RSA for verifying, and room for keys: of 16 connections, each with those of the
   present handshake, of the one before and of what is computed meanwhile, and of a server that keeps old ones. */
#ifndef FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H
#define FLINTLS_EXAMPLES_SUPPORT_MBEDTLS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 160

#include "rsa.h"

#endif
