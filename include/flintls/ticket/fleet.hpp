// SPDX-License-Identifier: Apache-2.0
/// \file
/// Ticket keys for a fleet of gateways that open each other's tickets without talking to each other.
///
/// All gateways get one master secret, the secret of epoch 0, and count epochs by their clocks. HKDF (RFC 5869) derives
/// the secret of the next epoch from the current one, and never the reverse: an attacker who takes a gateway apart
/// cannot open tickets from before the window. Each gateway's key is derived from the epoch's secret, so no two
/// gateways seal under one key, and a gateway's own counter is enough for its nonces.
#ifndef FLINTLS_TICKET_FLEET_HPP
#define FLINTLS_TICKET_FLEET_HPP

#include <array>
#include <concepts>
#include <cstdint>
#include <utility>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/format.hpp"
#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/nonce.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// `info` of RFC 5869 2.3. From the secret of an epoch, the first one derives the next secret; the second one, followed
/// by a `uint32 gateway`, derives the key of that gateway.
inline constexpr std::array<std::uint8_t, 13> fleet_epoch_info{'f', 'l', 'i', 'n', 't', 'l', 's',
                                                               ' ', 'e', 'p', 'o', 'c', 'h'};
inline constexpr std::array<std::uint8_t, 14> fleet_ticket_info{'f', 'l', 'i', 'n', 't', 'l', 's',
                                                                ' ', 't', 'i', 'c', 'k', 'e', 't'};

/// Derives secrets along the chain of epochs, and the key of a gateway from one of them. After `pending` the caller
/// repeats the call with the same arguments.
template <hkdf Hkdf, class Format> class fleet_walk {
public:
    using secret = typename Hkdf::key;
    using key = typename Format::key;

    fleet_walk() = default;
    fleet_walk(fleet_walk const&) = delete;
    fleet_walk& operator=(fleet_walk const&) = delete;
    ~fleet_walk() { reset(); }

    /// Derives `epochs` secrets, one after another, from `start`. Answers `pending` after `steps_a_call` of them, so
    /// that the caller can feed a watchdog.
    crypto_status walk(secret const& start, std::uint32_t epochs) {
        for (unsigned steps = 0; walked_ != epochs; ++steps) {
            crypto_status const answer = steps == steps_a_call ? crypto_status::pending : next(reached(start));
            if (answer != crypto_status::done) {
                return answer;
            }
        }
        return crypto_status::done;
    }
    /// Moves the reached secret out. \pre at least one epoch was walked
    [[nodiscard]] secret take() { return std::move(secret_); }

    /// Derives the key of a gateway from the reached secret.
    crypto_status derive(secret const& start, std::uint32_t gateway, key& made) {
        copy(info_.data(), fleet_ticket_info.data(), fleet_ticket_info.size());
        store<4>(info_.data() + fleet_ticket_info.size(), gateway);
        return expand<Format, Format::key_size>(reached(start), info_, made);
    }
    /// Abandons a pending operation, and wipes the derived secrets.
    void reset() {
        hkdf_.reset();
        secret_ = secret{}; // before bytes_: a pending import may still read them
        wipe(bytes_);
        walked_ = 0;
        expanded_ = false;
    }

private:
    static constexpr unsigned steps_a_call = 8;
    static constexpr std::uint32_t room = Format::key_size > Hkdf::size ? Format::key_size : Hkdf::size;

    [[nodiscard]] secret const& reached(secret const& start) const { return walked_ == 0 ? start : secret_; }
    crypto_status next(secret const& here) {
        crypto_status const answer = expand<Hkdf, Hkdf::size>(here, fleet_epoch_info, secret_);
        walked_ += answer == crypto_status::done ? 1U : 0U;
        return answer;
    }
    /// Derives a key of `Model` from a secret. `made` may be the same object as `from`.
    template <class Model, std::uint32_t Size, class Key>
    crypto_status expand(secret const& from, byte_view info, Key& made) {
        if (!expanded_) {
            if (crypto_status const answer = hkdf_.expand(from, info, bytes_.data(), Size);
                answer != crypto_status::done) {
                return answer;
            }
            expanded_ = true;
        }
        crypto_status const answer = Model::import_key({bytes_.data(), Size}, made);
        if (answer != crypto_status::pending) {
            wipe(bytes_);
            expanded_ = false;
        }
        return answer;
    }

    Hkdf hkdf_{};
    secret secret_{};
    std::array<std::uint8_t, room> bytes_{};
    std::array<std::uint8_t, fleet_ticket_info.size() + 4> info_{};
    std::uint32_t walked_ = 0;
    bool expanded_ = false; ///< bytes_ hold a secret that is not yet imported
};

