/* The configuration without a heap, with fewer keys. */
#ifndef OWN_H
#define OWN_H
#define MBEDTLS_PSA_KEY_SLOT_COUNT 5
#include "zero_heap.h"
#endif
