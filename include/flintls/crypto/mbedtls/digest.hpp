// SPDX-License-Identifier: Apache-2.0
/// \file
/// Hashes, HMAC and random bytes by Mbed TLS. HMAC (RFC 2104) runs over PSA's hash; for keys in PSA's store it runs
/// over PSA's MAC.
#ifndef FLINTLS_CRYPTO_MBEDTLS_DIGEST_HPP
#define FLINTLS_CRYPTO_MBEDTLS_DIGEST_HPP

#include <psa/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/mbedtls/build.hpp"
#include "flintls/crypto/mbedtls/key.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_bytes.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace mbedtls {

/// A model of `hash`.
template <psa_algorithm_t Algorithm> class message_digest {
public:
    static constexpr std::uint32_t size = PSA_HASH_LENGTH(Algorithm); // bytes

    message_digest() = default;
    message_digest(message_digest const&) = delete;
    message_digest& operator=(message_digest const&) = delete;
    ~message_digest() { reset(); }

    void reset() { (void)psa_hash_abort(&operation_); }

    crypto_status start() {
        reset();
        return psa_answer(psa_hash_setup(&operation_, Algorithm));
    }
    crypto_status update(byte_view bytes) {
        return psa_answer(psa_hash_update(&operation_, bytes.data(), bytes.size()));
    }
    crypto_status finish(std::uint8_t* out) {
        std::size_t written = 0;
        return whole_or_nothing(psa_hash_finish(&operation_, out, size, &written), out, size);
    }
    crypto_status fork(message_digest& other) const {
        other.reset();
        return psa_answer(psa_hash_clone(&operation_, &other.operation_));
    }

private:
    psa_hash_operation_t operation_{};
};

/// A model of `hmac_of_bytes`, for secrets in memory. Needs no slot of the store, and no state beside the hash's.
template <psa_algorithm_t Hash> class hmac_by_hash {
public:
    static constexpr std::uint32_t size = PSA_HASH_LENGTH(Hash);             // bytes
    static constexpr std::uint32_t block_size = PSA_HASH_BLOCK_LENGTH(Hash); // bytes
    using key = secret_bytes<block_size>;

    void reset() { hash_.reset(); }

    static crypto_status import_key(byte_view bytes, key& made) {
        std::array<std::uint8_t, block_size> shorter{};
        std::uint32_t const shorter_size = shorten(bytes, shorter.data());
        made.set({shorter.data(), shorter_size});
        wipe(shorter);
        return shorter_size != 0 ? crypto_status::done : crypto_status::failed;
    }
    static std::uint32_t shorten(byte_view bytes, std::uint8_t* out) {
        if (bytes.size() <= block_size) {
            copy(out, bytes.data(), bytes.size());
            return bytes.size();
        }
        message_digest<Hash> hash;
        bool const good = hash.start() == crypto_status::done && hash.update(bytes) == crypto_status::done &&
                          hash.finish(out) == crypto_status::done;
        return good ? size : 0;
    }

    crypto_status start(byte_view bytes) { return begin(bytes, 0x36); }
    crypto_status start(key const& own) { return start(own.view()); }
    crypto_status update(byte_view bytes) { return hash_.update(bytes); }
    /// `out` holds the inner hash until the outer one replaces it.
    crypto_status finish(byte_view bytes, std::uint8_t* out) {
        bool const good = hash_.finish(out) == crypto_status::done && begin(bytes, 0x5c) == crypto_status::done &&
                          hash_.update({out, size}) == crypto_status::done && hash_.finish(out) == crypto_status::done;
        if (!good) {
            wipe_memory(out, size);
        }
        return good ? crypto_status::done : crypto_status::failed;
    }
    crypto_status finish(key const& own, std::uint8_t* out) { return finish(own.view(), out); }

private:
    /// RFC 2104 2: the inner and the outer hash start with a block: the key and zeros, each byte XORed with `pad`.
    [[gnu::noinline]] crypto_status begin(byte_view bytes, std::uint8_t pad) {
        if (bytes.empty() || bytes.size() > block_size) {
            reset();
            return crypto_status::failed;
        }
        std::array<std::uint8_t, block_size> block{};
        copy(block.data(), bytes.data(), bytes.size());
        for (std::uint8_t& each : block) {
            each = static_cast<std::uint8_t>(each ^ pad);
        }
        crypto_status status = hash_.start();
        if (status == crypto_status::done) {
            status = hash_.update(block);
        }
        wipe(block);
        return status;
    }

    message_digest<Hash> hash_;
};

/// A model of `hmac` by PSA's MAC, for keys in PSA's store, such as keys that cannot be exported. A borrowed key has
/// type PSA_KEY_TYPE_HMAC, usage PSA_KEY_USAGE_SIGN_MESSAGE, and the algorithm PSA_ALG_HMAC of the hash.
template <psa_algorithm_t Hash> class message_authentication {
public:
    static constexpr std::uint32_t size = PSA_HASH_LENGTH(Hash); // bytes
    using key = mbedtls::key;

    message_authentication() = default;
    message_authentication(message_authentication const&) = delete;
    message_authentication& operator=(message_authentication const&) = delete;
    ~message_authentication() { reset(); }

    void reset() { (void)psa_mac_abort(&operation_); }

    /// RFC 2104 2: a key longer than a block of the hash is hashed first, so no key in a slot is longer than a block.
    static crypto_status import_key(byte_view bytes, key& made) {
        if (bytes.size() <= PSA_HASH_BLOCK_LENGTH(Hash)) {
            return import_bytes(purpose(), bytes, made);
        }
        std::array<std::uint8_t, size> digest{};
        std::size_t written = 0;
        crypto_status status =
            psa_answer(psa_hash_compute(Hash, bytes.data(), bytes.size(), digest.data(), size, &written));
        if (status == crypto_status::done) {
            status = import_bytes(purpose(), digest, made);
        }
        wipe(digest);
        return status;
    }
    crypto_status start(key const& own) {
        reset();
        return psa_answer(psa_mac_sign_setup(&operation_, own.id(), PSA_ALG_HMAC(Hash)));
    }
    crypto_status update(byte_view bytes) {
        return psa_answer(psa_mac_update(&operation_, bytes.data(), bytes.size()));
    }
    crypto_status finish(key const& /*own*/, std::uint8_t* out) {
        std::size_t written = 0;
        return whole_or_nothing(psa_mac_sign_finish(&operation_, out, size, &written), out, size);
    }

private:
    static constexpr key_purpose purpose() {
        return {PSA_KEY_TYPE_HMAC, PSA_KEY_USAGE_SIGN_MESSAGE, PSA_ALG_HMAC(Hash)};
    }

    psa_mac_operation_t operation_{};
};

/// A model of `random`, by the random source of Mbed TLS's configuration.
class random_bytes {
public:
    static void reset() {} // nothing is ever pending
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        return whole_or_nothing(psa_generate_random(out, size), out, size);
    }
};

} // namespace mbedtls
} // namespace v0
} // namespace flintls

#endif
