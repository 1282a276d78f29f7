// SPDX-License-Identifier: Apache-2.0
/// \file
/// Sources of nonces for sealed tickets, and the keys that each is good for (T13, RFC 5116 3.1). A nonce that repeats
/// under one key reveals the plain text, so a combination that can repeat one does not compile.
#ifndef FLINTLS_TICKET_NONCE_HPP
#define FLINTLS_TICKET_NONCE_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// How far a key is shared, and how far nonces are unique.
enum class nonce_reach : std::uint8_t {
    boot = 0,   ///< the key is made at every boot; nonces are unique since boot
    device = 1, ///< the key outlives a reset; nonces are unique on this device, across resets
    fleet = 2,  ///< other devices seal under the key as well; nonces are unique among all of them
};

/// A source of nonces. The keys own it, and all connections share it.
/// - `reach`: within this reach the source never gives a nonce twice.
/// - `random`: the nonces are random; after 2^32 of them a repetition is no longer unlikely.
/// - `draw`: the operation of one connection. `fill(source, out, size)` writes a nonce.
template <class Nonces>
concept nonce_source = operation<typename Nonces::draw> &&
    requires(Nonces& source, typename Nonces::draw op, std::uint8_t* out, std::uint32_t size) {
    { Nonces::reach } -> std::convertible_to<nonce_reach>;
    { Nonces::random } -> std::convertible_to<bool>;
    { op.fill(source, out, size) } -> std::same_as<crypto_status>;
};

/// Nonces from a random source: good for every key.
template <random Random> class random_nonces {
public:
    static constexpr auto reach = nonce_reach::fleet;
    static constexpr bool random = true;

    class draw {
    public:
        crypto_status fill(random_nonces& /*source*/, std::uint8_t* out, std::uint32_t size) {
            return source_.fill(out, size);
        }
        void reset() { source_.reset(); }

    private:
        Random source_{};
    };
};

/// A counter that outlives resets.
/// - `next(count)` gives a number that it never gave before on this device. Several connections may have it pending,
///   and may end before the answer: only the call that answers `done` writes `count`.
template <class Counter>
concept persistent_counter = requires(Counter& counter, std::uint64_t& count) {
    { counter.next(count) } -> std::same_as<crypto_status>;
};

/// A nonce of 12 bytes from a counter.
template <class Counter> class counted_draw {
public:
    static crypto_status fill(Counter& counter, std::uint8_t* out, std::uint32_t /*size*/) {
        std::uint64_t count = 0;
        crypto_status const answer = counter.next(count);
        store<4>(out, 0);
        store<4>(out + 4, static_cast<std::uint32_t>(count >> 32U));
        store<4>(out + 8, static_cast<std::uint32_t>(count));
        return answer;
    }
    static void reset() {} // a drawn number is never drawn again
};

/// A counter in RAM, for keys that end with a reset.
class boot_counter {
public:
    static constexpr auto reach = nonce_reach::boot;
    static constexpr bool random = false;
    using draw = counted_draw<boot_counter>;

    boot_counter() = default;
    boot_counter(boot_counter const&) = delete; // two copies would count the same
    boot_counter& operator=(boot_counter const&) = delete;

    crypto_status next(std::uint64_t& count) {
        count = count_++; // 2^64 numbers outlast the device
        return crypto_status::done;
    }

private:
    std::uint64_t count_ = 0;
};

/// Nonces from a counter of the application, for every key that only this device seals under. Keeps a reference to the
/// counter, which outlives this object.
template <persistent_counter Counter> class counted_nonces {
public:
    static constexpr auto reach = nonce_reach::device;
    static constexpr bool random = false;
    using draw = counted_draw<counted_nonces>;

    explicit counted_nonces(Counter& counter) : counter_{&counter} {}

    crypto_status next(std::uint64_t& count) { return counter_->next(count); }

private:
    Counter* counter_;
};

/// A number in flash, FRAM or similar storage.
/// - `load(number)`: the number that was stored last; 0 where none was.
/// - `store(number)`: `done` once every later `load` gives this number. After a reset before `done`, `load` may give
///   the previous one.
template <class Storage>
concept number_storage = requires(Storage& storage, std::uint64_t& number) {
    { storage.load(number) } -> std::same_as<crypto_status>;
    { storage.store(std::uint64_t{number}) } -> std::same_as<crypto_status>;
};

/// A persistent counter that stores one number for each `Block` numbers, to spare the flash: the end of the block,
/// before it gives the first number of the block. A reset skips the rest of the block.
template <number_storage Storage, std::uint32_t Block = 256> class reserved_counter {
    static_assert(Block >= 1);

public:
    explicit reserved_counter(Storage& storage) : storage_{&storage} {}
    reserved_counter(reserved_counter const&) = delete; // two copies would count the same
    reserved_counter& operator=(reserved_counter const&) = delete;

    crypto_status next(std::uint64_t& count) {
        if (!loaded_) {
            if (crypto_status const answer = storage_->load(end_); answer != crypto_status::done) {
                return answer;
            }
            next_ = end_;
            loaded_ = true;
        }
        if (next_ == end_) {
            if (crypto_status const answer = storage_->store(end_ + Block); answer != crypto_status::done) {
                return answer;
            }
            end_ += Block;
        }
        count = next_++;
        return crypto_status::done;
    }

private:
    Storage* storage_;
    std::uint64_t next_ = 0;
    std::uint64_t end_ = 0; ///< as stored
    bool loaded_ = false;
};

/// True, or does not compile: these nonces may seal tickets of this format, under keys of this reach.
template <class Nonces, class Format, nonce_reach Reach> constexpr bool check_nonces() {
    static_assert(nonce_source<Nonces>, "flintls: ticket keys need a source of nonces");
    if constexpr (nonce_source<Nonces>) {
        static_assert(Nonces::reach >= Reach,
                      "flintls: these keys reach further than their nonces are unique: a nonce would come twice");
        static_assert(Nonces::random || !Format::nonce_is_random,
                      "flintls: the IV of a CBC ticket comes from a random source, never from a counter");
        static_assert(Nonces::random || Format::nonce_size == 12, "flintls: a counter makes nonces of 12 bytes");
    }
    return true;
}

} // namespace v0
} // namespace flintls

#endif
