// What the check is there to find: the same bytes, but made when the program starts, and in RAM.
#include "flintls/hello/compiled_hello.hpp"

using namespace flintls;

namespace {

struct flash_policy : policy_of<> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
using compiled = decltype(make_client_hello<flash_policy>());

std::array<std::uint8_t, compiled::max_size> make(std::uint8_t const* random) {
    std::array<std::uint8_t, compiled::max_size> bytes{};
    (void)serialize(compiled::with({.random = fixed_view<32>{random}}), bytes);
    return bytes;
}

} // namespace

extern std::uint8_t const* const entropy;
std::array<std::uint8_t, compiled::max_size> hello = make(entropy);
