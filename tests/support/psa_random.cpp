// FOR TESTS. Random bytes for Mbed TLS: on hosts from the system; on boards, which have no source under QEMU, the same
// bytes in every run, which a real device must never do.
#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#if !defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG)
// A package with its own generator.
#elif !defined(FLINTLS_BARE_METAL)
#include <sys/random.h>

extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t*, std::uint8_t* out,
                                                        std::size_t size, std::size_t* written) {
    for (*written = 0; *written < size;) {
        auto const got = getrandom(out + *written, size - *written, 0);
        if (got <= 0) return PSA_ERROR_INSUFFICIENT_ENTROPY;
        *written += static_cast<std::size_t>(got);
    }
    return PSA_SUCCESS;
}
#else
extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t*, std::uint8_t* out,
                                                        std::size_t size, std::size_t* written) {
    static constinit std::uint32_t state = 1; // xorshift32
    for (*written = 0; *written < size; ++*written) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        out[*written] = static_cast<std::uint8_t>(state);
    }
    return PSA_SUCCESS;
}
#endif
