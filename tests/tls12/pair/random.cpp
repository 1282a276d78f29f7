// Random bytes that are the same in every run, with one stream per thread. FOR TESTS ONLY, which compare two runs.
#include <psa/crypto.h>

#include "tls12/pair/crypto.hpp"

namespace pair {

namespace {
thread_local std::uint32_t state = 1;
thread_local work here;
} // namespace

work& done_here() { return here; }

void seed(std::uint32_t number) {
    state = number * 2654435761U + 1U;
    given_random<0>::state = number * 2246822519U + 1U;
    given_random<1>::state = number * 3266489917U + 2U;
}
void fill_random(std::uint8_t* out, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        state ^= state << 13U;
        state ^= state >> 17U;
        state ^= state << 5U;
        out[i] = static_cast<std::uint8_t>(state >> 8U);
    }
}

} // namespace pair

extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t* /*context*/,
                                                        std::uint8_t* out, std::size_t size, std::size_t* written) {
    pair::fill_random(out, size);
    *written = size;
    return PSA_SUCCESS;
}
