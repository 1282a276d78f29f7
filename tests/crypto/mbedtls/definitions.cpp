// Uses the library. definitions.cmake compiles it with the library's definitions and with others.
#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/mbedtls/build.hpp"

int main() {
    std::uint8_t digest[32];
    std::size_t size = 0;
    psa_status_t const status = psa_hash_compute(PSA_ALG_SHA_256, digest, 0, digest, sizeof digest, &size);
    return flintls::psa_answer(status) == flintls::crypto_status::done ? 0 : 1;
}
