/* SPDX-License-Identifier: Apache-2.0 */
/* Mbed TLS's first allocation gives its allocator a static pool; all others go to that directly. */
#include <mbedtls/build_info.h>

#ifdef MBEDTLS_MEMORY_BUFFER_ALLOC_C

#include <mbedtls/memory_buffer_alloc.h>
#include <mbedtls/platform.h>

#include <stdint.h>

void *flintls_pool_calloc(size_t count, size_t size)
{
    static uint64_t pool[FLINTLS_MBEDTLS_POOL / sizeof(uint64_t)];
    mbedtls_memory_buffer_alloc_init((unsigned char *) pool, sizeof pool);
    return mbedtls_calloc(count, size);
}

/* Nothing has been allocated yet: free(NULL). */
void flintls_pool_free(void *block)
{
    (void) block;
}

#endif
