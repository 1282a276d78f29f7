// SPDX-License-Identifier: Apache-2.0
/// \file
/// Keys of Mbed TLS.
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

/// What PSA answered, where it writes: nothing is left of an output that is not whole. PSA leaves zeros, the bytes
/// that were there, or others.
[[gnu::noinline]] inline crypto_status whole_or_nothing(psa_status_t status, std::uint8_t* out, std::size_t size) {
    crypto_status const answer = psa_answer(status);
    if (answer == crypto_status::failed) {
        wipe_memory(out, size);
    }
    return answer;
}

/// A key in Mbed TLS's store: its number, which is all that a connection holds of it. A key that was made here is
/// destroyed with this object. A borrowed one, such as a persistent key that cannot be exported, stays.
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

    /// A key of the application, which outlives this object. Its policy must allow what it is used for: see each model.
    [[nodiscard]] static key borrow(psa_key_id_t id) { return key{id}; }
    /// A key that this object destroys.
    [[nodiscard]] static key adopt(psa_key_id_t id) { return key{id | owned}; }

    /// PSA_KEY_ID_NULL when it is none.
    [[nodiscard]] psa_key_id_t id() const { return number_ & ~owned; }

private:
    /// PSA numbers keys up to PSA_KEY_ID_VENDOR_MAX; the bit above is free.
    static constexpr psa_key_id_t owned = 0x8000'0000U;
    static_assert(std::is_same_v<psa_key_id_t, std::uint32_t> && PSA_KEY_ID_VENDOR_MAX < owned);
    static_assert(std::is_same_v<psa_key_id_t, mbedtls_svc_key_id_t>, "flintls: a client of PSA, not its server");

    explicit key(psa_key_id_t number) : number_{number} {}
    void release() {
        if ((number_ & owned) != 0) {
            (void)psa_destroy_key(id()); // fails when it is gone already
        }
    }

    psa_key_id_t number_ = 0;
};

/// What a key is for, as PSA spells it.
struct key_purpose {
    psa_key_type_t type;
    psa_key_usage_t usage;
    psa_algorithm_t algorithm;
    std::size_t bits = 0; ///< 0: as many as there are

    [[nodiscard]] psa_key_attributes_t attributes() const {
        psa_key_attributes_t made = psa_key_attributes_init();
        psa_set_key_type(&made, type);
        psa_set_key_usage_flags(&made, usage);
        psa_set_key_algorithm(&made, algorithm);
        psa_set_key_bits(&made, bits);
        return made;
    }
};

/// Fails when the store is full, when the bytes are no such key, and before psa_crypto_init. What `made` was is
/// released first, so that a full store can replace a key.
[[nodiscard]] inline crypto_status import_bytes(key_purpose const& purpose, byte_view bytes, key& made) {
    made = key{};
    psa_key_attributes_t const attributes = purpose.attributes();
    psa_key_id_t id = PSA_KEY_ID_NULL;
    crypto_status const status = psa_answer(psa_import_key(&attributes, bytes.data(), bytes.size(), &id));
    if (status == crypto_status::done) {
        made = key::adopt(id);
    }
    return status;
}

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
