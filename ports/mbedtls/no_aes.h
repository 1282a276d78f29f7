/* SPDX-License-Identifier: Apache-2.0 */
/* zero_heap.h without AES, for a chip with AES in hardware behind a driver like those in ../aes. */
#ifndef FLINTLS_MBEDTLS_NO_AES_H
#define FLINTLS_MBEDTLS_NO_AES_H

#include "zero_heap.h"

#undef PSA_WANT_KEY_TYPE_AES
#undef PSA_WANT_ALG_GCM
#undef PSA_WANT_ALG_CCM
#undef MBEDTLS_AES_ROM_TABLES
#undef MBEDTLS_AES_FEWER_TABLES

#endif
