// Crypto of two sources: AES by the engine, everything else by Mbed TLS. Both together seal a secret like a ticket:
// HKDF derives a key, and the engine seals under that key.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/engine/driver.hpp"
#include "flintls/crypto/mbedtls.hpp"

template <class Bus> struct mixed_crypto {
    using aead = aead_engine<Bus>;
    using hkdf = flintls::mbedtls::hkdf_sha256;
    using random = flintls::mbedtls::random;

    /// Seals `size` bytes at `text` under a key derived from `master`, and appends nonce and tag. Continues after
    /// `pending`.
    class sealing {
    public:
        flintls::crypto_status run(hkdf::key const& master, flintls::byte_view info, std::uint8_t* text,
                                   std::uint32_t size) {
            using enum flintls::crypto_status;
            if (key_.is_none()) {
                std::array<std::uint8_t, aead::key_size> bytes{};
                flintls::crypto_status status = hkdf_.expand(master, info, bytes.data(), bytes.size());
                if (status == done) status = aead::import_key(bytes, key_);
                flintls::wipe(bytes);
                if (status == done) status = random::fill(text + size + aead::tag_size, 12);
                if (status != done) return status;
            }
            std::uint8_t const* const nonce = text + size + aead::tag_size;
            return aead_.seal(key_, flintls::fixed_view<12>{nonce}, info, text, size);
        }
        typename aead::key const& key() const { return key_; }

    private:
        hkdf hkdf_;
        aead aead_;
        typename aead::key key_;
    };
};
