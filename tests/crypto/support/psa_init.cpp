// Initializes PSA as an application does. Linked into programs whose tests need keys.
#include <psa/crypto.h>

namespace {

struct initialiser {
    initialiser() { answer = psa_crypto_init(); }
    psa_status_t answer;
} const at_start; // before any test; a failure fails all tests

} // namespace
