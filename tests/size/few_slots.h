/* The example's Mbed TLS with no more slots for keys than a client needs: in the middle of a renegotiation two in use, two
   prepared, and two of the exchange. tests/bench/figures/drivers.py counts as many. */
#ifndef FLINTLS_TESTS_FEW_SLOTS_H
#define FLINTLS_TESTS_FEW_SLOTS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 6

#include "mbedtls_ecdsa.h"

#endif
