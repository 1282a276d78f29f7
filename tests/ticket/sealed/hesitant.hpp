// Models that return `pending` before they work, and check that the caller repeats the call unchanged.
#pragma once

#include <bit>
#include <cstdint>

#include "crypto/conformance/hesitant.hpp"
#include "flintls/crypto/cipher.hpp"
#include "flintls/wire/cursor.hpp"

namespace sealed {

using namespace flintls;
using crypto_test::call;
using crypto_test::patience;
using crypto_test::tally;

/// The arguments of an AEAD, a CBC cipher or a random source as one value.
template <class Key> call call_of(unsigned which, Key const& key, byte_view nonce, byte_view aad, byte_view text) {
    call all{which, &key};
    for (byte_view const part : {nonce, aad, text}) {
        call const one{which, part};
        all.sum = all.sum * 31 + one.sum + one.size;
        all.sum ^= static_cast<std::uint32_t>(std::bit_cast<std::uintptr_t>(one.at));
    }
    return all;
}

template <flintls::aead Aead, unsigned Times> class hesitant_aead {
public:
    using key = typename Aead::key;
    static constexpr std::uint32_t key_size = Aead::key_size;
    static constexpr std::uint32_t tag_size = Aead::tag_size;
    static inline tally counts{};

    void reset() {
        op_.reset();
        patience_ = {};
    }
    static crypto_status import_key(byte_view bytes, key& made) {
        return importing_.waits(counts, {1, bytes}) ? crypto_status::pending : Aead::import_key(bytes, made);
    }
    crypto_status seal(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        bool const waits = patience_.waits(counts, call_of(2, k, nonce, aad, {text, size}));
        return waits ? crypto_status::pending : op_.seal(k, nonce, aad, text, size);
    }
    crypto_status open(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        bool const waits = patience_.waits(counts, call_of(3, k, nonce, aad, {text, size + tag_size}));
        return waits ? crypto_status::pending : op_.open(k, nonce, aad, text, size);
    }

private:
    static inline patience<Times> importing_{};

    Aead op_{};
    patience<Times> patience_{};
};

/// Unlike crypto_test's model: reset() of one object does not end an import of another.
template <flintls::hmac Hmac, unsigned Times> class hesitant_hmac {
public:
    using key = typename Hmac::key;
    static constexpr std::uint32_t size = Hmac::size;
    static inline tally counts{};

    void reset() {
        mac_.reset();
        patience_ = {};
    }
    static crypto_status import_key(byte_view bytes, key& made) {
        return importing_.waits(counts, {1, bytes}) ? crypto_status::pending : Hmac::import_key(bytes, made);
    }
    /// Forgets an abandoned import.
    static void forget_imports() { importing_ = {}; }
    crypto_status start(key const& own) {
        return patience_.waits(counts, {2, &own}) ? crypto_status::pending : mac_.start(own);
    }
    crypto_status update(byte_view bytes) {
        return patience_.waits(counts, {3, bytes}) ? crypto_status::pending : mac_.update(bytes);
    }
    crypto_status finish(key const& own, std::uint8_t* out) {
        return patience_.waits(counts, {4, out}) ? crypto_status::pending : mac_.finish(own, out);
    }

private:
    static inline patience<Times> importing_{};

    Hmac mac_{};
    patience<Times> patience_{};
};

template <flintls::cbc Cbc, unsigned Times> class hesitant_cbc {
public:
    using key = typename Cbc::key;
    static constexpr std::uint32_t key_size = Cbc::key_size;
    static inline tally counts{};

    void reset() {
        op_.reset();
        patience_ = {};
    }
    static crypto_status import_key(byte_view bytes, key& made) {
        return importing_.waits(counts, {1, bytes}) ? crypto_status::pending : Cbc::import_key(bytes, made);
    }
    crypto_status encrypt(key const& k, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        bool const waits = patience_.waits(counts, call_of(2, k, iv, {}, {text, size}));
        return waits ? crypto_status::pending : op_.encrypt(k, iv, text, size);
    }
    crypto_status decrypt(key const& k, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        bool const waits = patience_.waits(counts, call_of(3, k, iv, {}, {text, size}));
        return waits ? crypto_status::pending : op_.decrypt(k, iv, text, size);
    }

private:
    static inline patience<Times> importing_{};

    Cbc op_{};
    patience<Times> patience_{};
};

template <flintls::random Random, unsigned Times> class hesitant_random {
public:
    static inline tally counts{};

    void reset() {
        op_.reset();
        patience_ = {};
    }
    crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        bool const waits = patience_.waits(counts, {1, out});
        return waits ? crypto_status::pending : op_.fill(out, size);
    }

private:
    Random op_{};
    patience<Times> patience_{};
};

} // namespace sealed
