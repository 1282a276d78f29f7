// A client with static storage: it is made before main and never destroyed. Its crypto is an engine that does not answer, so
// that this links without one; its AES would be a peripheral's.
#include <array>
#include <cstdint>

#include "flintls/client.hpp"
#include "nrf_ecb.hpp"
#include "registers.hpp"

namespace {

using namespace flintls;

struct dead_engine {
    static constexpr std::uint32_t size = 32;
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;
    struct key {
        key() = default;
        key(key&&) noexcept {}
        key& operator=(key&&) noexcept { return *this; }
        ~key() { ended = true; }
        bool volatile ended = false;
    };
    static void reset() {}
    static crypto_status import_key(byte_view, key&) { return crypto_status::failed; }
    static crypto_status start() { return crypto_status::failed; }
    static crypto_status start(key const&) { return crypto_status::failed; }
    static crypto_status update(byte_view) { return crypto_status::failed; }
    static crypto_status finish(std::uint8_t*) { return crypto_status::failed; }
    static crypto_status finish(key const&, std::uint8_t*) { return crypto_status::failed; }
    static crypto_status fork(dead_engine&) { return crypto_status::failed; }
    static crypto_status fill(std::uint8_t*, std::uint32_t) { return crypto_status::failed; }
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::failed;
    }
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::failed;
    }
    static crypto_status master_secret(key const&, byte_view, byte_view, byte_view, std::uint8_t*) {
        return crypto_status::failed;
    }
};
struct policy_of_product : policy_of<> {
    struct crypto {
        using sha256 = dead_engine;
        using hmac_sha256 = dead_engine;
        using random = dead_engine;
        using aes_128_gcm = dead_engine;
        using psk = dead_engine;
    };
    using suites = suite_list<cipher_suite::psk_with_aes_128_gcm_sha256>;
};

std::array<std::uint8_t, 1024> receive;
std::array<std::uint8_t, 1024> transmit;
std::array<std::uint8_t, 1024> messages;
dead_engine::key const secret;
preshared_key<dead_engine> known{"sensor", secret};
ticket_store<policy_of_product> tickets;
client<policy_of_product, decltype(known)> device{{receive, transmit, messages}, known, &tickets};

float volatile ratio = 1.5F;

} // namespace

int main() {
#ifndef __ARM_FP
    return 1; // this is a test of hard floats
#endif
    ratio = ratio * 2.0F;
    if (ratio != 3.0F || device.refusal() != errc::ok || !device.connect("sensor.example")) {
        return 2;
    }
    bool const failed = device.run(0) == progress::failed;
    return failed && device.failure().what() == errc::crypto_failed ? 0 : 3;
}
