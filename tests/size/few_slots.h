/* The example's Mbed TLS with no more slots for keys than a client needs: in the middle of a renegotiation two in use and two
   prepared, or one of the two and the secret that Finished is made from. tests/bench/figures/drivers.py counts as many. */
#ifndef FLINTLS_TESTS_FEW_SLOTS_H
#define FLINTLS_TESTS_FEW_SLOTS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 4

#include "mbedtls_ecdsa.h"

#endif
