// Mbed TLS with keys as bytes in their own objects: a test can search for keys, and have more keys than Mbed TLS has
// slots.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/hkdf.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/wire/cursor.hpp"

namespace sealed {

using namespace flintls;
namespace backend = flintls::mbedtls;

template <std::size_t Size> struct plain_key {
    std::array<std::uint8_t, Size> bytes{};
    bool there = false;

    plain_key() = default;
    plain_key(plain_key&& other) noexcept : bytes{other.bytes}, there{other.there} { other.drop(); }
    plain_key& operator=(plain_key&& other) noexcept {
        if (this != &other) {
            bytes = other.bytes;
            there = other.there;
            other.drop();
        }
        return *this;
    }
    ~plain_key() { drop(); }
    crypto_status import(byte_view from) {
        copy(bytes.data(), from.data(), Size);
        there = true;
        return crypto_status::done;
    }
    void drop() {
        wipe(bytes);
        there = false;
    }
};

/// AES-128-GCM
struct plain_gcm {
    using key = plain_key<16>;
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;

    static void reset() {}
    static crypto_status import_key(byte_view bytes, key& made) { return made.import(bytes); }
    static crypto_status seal(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t n) {
        return backend::aes_128_gcm::seal(imported(k), nonce, aad, text, n);
    }
    static crypto_status open(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t n) {
        return backend::aes_128_gcm::open(imported(k), nonce, aad, text, n);
    }

private:
    static backend::key imported(key const& k) {
        return k.there ? crypto_test::key_of<backend::aes_128_gcm>(k.bytes) : backend::key{};
    }
};

/// HMAC-SHA-256, keys of 32 bytes
class plain_hmac {
public:
    using key = plain_key<32>;
    static constexpr std::uint32_t size = 32;

    void reset() { mac_.reset(); }
    static crypto_status import_key(byte_view bytes, key& made) { return made.import(bytes); }
    crypto_status start(key const& k) { return k.there ? mac_.start(byte_view{k.bytes}) : crypto_status::failed; }
    crypto_status update(byte_view bytes) { return mac_.update(bytes); }
    crypto_status finish(key const& k, std::uint8_t* out) { return mac_.finish(byte_view{k.bytes}, out); }

private:
    backend::hmac_sha256 mac_;
};
using plain_hkdf = hkdf_over<plain_hmac>;

} // namespace sealed