/// The keys of one gateway. Opens tickets of the current epoch, of the next one (another gateway's clock may be ahead)
/// and of `Previous` epochs before. A key name is `uint32 epoch; uint32 gateway; opaque fleet[8]`.
///
/// The application calls `begin` once, then `advance` at the start and at the end of each epoch by its clock. The
/// derived keys have the reach `device`: the same after a reset, and of this gateway only.
///
/// A gateway that starts again after a reset, and must not keep a secret that opens old tickets, stores the secret of
/// the oldest epoch of its window instead of the master secret. `Hkdf::expand(secret, fleet_epoch_info, next,
/// Hkdf::size)` makes the bytes of the next secret.
template <std::uint32_t Previous, hkdf Hkdf, class Format, class Nonces> class fleet_keys {
    static_assert(check_nonces<Nonces, Format, nonce_reach::device>());
    using walk_type = fleet_walk<Hkdf, Format>;

public:
    using format = Format;
    using key = typename Format::key;
    using secret = typename Hkdf::key;
    using nonces_type = Nonces;
    using fleet_name = std::array<std::uint8_t, 8>;
    static constexpr nonce_reach reach = nonce_reach::device;
    static constexpr std::uint32_t max_seals = 0xffff'ffffU; ///< T13: under one key with random nonces

    fleet_keys() requires std::default_initializable<Nonces>
    = default;
    explicit fleet_keys(Nonces const& nonces) requires std::copy_constructible<Nonces> : nonces_{nonces} {}
    fleet_keys(fleet_keys const&) = delete;
    fleet_keys& operator=(fleet_keys const&) = delete;
    ~fleet_keys() { clear(); }

    /// `start`: the secret of epoch `epoch`, for example the master secret and 0. `gateway`: unique in the fleet.
    /// `fleet`: distinguishes fleets; not secret. `seals`: number of seals before a reset, under the key that the next
    /// `advance` derives.
    void begin(secret start, std::uint32_t epoch, std::uint32_t gateway, fleet_name const& fleet,
               std::uint32_t seals = 0) {
        clear();
        oldest_ = std::move(start);
        oldest_epoch_ = epoch_ = target_ = epoch;
        gateway_ = gateway;
        fleet_ = fleet;
        seals_ = seals;
    }

    /// Derives the key of this epoch, and wipes the secrets of epochs before the window for good: a gateway whose clock
    /// was once years ahead is no longer understood by the others. An epoch before the current one counts as the
    /// current one: a clock that goes back restores no old key. Answers `pending` also where many epochs are to go.
    /// Until the answer is done, and where it is failed, the keys stay as they are.
    crypto_status advance(std::uint32_t epoch) {
        std::uint32_t const target = epoch > epoch_ ? epoch : epoch_;
        if (target != target_) {
            abandon();
            target_ = target;
        }
        if (ready_ && target == epoch_) {
            return crypto_status::done;
        }
        crypto_status const answer = advance_steps();
        if (answer != crypto_status::pending) {
            abandon();
        }
        return answer;
    }
    [[nodiscard]] std::uint32_t epoch() const { return epoch_; }
    /// Number of seals under the current key. Counted for random nonces only; others are not limited.
    [[nodiscard]] std::uint32_t seals() const { return seals_; }
    /// Wipes or releases all keys and secrets.
    void clear() {
        abandon();
        oldest_ = secret{};
        own_ = key{};
        ready_ = false;
        ++generation_;
    }

    /// The clock of ticket ages: `session::authenticated_at` is a time of this clock.
    constexpr ticket_clock& clock() { return clock_; }
    /// The source of nonces, for the sealer.
    constexpr Nonces& nonces() { return nonces_; }
    class lookup {
    public:
        /// Writes the current key's name, and counts a seal. Null: there is no key, or its seals are used up.
        found_key<key> current(fleet_keys& keys, std::uint8_t* name) {
            if (!keys.ready_ || (Nonces::random && keys.seals_ == max_seals)) {
                return {};
            }
            keys.seals_ += Nonces::random ? 1U : 0U;
            store<4>(name, keys.epoch_);
            store<4>(name + 4, keys.gateway_);
            copy(name + 8, keys.fleet_.data(), 8);
            generation_ = keys.generation_;
            begun_ = true;
            return {&keys.own_, true};
        }
        /// Finds or derives the key of this name. Fails for a name of another fleet, for an epoch outside the window,
        /// and where the keys changed while this operation was pending.
        crypto_status open(fleet_keys const& keys, std::uint8_t const* name, found_key<key>& found) {
            std::uint32_t const ahead = load<4>(name) - keys.oldest_epoch_;
            std::uint32_t const gateway = load<4>(name + 4);
            bool const ours = equal_in_constant_time(name + 8, keys.fleet_.data(), 8);
            std::uint32_t const now = keys.epoch_ - keys.oldest_epoch_;
            if (!keys.ready_ || !ours || ahead > now + 1 || (begun_ && generation_ != keys.generation_)) {
                return crypto_status::failed;
            }
            generation_ = keys.generation_;
            begun_ = true;
            if (ahead == now && gateway == keys.gateway_) {
                found = {&keys.own_, true};
                return crypto_status::done;
            }
            if (!derived_) {
                crypto_status answer = walk_.walk(keys.oldest_, ahead);
                answer = answer == crypto_status::done ? walk_.derive(keys.oldest_, gateway, made_) : answer;
                if (answer != crypto_status::done) {
                    return answer;
                }
                walk_.reset();
                derived_ = true;
            }
            found = {&made_, ahead >= now};
            return crypto_status::done;
        }
        void reset() {
            made_ = key{}; // before the walk: a pending import may still read its bytes
            walk_.reset();
            derived_ = begun_ = false;
        }

    private:
        walk_type walk_;
        key made_{};
        std::uint32_t generation_ = 0; ///< of the keys, when this operation began
        bool begun_ = false;
        bool derived_ = false;
    };

private:
    crypto_status advance_steps() {
        bool const moves = target_ - oldest_epoch_ > Previous;
        std::uint32_t const base = moves ? target_ - Previous : oldest_epoch_;
        if (moves && !moved_) {
            if (crypto_status const answer = walk_.walk(oldest_, base - oldest_epoch_); answer != crypto_status::done) {
                return answer;
            }
            next_oldest_ = walk_.take();
            walk_.reset();
            moved_ = true;
        }
        secret const& start = moves ? next_oldest_ : oldest_;
        crypto_status answer = walk_.walk(start, target_ - base);
        answer = answer == crypto_status::done ? walk_.derive(start, gateway_, next_own_) : answer;
        if (answer == crypto_status::done) {
            own_ = std::move(next_own_);
            if (moves) {
                oldest_ = std::move(next_oldest_);
                oldest_epoch_ = base;
            }
            epoch_ = target_;
            seals_ = ready_ ? 0 : seals_;
            ready_ = true;
            ++generation_;
        }
        return answer;
    }
    void abandon() {
        next_own_ = key{}; // before the walk: a pending import may still read its bytes
        walk_.reset();
        next_oldest_ = secret{};
        moved_ = false;
    }

    secret oldest_{};
    secret next_oldest_{}; ///< while advancing
    key own_{};
    key next_own_{}; ///< while advancing
    walk_type walk_;
    fleet_name fleet_{};
    std::uint32_t oldest_epoch_ = 0;
    std::uint32_t epoch_ = 0;
    std::uint32_t target_ = 0; ///< the epoch of the pending advance
    std::uint32_t gateway_ = 0;
    std::uint32_t seals_ = 0;
    std::uint32_t generation_ = 0; ///< changes with the keys
    ticket_clock clock_;
    [[no_unique_address]] Nonces nonces_;
    bool ready_ = false;
    bool moved_ = false; ///< next_oldest_ is set
};

} // namespace v0
} // namespace flintls

#endif
