// SPDX-License-Identifier: Apache-2.0
/// \file
/// A server's cache of sessions by their ids (RFC 5246 7.4.1.2, F.1.4): the concept, and a cache of fixed size.
#ifndef FLINTLS_TICKET_SESSION_CACHE_HPP
#define FLINTLS_TICKET_SESSION_CACHE_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Bytes of every session id that a server gives (I6).
inline constexpr std::uint32_t session_id_size = 32;

/// A cache belongs to all connections of a server, or to a fleet of servers, and outlives them. Its sessions are
/// secret.
/// - `access`: the pending operation of one connection. `reset()` abandons it.
/// - `find(access, id, out)`: `done`: `out` is the session of this id; `failed`: there is none, or the cache does not
///   answer, and a full handshake follows. The server judges the session like that of a ticket, so the cache may keep a
///   session too long.
/// - `keep(access, id, session, lifetime)`: keeps the session of a completed full handshake for `lifetime` seconds;
///   `failed`: the session is not kept.
/// - `forget(id)`: the session must not be resumed again (RFC 5246 7.2.2). The cache completes this without the
///   connection.
/// - `now(time)`: seconds of the clock of session ages, which is monotonic.
///
/// After `pending`, `find` or `keep` is called again with the same arguments.
template <class C>
concept session_cache = requires(C cache, typename C::access access, fixed_view<session_id_size> id, session& out,
                                 session const& kept, std::uint32_t seconds) {
    access.reset();
    { cache.find(access, id, out) } -> std::same_as<crypto_status>;
    { cache.keep(access, id, kept, seconds) } -> std::same_as<crypto_status>;
    cache.forget(id);
    { cache.now(seconds) } -> std::same_as<std::uint32_t>;
};

/// `Size` sessions of 184 bytes each; a new one replaces the oldest (I6). Wiped on destruction. Not for several threads
/// at once.
template <std::size_t Size> class fixed_session_cache {
    static_assert(Size >= 1);

public:
    struct access {
        static void reset() {}
    };

    fixed_session_cache() = default;
    fixed_session_cache(fixed_session_cache const&) = delete;
    fixed_session_cache& operator=(fixed_session_cache const&) = delete;
    ~fixed_session_cache() { clear(); }

    crypto_status find(access& /*own*/, fixed_view<session_id_size> id, session& out) {
        std::uint32_t const match = index_of(id.data());
        if (match == 0) {
            return crypto_status::failed;
        }
        out = entries_[match - 1].state;
        return crypto_status::done;
    }
    /// Also wipes every session that is over.
    crypto_status keep(access& /*own*/, fixed_view<session_id_size> id, session const& s, std::uint32_t lifetime) {
        expire(s.authenticated_at);
        forget(id); // at most one entry of an id: `index_of` relies on that
        entry* oldest = &entries_[0];
        for (entry& each : entries_) {
            oldest = age_of(each) > age_of(*oldest) ? &each : oldest;
        }
        copy(oldest->id.data(), id.data(), session_id_size);
        oldest->state = s;
        oldest->lifetime = lifetime;
        oldest->number = ++last_ == 0 ? ++last_ : last_;
        return crypto_status::done;
    }
    void forget(fixed_view<session_id_size> id) {
        if (std::uint32_t const match = index_of(id.data()); match != 0) {
            wipe(entries_[match - 1]);
        }
    }
    std::uint32_t now(std::uint32_t time) { return clock_.read(time); }

    /// Wipes every session that is over at `now`, which is an answer of this cache's `now`. `keep` does so too.
    void expire(std::uint32_t now) {
        for (entry& each : entries_) {
            if (each.number != 0 && is_over(each.state.authenticated_at, each.lifetime, now)) {
                wipe(each);
            }
        }
    }
    void clear() { wipe(entries_); }
    [[nodiscard]] std::size_t size() const {
        std::size_t used = 0;
        for (entry const& each : entries_) {
            used += each.number != 0 ? 1U : 0U;
        }
        return used;
    }

private:
    struct entry {
        std::array<std::uint8_t, session_id_size> id{};
        session state;
        std::uint32_t lifetime = 0;
        std::uint32_t number = 0; ///< counts the calls of `keep`; 0: free
    };
    static_assert(sizeof(entry) == 184);

    /// A free entry counts as the oldest of all.
    [[nodiscard]] std::uint32_t age_of(entry const& e) const { return e.number == 0 ? 0xffff'ffffU : last_ - e.number; }
    /// \return index of this id's entry, plus one; 0: there is none. All ids are compared, whatever the outcome (I6)
    [[nodiscard, gnu::noinline]] std::uint32_t index_of(std::uint8_t const* id) const {
        std::uint32_t match = 0;
        for (std::uint32_t i = 0; i < Size; ++i) {
            std::uint32_t difference = 0;
            for (std::uint32_t at = 0; at < session_id_size; at += 4) {
                difference |= load<4>(entries_[i].id.data() + at) ^ load<4>(id + at);
            }
            asm volatile("" : "+r"(difference)); // the optimiser cannot know the value, and branch on it
            std::uint32_t const same = ((difference | (0U - difference)) >> 31U) - 1U; // all ones if equal, else zero
            match |= same & (entries_[i].number != 0 ? i + 1 : 0);
        }
        return match;
    }

    std::array<entry, Size> entries_{};
    std::uint32_t last_ = 0;
    ticket_clock clock_;
};

} // namespace v0
} // namespace flintls

#endif
