/* The example's Mbed TLS with no more slots for keys than a client needs: in the middle of a renegotiation the two of its
   records, and the key of its share or the secret that something is derived from. tests/bench/figures/drivers.py counts as
   many. */
#ifndef FLINTLS_TESTS_FEW_SLOTS_H
#define FLINTLS_TESTS_FEW_SLOTS_H

#define MBEDTLS_PSA_KEY_SLOT_COUNT 3

#include "mbedtls_ecdsa.h"

#endif
