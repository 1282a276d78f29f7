/* The example's Mbed TLS with no more slots for keys than a client needs whose renegotiations are by ticket: the two of its
   records, or before there are any the key of its share and the one that a signature is verified with, one after the other. */
#ifndef FLINTLS_TESTS_FEW_SLOTS_H
#define FLINTLS_TESTS_FEW_SLOTS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 2

#include "mbedtls_ecdsa.h"

#endif
