// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where the nonces of sealed tickets come from, and which keys they are good for (T13, RFC 5116 3.1): a nonce that comes
/// twice under one key gives away what it sealed, so a combination that could do that does not compile.
#ifndef FLINTLS_TICKET_NONCE_HPP
#define FLINTLS_TICKET_NONCE_HPP

#include <concepts>
#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// How far a key reaches, and how far apart nonces are.
enum class nonce_reach : std::uint8_t {
    boot = 0,   ///< the key is made anew at every boot; nonces differ since then
    device = 1, ///< the key outlives a reset; nonces differ on this device, across resets
    fleet = 2,  ///< other devices seal under the key as well; nonces differ from theirs
};

/// A source of nonces. Keys own theirs, and all connections share it.
/// - `reach`: as far as that goes it never gives a nonce twice.
/// - `random`: it comes from a random source, so that after 2^32 of them a repetition is no longer unlikely.
/// - `draw`: one connection's operation. `fill(source, out, size)` writes a nonce.
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
/// - `next(count)` gives a number that it never gave before, on this device. Several connections may be `pending` here,
///   and may be gone before it answers: only the call that answers `done` writes `count`.
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
    static void reset() {} // what was drawn is never drawn again
};

/// A counter in RAM: for keys that do not outlive it.
class boot_counter {
public:
    static constexpr auto reach = nonce_reach::boot;
    static constexpr bool random = false;
    using draw = counted_draw<boot_counter>;

    boot_counter() = default;
    boot_counter(boot_counter const&) = delete; // two copies would count the same
    boot_counter& operator=(boot_counter const&) = delete;

    crypto_status next(std::uint64_t& count) {
        count = count_++; // the device is gone before this wraps
        return crypto_status::done;
    }

private:
    std::uint64_t count_ = 0;
};

/// Nonces from a counter of the caller, which it refers to: for every key that this device has to itself.
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

/// A number in flash, FRAM or the like.
/// - `load(number)`: what was last stored; 0 where nothing ever was.
/// - `store(number)`: `done` when every later `load` gives it. Where a reset comes first it may give the one before.
template <class Storage>
concept number_storage = requires(Storage& storage, std::uint64_t& number) {
    { storage.load(number) } -> std::same_as<crypto_status>;
    { storage.store(std::uint64_t{number}) } -> std::same_as<crypto_status>;
};

/// A persistent counter that stores once for `Block` numbers, so that a flash does not wear out: the end of a block, before
/// the first of it is given away. A reset leaves out what is left of one.
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
    std::uint64_t end_ = 0; ///< as it is stored
    bool loaded_ = false;
};

/// May tickets of this format be sealed with these nonces, under keys that reach so far? Says what is wrong.
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
