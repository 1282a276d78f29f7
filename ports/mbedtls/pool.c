/* SPDX-License-Identifier: Apache-2.0 */
/* The first allocation of Mbed TLS gives the allocator a static pool; all later ones go to the allocator directly. */
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

/* Called only before the first allocation: free(NULL). */
void flintls_pool_free(void *block)
{
    (void) block;
}

#endif
