// A firmware whose AES is an engine at a bus address. Linked only, to inspect its symbols: no board under QEMU 7.2 has
// such an engine.
#include <psa/crypto.h>

#include <array>
#include <cstdint>

#include "flintls/crypto/mbedtls.hpp"
#ifdef FLINTLS_TEST_SOFTWARE_AES
#include "flintls/crypto/prf.hpp"
#else
#include "crypto/engine/mixed.hpp"
#endif

namespace {

std::array<std::uint8_t, 128> text;

#ifdef FLINTLS_TEST_SOFTWARE_AES
// Control: the same program with Mbed TLS's own AES.
flintls::crypto_status seal(flintls::mbedtls::hkdf_sha256::key const& master) {
    static std::array<std::uint8_t, 16> bytes;
    flintls::mbedtls::hkdf_sha256 hkdf;
    flintls::mbedtls::key key;
    (void)hkdf.expand(master, text, bytes.data(), 16);
    (void)flintls::mbedtls::aes_128_gcm::import_key(bytes, key);
    (void)flintls::mbedtls::random::fill(text.data() + 64, 12);
    return flintls::mbedtls::aes_128_gcm::seal(key, flintls::fixed_view<12>{text.data() + 64}, {}, text.data(), 48);
}
#else
struct bus {
    static std::uint32_t volatile* at(std::uint32_t address) {
        return reinterpret_cast<std::uint32_t volatile*>(std::uintptr_t{0x50060000} + address);
    }
    static std::uint32_t read(std::uint32_t address) { return *at(address); }
    static void write(std::uint32_t address, std::uint32_t value) { *at(address) = value; }
};

flintls::crypto_status seal(flintls::mbedtls::hkdf_sha256::key const& master) {
    mixed_crypto<bus>::sealing sealing;
    for (;;) {
        auto const status = sealing.run(master, {}, text.data(), 48);
        if (status != flintls::crypto_status::pending) return status;
    }
}
#endif

} // namespace

int main() {
    flintls::mbedtls::hkdf_sha256::key master;
    if (psa_crypto_init() != PSA_SUCCESS) return 1;
    if (flintls::mbedtls::hkdf_sha256::import_key(flintls::byte_view{text.data(), 32}, master) !=
        flintls::crypto_status::done) {
        return 1;
    }
    return seal(master) == flintls::crypto_status::done ? 0 : 1;
}
