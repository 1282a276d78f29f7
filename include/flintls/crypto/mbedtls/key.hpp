// SPDX-License-Identifier: Apache-2.0
/// \file
/// Keys in the store of Mbed TLS (PSA Crypto API).
#ifndef FLINTLS_CRYPTO_MBEDTLS_KEY_HPP
#define FLINTLS_CRYPTO_MBEDTLS_KEY_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// Converts the status of PSA, and wipes the output after a failure: PSA may leave zeros, the former bytes, or other
/// bytes there.
[[gnu::noinline]] inline crypto_status whole_or_nothing(psa_status_t status, std::uint8_t* out, std::size_t size) {
    crypto_status const answer = psa_answer(status);
    if (answer == crypto_status::failed) {
        wipe_memory(out, size);
    }
    return answer;
}

/// The number of a key in Mbed TLS's store; a connection holds nothing else of the key. An adopted key is destroyed
/// with this object. A borrowed key, such as a persistent key that cannot be exported, stays.
class key {
public:
    key() = default;
    key(key&& other) noexcept : number_{std::exchange(other.number_, 0)} {}
    key& operator=(key&& other) noexcept {
        if (this != &other) {
            release();
            number_ = std::exchange(other.number_, 0);
        }
        return *this;
    }
    ~key() { release(); }

    /// A key of the application; the key outlives this object. The key's usage and algorithm must fit the model.
    [[nodiscard]] static key borrow(psa_key_id_t id) { return key{id}; }
    /// A key that this object destroys.
    [[nodiscard]] static key adopt(psa_key_id_t id) { return key{id | owned}; }

    /// PSA_KEY_ID_NULL for no key.
    [[nodiscard]] psa_key_id_t id() const { return number_ & ~owned; }

private:
    /// PSA numbers keys up to PSA_KEY_ID_VENDOR_MAX; the bit above is free.
    static constexpr psa_key_id_t owned = 0x8000'0000U;
    static_assert(std::is_same_v<psa_key_id_t, std::uint32_t> && PSA_KEY_ID_VENDOR_MAX < owned);
    static_assert(std::is_same_v<psa_key_id_t, mbedtls_svc_key_id_t>, "flintls: a client of PSA, not its server");

    explicit key(psa_key_id_t number) : number_{number} {}
    void release() {
        if ((number_ & owned) != 0) {
            (void)psa_destroy_key(id()); // fails if the key is destroyed already
        }
    }

    psa_key_id_t number_ = 0;
};

/// The attributes of a key: its PSA type, usage and algorithm.
struct key_purpose {
    psa_key_type_t type;
    psa_key_usage_t usage;
    psa_algorithm_t algorithm;
    std::size_t bits = 0; ///< 0: the size of the imported bytes

    [[nodiscard]] psa_key_attributes_t attributes() const {
        psa_key_attributes_t made = psa_key_attributes_init();
        psa_set_key_type(&made, type);
        psa_set_key_usage_flags(&made, usage);
        psa_set_key_algorithm(&made, algorithm);
        psa_set_key_bits(&made, bits);
        return made;
    }
};

/// Fails if the store is full, if the bytes are no such key, and before psa_crypto_init. The former key of `made` is
/// released first, so that a full store can replace a key.
[[nodiscard]] inline psa_status_t import_key(key_purpose const& purpose, byte_view bytes, key& made) {
    made = key{};
    psa_key_attributes_t const attributes = purpose.attributes();
    psa_key_id_t id = PSA_KEY_ID_NULL;
    psa_status_t const status = psa_import_key(&attributes, bytes.data(), bytes.size(), &id);
    if (status == PSA_SUCCESS) {
        made = key::adopt(id);
    }
    return status;
}
[[nodiscard]] inline crypto_status import_bytes(key_purpose const& purpose, byte_view bytes, key& made) {
    return psa_answer(import_key(purpose, bytes, made));
}

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
