// SPDX-License-Identifier: Apache-2.0
/// \file
/// The keys that a server seals tickets under (RFC 5077 4, 5.5): one current key, and older ones that only open.
#ifndef FLINTLS_TICKET_KEYS_HPP
#define FLINTLS_TICKET_KEYS_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/format.hpp"
#include "flintls/ticket/nonce.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/ticket/text.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// The key that seals or opens a ticket.
template <class Key> struct found_key {
    Key const* key = nullptr; ///< aliases the set of keys
    bool current = false;
};

/// The clock of ticket ages. Monotonic. A jump back of more than 60 s is absorbed as an offset, so that no ticket lives
/// longer; a smaller one holds the clock until it catches up, because connections may pass a late time.
class ticket_clock {
public:
    /// \return seconds; never less than the previous answer
    constexpr std::uint32_t read(std::uint32_t now) {
        std::int32_t const step = seconds_since(told_, now);
        if (!started_ || step > 0) {
            started_ = true;
            told_ = now;
        } else if (step < -tolerance) {
            ahead_ += told_ - now;
            told_ = now;
        }
        return told_ + ahead_;
    }

private:
    static constexpr std::int32_t tolerance = 60;
    std::uint32_t told_ = 0;
    std::uint32_t ahead_ = 0;
    bool started_ = false;
};

/// The current key and `Previous` older ones, shared by all connections, and the source of their nonces
/// (ticket/nonce.hpp). `Reach`: which devices share these keys, and how long the keys last. `Gateways`: how many
/// gateways seal under them. A key that drops out is wiped or released; a connection that needs it then makes a full
/// handshake, or sends no ticket. Not for several threads at once.
template <std::size_t Previous, class Format, class Nonces, nonce_reach Reach = nonce_reach::boot,
          std::uint32_t Gateways = 1>
class ticket_keys {
    static_assert(check_nonces<Nonces, Format, Reach>());
    static_assert((Gateways > 1) == (Reach == nonce_reach::fleet),
                  "flintls: keys that reach as far as a fleet say how many gateways seal under them, others one");

public:
    using format = Format;
    using key = typename Format::key;
    using nonces_type = Nonces;
    static constexpr nonce_reach reach = Reach;
    /// T13: seals of this gateway under one key with random nonces; 2^32 for all gateways together.
    static constexpr std::uint32_t max_seals = 0xffff'ffffU / Gateways;

    ticket_keys() requires std::default_initializable<Nonces>
    = default;
    explicit ticket_keys(Nonces const& nonces) requires std::copy_constructible<Nonces> : nonces_{nonces} {}
    ticket_keys(ticket_keys const&) = delete;
    ticket_keys& operator=(ticket_keys const&) = delete;
    /// \pre the random source of a pending `generate` is reset or destroyed before
    ~ticket_keys() { clear(); }

    /// Makes the key the current one; the oldest drops out. The name is not secret. `seals`: number of seals under this
    /// key before a reset. Fails, and changes nothing, where the set already has a key of this name.
    crypto_status install(ticket_key_name const& name, key made, std::uint32_t now,
                          std::uint32_t seals = 0) requires(Reach != nonce_reach::boot) {
        return add(name.data(), made, now, seals);
    }
    /// The same with a key and a name from a random source. The keys only change with the answer done.
    template <random Random>
    crypto_status generate(Random& source, std::uint32_t now) requires(Reach == nonce_reach::boot) {
        if (!fresh_.filled) {
            crypto_status const answer = source.fill(fresh_.bytes.data(), name_size + Format::key_size);
            if (answer != crypto_status::done) {
                return settle(answer);
            }
            fresh_.filled = true;
        }
        crypto_status const answer =
            Format::import_key({fresh_.bytes.data() + name_size, Format::key_size}, fresh_.made);
        return settle(answer == crypto_status::done ? add(fresh_.bytes.data(), fresh_.made, now, 0) : answer);
    }
    /// True when a new key is due: there is no key, or the current one is in use for `period` seconds, or its seals are
    /// used up. \pre `period` is below 2^31
    [[nodiscard]] bool due(std::uint32_t period, std::uint32_t now) const {
        entry const& e = ring_[current_];
        return !e.used || (Nonces::random && e.seals == max_seals) || is_over(e.installed_at, period, now);
    }
    /// Number of seals under the current key. Counted for random nonces only; others are not limited.
    [[nodiscard]] std::uint32_t seals() const { return ring_[current_].seals; }
    /// Wipes or releases all keys, and abandons a pending `generate`. \pre its random source is reset before
    void clear() {
        for (entry& e : ring_) {
            e.made = key{};
            e.used = false;
        }
        if constexpr (Reach == nonce_reach::boot) {
            static_cast<void>(settle(crypto_status::failed));
        }
    }

