/* For tests: Mbed TLS for a chip that has AES in hardware. */
#ifndef FLINTLS_TESTS_NO_AES_H
#define FLINTLS_TESTS_NO_AES_H

#include "zero_heap.h"

#undef PSA_WANT_KEY_TYPE_AES
#undef PSA_WANT_ALG_GCM
#undef PSA_WANT_ALG_CCM
#undef MBEDTLS_AES_ROM_TABLES
#undef MBEDTLS_AES_FEWER_TABLES

#endif
