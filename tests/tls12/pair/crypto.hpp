// The crypto of a simulated pair: Mbed TLS with random bytes that are the same in every run, and a count of public-key
// operations; and the same with models that answer `pending` first.
#pragma once

#include <cstdint>
#include <cstring>

#include "crypto/conformance/hesitant.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "ticket/sealed/hesitant.hpp"

namespace pair {

using namespace flintls;
using crypto_test::call;
using crypto_test::patience;
using crypto_test::tally;

/// The random bytes of one thread, which Mbed TLS uses, too (random.cpp).
void seed(std::uint32_t number);
void fill_random(std::uint8_t* out, std::size_t size);

/// The operations that this thread has called.
struct work {
    unsigned public_key = 0; ///< operations since the last reset by a test
};
work& done_here();

/// The random bytes of one role, independent of the peer's. `Role` 0: client, 1: server.
template <int Role> struct given_random {
    static inline thread_local std::uint32_t state = 1;
    static inline thread_local bool broken = false;

    static void reset() {}
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        for (std::uint32_t i = 0; i < size; ++i) {
            state = state * 1664525U + 1013904223U;
            out[i] = broken ? std::uint8_t{0} : static_cast<std::uint8_t>(state >> 24U);
        }
        return broken ? crypto_status::failed : crypto_status::done;
    }
};

/// A group that counts its public-key operations.
template <class Group> struct counted_agreement : Group {
    using key = typename Group::key;
    crypto_status generate(key& made, std::uint8_t* share) {
        ++done_here().public_key; // the generation of a key is one operation, the agreement another
        return Group::generate(made, share);
    }
    crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        ++done_here().public_key;
        return Group::agree(own, peer, secret);
    }
};
struct counted_signer : mbedtls::ecdsa_secp256r1 {
    crypto_status sign(key const& own, signature_scheme scheme, byte_view digest, std::uint8_t* out, std::uint32_t room,
                       std::uint32_t& size) {
        ++done_here().public_key;
        return mbedtls::ecdsa_secp256r1::sign(own, scheme, digest, out, room, size);
    }
};
struct counted_verifier : mbedtls::verifier {
    crypto_status verify(public_key_view const& key, signature_scheme scheme, byte_view digest, byte_view signature) {
        ++done_here().public_key;
        return mbedtls::verifier::verify(key, scheme, digest, signature);
    }
};

template <int Role> struct prompt {
    using sha256 = mbedtls::sha256;
    using hmac_sha256 = mbedtls::hmac_sha256;
    using sha384 = mbedtls::sha384;
    using hmac_sha384 = mbedtls::hmac_sha384;
    using aes_128_gcm = mbedtls::aes_128_gcm;
    using aes_256_gcm = mbedtls::aes_256_gcm;
    using aes_128_ccm = mbedtls::aes_128_ccm;
    using aes_128_ccm_8 = mbedtls::aes_128_ccm_8;
    using chacha20_poly1305 = mbedtls::chacha20_poly1305;
    using secp256r1 = counted_agreement<mbedtls::secp256r1>;
    using verifier = counted_verifier;
    using signer = counted_signer;
    using random = given_random<Role>;
    using psk = mbedtls::psk;
};

template <flintls::hash Hash, unsigned Times> class hesitant_hash {
public:
    static constexpr std::uint32_t size = Hash::size;
    static inline tally counts{};

    void reset() {
        op_.reset();
        patience_ = {};
    }
    crypto_status start() { return waits({1, this}) ? crypto_status::pending : op_.start(); }
    crypto_status update(byte_view bytes) { return waits({2, bytes}) ? crypto_status::pending : op_.update(bytes); }
    crypto_status finish(std::uint8_t* out) { return waits({3, out}) ? crypto_status::pending : op_.finish(out); }
    crypto_status fork(hesitant_hash& other) const {
        return other.waits({4, this}) ? crypto_status::pending : op_.fork(other.op_);
    }

private:
    bool waits(call const& now) { return patience_.waits(counts, now); }

    Hash op_{};
    patience<Times> patience_{};
};

