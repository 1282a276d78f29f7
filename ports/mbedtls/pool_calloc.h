/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FLINTLS_MBEDTLS_POOL_CALLOC_H
#define FLINTLS_MBEDTLS_POOL_CALLOC_H

#include <stddef.h>
#include <stdlib.h>

void *flintls_pool_calloc(size_t count, size_t size);
void flintls_pool_free(void *block);

#endif
