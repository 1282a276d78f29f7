// Models over another model. A hesitant model returns `pending` a number of times before the other model works, and
// checks its caller: until a call returns something else, the caller must repeat it with the same arguments. A flawed
// model fails at a given call.
#pragma once

#include <cstdint>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"

namespace crypto_test {

/// The arguments of a call: address and contents of the input, and the address of the output if it differs.
struct call {
    unsigned which = 0;
    void const* at = nullptr;
    void const* to = nullptr;
    std::uint32_t size = 0;
    std::uint32_t sum = 0;

    call() = default;
    call(unsigned which_call, byte_view bytes, void const* answer = nullptr)
        : which{which_call}, at{bytes.data()}, to{answer}, size{bytes.size()} {
        for (std::uint8_t const byte : bytes) sum = sum * 31 + byte;
    }
    call(unsigned which_call, void const* where) : which{which_call}, at{where} {}
    friend bool operator==(call const&, call const&) = default;
};

/// Counts of all objects of one model.
struct tally {
    std::uint32_t answered_pending = 0;
    std::uint32_t worked = 0;
    std::uint32_t changed = 0; ///< calls whose arguments differ from those of the pending call before
};

template <unsigned Times> class patience {
public:
    bool waits(tally& counts, call const& now) {
        if (waited_ != 0 && now != before_) ++counts.changed;
        before_ = now;
        if (waited_ == Times) {
            waited_ = 0;
            ++counts.worked;
            return false;
        }
        ++waited_;
        ++counts.answered_pending;
        return true;
    }

private:
    call before_{};
    unsigned waited_ = 0;
};

template <flintls::hmac Hmac, unsigned Times> class hesitant_hmac {
public:
    using key = typename Hmac::key;
    static constexpr std::uint32_t size = Hmac::size;
    static inline tally counts{};

    void reset() {
        mac_.reset();
        patience_ = {};
        importing_ = {};
    }
    static crypto_status import_key(byte_view bytes, key& made) {
        return importing_.waits(counts, {1, bytes}) ? crypto_status::pending : Hmac::import_key(bytes, made);
    }
    crypto_status start(key const& own) {
        return patience_.waits(counts, {2, &own}) ? crypto_status::pending : mac_.start(own);
    }
    crypto_status update(byte_view bytes) {
        return patience_.waits(counts, {3, bytes}) ? crypto_status::pending : mac_.update(bytes);
    }
    crypto_status finish(key const& own, std::uint8_t* out) {
        return patience_.waits(counts, {4, out}) ? crypto_status::pending : mac_.finish(own, out);
    }
    // Takes bytes if the other model does.
    static constexpr std::uint32_t block_size = 64;
    static std::uint32_t shorten(byte_view bytes, std::uint8_t* out) requires flintls::hmac_of_bytes<Hmac> {
        return Hmac::shorten(bytes, out);
    }
    crypto_status start(byte_view own) requires flintls::hmac_of_bytes<Hmac> {
        return patience_.waits(counts, {5, own}) ? crypto_status::pending : mac_.start(own);
    }
    crypto_status finish(byte_view own, std::uint8_t* out) requires flintls::hmac_of_bytes<Hmac> {
        return patience_.waits(counts, {6, own, out}) ? crypto_status::pending : mac_.finish(own, out);
    }

private:
    static inline patience<Times> importing_{};

    Hmac mac_{};
    patience<Times> patience_{};
};

/// Works for a number of calls, fails once, and works again.
template <flintls::hmac Hmac> class flawed_hmac {
public:
    using key = typename Hmac::key;
    static constexpr std::uint32_t size = Hmac::size;
    static inline std::uint32_t calls_left = 0xffff'ffff;

    void reset() { mac_.reset(); }
    static crypto_status import_key(byte_view bytes, key& made) {
        return breaks() ? crypto_status::failed : Hmac::import_key(bytes, made);
    }
    crypto_status start(key const& own) { return breaks() ? crypto_status::failed : mac_.start(own); }
    crypto_status update(byte_view bytes) { return breaks() ? crypto_status::failed : mac_.update(bytes); }
    crypto_status finish(key const& own, std::uint8_t* out) {
        return breaks() ? crypto_status::failed : mac_.finish(own, out);
    }
    // Takes bytes if the other model does.
    static constexpr std::uint32_t block_size = 64;
    static std::uint32_t shorten(byte_view bytes, std::uint8_t* out) requires flintls::hmac_of_bytes<Hmac> {
        return breaks() ? 0 : Hmac::shorten(bytes, out);
    }
    crypto_status start(byte_view own) requires flintls::hmac_of_bytes<Hmac> {
        return breaks() ? crypto_status::failed : mac_.start(own);
    }
    crypto_status finish(byte_view own, std::uint8_t* out) requires flintls::hmac_of_bytes<Hmac> {
        return breaks() ? crypto_status::failed : mac_.finish(own, out);
    }

private:
    static bool breaks() { return calls_left-- == 0; }

    Hmac mac_{};
};

} // namespace crypto_test
