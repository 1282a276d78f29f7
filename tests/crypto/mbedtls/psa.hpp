// Common to the tests of Mbed TLS alone.
#pragma once

#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/mbedtls/build.hpp"

namespace test {

inline bool done(psa_status_t status) { return flintls::psa_answer(status) == flintls::crypto_status::done; }

/// A PSA key that the destructor destroys.
class imported {
public:
    template <std::size_t Size>
    imported(psa_key_type_t type, psa_algorithm_t algorithm, psa_key_usage_t usage,
             std::array<std::uint8_t, Size> const& bytes) {
        psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
        psa_set_key_type(&attributes, type);
        psa_set_key_algorithm(&attributes, algorithm);
        psa_set_key_usage_flags(&attributes, usage);
        ok_ = done(psa_crypto_init()) && done(psa_import_key(&attributes, bytes.data(), Size, &id_));
    }
    imported(imported const&) = delete;
    imported& operator=(imported const&) = delete;
    ~imported() { psa_destroy_key(id_); }

    bool ok() const { return ok_; }
    psa_key_id_t id() const { return id_; }

private:
    psa_key_id_t id_ = PSA_KEY_ID_NULL;
    bool ok_ = false;
};

} // namespace test