    /// The clock of ticket ages: `session::authenticated_at` is a time of this clock.
    constexpr ticket_clock& clock() { return clock_; }
    /// The source of nonces, for the sealer.
    constexpr Nonces& nonces() { return nonces_; }
    class lookup {
    public:
        /// Writes the current key's name, and counts a seal. Null: there is no key, or its seals are used up.
        static found_key<key> current(ticket_keys& keys, std::uint8_t* name) {
            entry& e = keys.ring_[keys.current_];
            if (!e.used || (Nonces::random && e.seals == max_seals)) {
                return {};
            }
            e.seals += Nonces::random ? 1U : 0U;
            copy_words<name_size / 4>(name, e.name.data());
            return {&e.made, true};
        }
        /// Finds the key of this name. All names are compared, whatever the outcome (T13).
        static crypto_status open(ticket_keys const& keys, std::uint8_t const* name, found_key<key>& found) {
            std::uint32_t const match = keys.find(name);
            if (match == 0) {
                return crypto_status::failed;
            }
            found = {&keys.ring_[match - 1].made, match - 1 == keys.current_};
            return crypto_status::done;
        }
        static void reset() {}
    };

private:
    static constexpr std::uint32_t name_size = 16;

    struct entry {
        ticket_key_name name{};
        key made{};
        std::uint32_t installed_at = 0;
        std::uint32_t seals = 0;
        bool used = false;
    };

    /// The key that a pending `generate` makes, and its name.
    struct fresh {
        std::array<std::uint8_t, name_size + Format::key_size> bytes{};
        key made{};
        bool filled = false;
    };
    struct nothing {};

    crypto_status settle(crypto_status answer) {
        if (answer != crypto_status::pending) {
            fresh_.made = key{}; // before the bytes: a pending import may still read them
            wipe(fresh_.bytes);
            fresh_.filled = false;
        }
        return answer;
    }
    /// \return index of the key of this name, plus one; 0: there is none
    [[nodiscard, gnu::noinline]] std::uint32_t find(std::uint8_t const* name) const {
        std::uint32_t match = 0;
        for (std::uint32_t i = 0; i < ring_.size(); ++i) {
            std::uint32_t difference = 0;
            for (std::uint32_t at = 0; at < name_size; at += 4) {
                difference |= load<4>(ring_[i].name.data() + at) ^ load<4>(name + at);
            }
            asm volatile("" : "+r"(difference)); // the optimiser cannot know the value, and branch on it
            std::uint32_t const same = ((difference | (0U - difference)) >> 31U) - 1U; // all ones if equal, else zero
            match |= same & (ring_[i].used ? i + 1 : 0);
        }
        return match;
    }
    crypto_status add(std::uint8_t const* name, key& made, std::uint32_t now, std::uint32_t seals) {
        if (find(name) != 0) {
            return crypto_status::failed;
        }
        current_ = current_ == Previous ? 0 : current_ + 1;
        entry& e = ring_[current_];
        copy(e.name.data(), name, name_size);
        e.made = std::move(made);
        e.installed_at = now;
        e.seals = seals;
        e.used = true;
        return crypto_status::done;
    }

    std::array<entry, Previous + 1> ring_{};
    std::size_t current_ = 0;
    ticket_clock clock_;
    [[no_unique_address]] Nonces nonces_;
    [[no_unique_address]] std::conditional_t<Reach == nonce_reach::boot, fresh, nothing> fresh_;
};

} // namespace v0
} // namespace flintls

#endif
