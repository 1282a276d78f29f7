// SPDX-License-Identifier: Apache-2.0
/// \file
/// Ciphers by Mbed TLS: AEAD with AES or ChaCha20, single blocks of AES, CBC. Single blocks and CBC allocate inside Mbed TLS 3.6, from the pool that
/// its configuration names.
#ifndef FLINTLS_CRYPTO_MBEDTLS_CIPHER_HPP
#define FLINTLS_CRYPTO_MBEDTLS_CIPHER_HPP

#include <psa/crypto.h>

#include <cstddef>
#include <cstdint>

#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// Keys of one size for one algorithm. A borrowed key has that type and algorithm, and the usage that the operation
/// needs, PSA_KEY_USAGE_ENCRYPT or PSA_KEY_USAGE_DECRYPT.
template <psa_algorithm_t Algorithm, std::uint32_t KeySize, psa_key_type_t Type = PSA_KEY_TYPE_AES> class cipher_keys {
public:
    static constexpr std::uint32_t key_size = KeySize; // bytes
    using key = mbedtls::key;

    static void reset() {} // nothing is ever pending
    static crypto_status import_key(byte_view bytes, key& made) {
        if (bytes.size() != KeySize) {
            made = key{};
            return crypto_status::failed;
        }
        constexpr key_purpose purpose{Type, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, Algorithm};
        return import_bytes(purpose, bytes, made);
    }
};

inline constexpr psa_algorithm_t ccm_8 = PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, 8);

/// A model of `aead`. One call completes an operation.
template <psa_algorithm_t Algorithm, std::uint32_t KeySize, psa_key_type_t Type = PSA_KEY_TYPE_AES>
class aead_cipher : public cipher_keys<Algorithm, KeySize, Type> {
public:
    static constexpr std::uint32_t tag_size = PSA_ALG_AEAD_GET_TAG_LENGTH(Algorithm); // bytes
    using key = mbedtls::key;

    static crypto_status seal(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text,
                              std::uint32_t size) {
        std::size_t written = 0;
        std::size_t const room = std::size_t{size} + tag_size;
        return whole_or_nothing(psa_aead_encrypt(own.id(), Algorithm, nonce.data(), byte_view{nonce}.size(), aad.data(),
                                                 aad.size(), text, size, text, room, &written),
                                text, room);
    }
    static crypto_status open(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text,
                              std::uint32_t size) {
        std::size_t written = 0;
        return whole_or_nothing(psa_aead_decrypt(own.id(), Algorithm, nonce.data(), byte_view{nonce}.size(), aad.data(),
                                                 aad.size(), text, std::size_t{size} + tag_size, text, size, &written),
                                text, size);
    }
};

/// A model of `block_cipher`.
template <std::uint32_t KeySize> class aes_block : public cipher_keys<PSA_ALG_ECB_NO_PADDING, KeySize> {
public:
    using key = mbedtls::key;

    static crypto_status encrypt(key const& own, std::uint8_t* block) {
        std::size_t written = 0;
        return whole_or_nothing(psa_cipher_encrypt(own.id(), PSA_ALG_ECB_NO_PADDING, block, 16, block, 16, &written),
                                block, 16);
    }
};

/// A model of `cbc`. PSA's one-shot encryption chooses its own initialisation vector, and so each call takes four
/// steps.
template <std::uint32_t KeySize> class aes_cbc : public cipher_keys<PSA_ALG_CBC_NO_PADDING, KeySize> {
public:
    using key = mbedtls::key;

    static crypto_status encrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        psa_cipher_operation_t operation{};
        return run(operation, psa_cipher_encrypt_setup(&operation, own.id(), PSA_ALG_CBC_NO_PADDING), iv, text, size);
    }
    static crypto_status decrypt(key const& own, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        psa_cipher_operation_t operation{};
        return run(operation, psa_cipher_decrypt_setup(&operation, own.id(), PSA_ALG_CBC_NO_PADDING), iv, text, size);
    }

private:
    static crypto_status run(psa_cipher_operation_t& operation, psa_status_t status, fixed_view<16> iv,
                             std::uint8_t* text, std::uint32_t size) {
        std::size_t written = 0;
        std::size_t rest = 0;
        if (status == PSA_SUCCESS) {
            status = psa_cipher_set_iv(&operation, iv.data(), byte_view{iv}.size());
        }
        if (status == PSA_SUCCESS) {
            status = psa_cipher_update(&operation, text, size, text, size, &written);
        }
        if (status == PSA_SUCCESS) {
            status = psa_cipher_finish(&operation, text + written, size - written, &rest);
        }
        (void)psa_cipher_abort(&operation);
        return whole_or_nothing(status, text, size);
    }
};

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