/// A group that answers `pending` `Times` times before every result.
template <class Group, unsigned Times> class hesitant_agreement {
public:
    using key = typename Group::key;
    static constexpr auto group = Group::group;
    static constexpr std::uint32_t share_size = Group::share_size;
    static constexpr std::uint32_t secret_size = Group::secret_size;
    static inline tally counts{};

    void reset() {
        op_.reset();
        patience_ = {};
    }
    crypto_status generate(key& made, std::uint8_t* share) {
        return patience_.waits(counts, {1, share}) ? crypto_status::pending : op_.generate(made, share);
    }
    crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        return patience_.waits(counts, {2, peer}) ? crypto_status::pending : op_.agree(own, peer, secret);
    }

private:
    Group op_{};
    patience<Times> patience_{};
};
template <unsigned Times> class hesitant_signer {
public:
    using key = counted_signer::key;
    static constexpr std::uint32_t max_signature_size = counted_signer::max_signature_size;
    static inline tally counts{};

    static bool supports(signature_scheme scheme) { return counted_signer::supports(scheme); }
    void reset() { patience_ = {}; }
    crypto_status sign(key const& own, signature_scheme scheme, byte_view digest, std::uint8_t* out, std::uint32_t room,
                       std::uint32_t& size) {
        return patience_.waits(counts, {1, digest}) ? crypto_status::pending
                                                    : op_.sign(own, scheme, digest, out, room, size);
    }

private:
    counted_signer op_{};
    patience<Times> patience_{};
};
template <unsigned Times> class hesitant_verifier {
public:
    static inline tally counts{};

    static bool supports(signature_scheme scheme) { return counted_verifier::supports(scheme); }
    void reset() { patience_ = {}; }
    crypto_status verify(public_key_view const& key, signature_scheme scheme, byte_view digest, byte_view signature) {
        call now{1, key.key};
        for (byte_view const part : {digest, signature}) now.sum = now.sum * 31 + call{1, part}.sum;
        return patience_.waits(counts, now) ? crypto_status::pending : op_.verify(key, scheme, digest, signature);
    }

private:
    counted_verifier op_{};
    patience<Times> patience_{};
};

/// Models that answer `pending` `Times` times before every result. The two sides of a pair use different numbers,
/// because the static state of a model is per number.
template <int Role, unsigned Times> struct hesitant {
    using sha256 = hesitant_hash<mbedtls::sha256, Times>;
    using hmac_sha256 = crypto_test::hesitant_hmac<mbedtls::hmac_sha256, Times>;
    using sha384 = hesitant_hash<mbedtls::sha384, Times>;
    using hmac_sha384 = crypto_test::hesitant_hmac<mbedtls::hmac_sha384, Times>;
    using aes_128_gcm = sealed::hesitant_aead<mbedtls::aes_128_gcm, Times>;
    using aes_256_gcm = sealed::hesitant_aead<mbedtls::aes_256_gcm, Times>;
    using aes_128_ccm = sealed::hesitant_aead<mbedtls::aes_128_ccm, Times>;
    using aes_128_ccm_8 = sealed::hesitant_aead<mbedtls::aes_128_ccm_8, Times>;
    using chacha20_poly1305 = sealed::hesitant_aead<mbedtls::chacha20_poly1305, Times>;
    using secp256r1 = hesitant_agreement<counted_agreement<mbedtls::secp256r1>, Times>;
    using verifier = hesitant_verifier<Times>;
    using signer = hesitant_signer<Times>;
    using random = sealed::hesitant_random<given_random<Role>, Times>;
    using psk = psk_over<hmac_sha256>;

    /// The number of pending calls that were repeated with other arguments.
    static std::uint32_t changed() {
        return sha256::counts.changed + hmac_sha256::counts.changed + sha384::counts.changed +
               hmac_sha384::counts.changed + aes_256_gcm::counts.changed + aes_128_gcm::counts.changed +
               aes_128_ccm::counts.changed + aes_128_ccm_8::counts.changed + chacha20_poly1305::counts.changed +
               secp256r1::counts.changed + verifier::counts.changed + signer::counts.changed + random::counts.changed;
    }
    static std::uint32_t answered_pending() {
        return sha256::counts.answered_pending + hmac_sha256::counts.answered_pending +
               sha384::counts.answered_pending + hmac_sha384::counts.answered_pending +
               aes_256_gcm::counts.answered_pending + aes_128_gcm::counts.answered_pending +
               aes_128_ccm::counts.answered_pending + aes_128_ccm_8::counts.answered_pending +
               chacha20_poly1305::counts.answered_pending + secp256r1::counts.answered_pending +
               verifier::counts.answered_pending + signer::counts.answered_pending + random::counts.answered_pending;
    }
};

} // namespace pair
