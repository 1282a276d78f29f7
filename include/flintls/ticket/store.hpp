// SPDX-License-Identifier: Apache-2.0
/// \file
/// The tickets that a client keeps (RFC 5077 3.2, 3.3; of TLS 1.3 RFC 8446 4.6.1), in a fixed number of slots.
#ifndef FLINTLS_TICKET_STORE_HPP
#define FLINTLS_TICKET_STORE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/secret.hpp"
#include "flintls/message/new_session_ticket.hpp"
#include "flintls/policy.hpp"
#include "flintls/ticket/resumption.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/ticket/slot.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// `Policy::ticket_slots` tickets, by the name of the peer, and one spare slot for a new ticket that waits for Finished.
/// Times are seconds of one clock that may wrap; where the policy has no clock they are ignored.
///
/// Of one connection: `take` a ticket to offer, `stage` the one that comes, `commit` it after the server's Finished, or
/// `forget` the first and the second where the handshake fails. Several connections may do so in turns. Outlives those that
/// use it; a store that goes wipes what it has, and a copy has its own.
template <policy P> class ticket_store {
public:
    using slot = ticket_slot<static_cast<std::uint16_t>(P::max_ticket)>;
    static constexpr std::size_t capacity = P::ticket_slots;

    ticket_store() = default;
    ticket_store(ticket_store const&) = default;
    ticket_store& operator=(ticket_store const&) = default;
    constexpr ~ticket_store() { wipe(slots_); }

    /// A ticket for this peer that it could accept, and that this side could accept back (T1, T8). Whether the identity
    /// in its session is still accepted is for the caller to ask, and to `forget` the ticket where it is not.
    [[nodiscard]] constexpr ticket_handle take(name_digest const& peer, std::uint32_t now) {
        expire(now);
        slot* const s = find(peer, protocol_version::tls_1_2);
        if (s == nullptr) {
            return {};
        }
        if constexpr (!P::has_clock) {
            --s->lifetime;
            dirty_ = true;
        }
        return ticket_handle{s->id};
    }

    /// The same of TLS 1.3, where each ticket is used once (RFC 8446 C.4): the last one that came. It is for the caller to
    /// `use_up` it when it is offered.
    [[nodiscard]] constexpr ticket_handle take_tls_1_3(name_digest const& peer,
                                                       std::uint32_t now) requires speaks_tls_1_3<P> {
        expire(now);
        slot const* newest = nullptr;
        for (slot const& s : slots_) {
            bool const is_his = s.held() && s.state.version == protocol_version::tls_1_3 && s.state.server_name == peer;
            newest = is_his && (newest == nullptr || age_of(s) < age_of(*newest)) ? &s : newest;
        }
        return newest != nullptr ? ticket_handle{newest->id} : ticket_handle{};
    }
    /// Nobody else is given this ticket any more. Its bytes stay for who has the handle, until that one forgets it.
    constexpr void use_up(ticket_handle h) requires speaks_tls_1_3<P> {
        if (slot* const s = find_changeable(h); s != nullptr) {
            wipe(s->state);
            dirty_ = true;
        }
    }

    /// What is behind a handle; null where it is gone. Aliases the store, and goes with the next call that changes it:
    /// copy the session.
    [[nodiscard]] constexpr slot const* find(ticket_handle h) const& {
        return const_cast<ticket_store*>(this)->find_changeable(h); // NOLINT(*-const-cast): this one changes nothing
    }
    slot const* find(ticket_handle h) const&& = delete;

    /// A NewSessionTicket came: copies the ticket.
    constexpr staged_ticket stage(new_session_ticket const& m) { return stage(m.ticket, m.ticket_lifetime_hint, 0); }
    /// The same of TLS 1.3, where it comes after Finished: `commit` it at once.
    constexpr staged_ticket stage(tls13::new_session_ticket const& m) {
        return m.ticket_lifetime == 0 ? staged_ticket{} : stage(m.ticket, m.ticket_lifetime, m.ticket_age_add);
    }

    /// T5: the server's Finished is verified. The staged ticket and its session take the place of what was there for
    /// this peer; where all slots are taken, of the oldest ticket, of those of one second the one that came first. A session
    /// that could never be offered is not kept, and takes nobody's place. \pre `s.server_name` is the name to `take` it by
    constexpr void commit(ticket_handle staged, session const& s, std::uint32_t now) {
        slot* const made = find_changeable(staged);
        if (made == nullptr || made->held()) {
            return;
        }
        slot* const oldest = sweep(now);
        if (!may_resume<P>(s)) {
            return clear(*made);
        }
        slot* const old = replaced_by(s);
        if (slot* const leaves = old != nullptr ? old : oldest; leaves != nullptr) {
            clear(*leaves);
        }
        made->state = s;
        made->received_at = now;
        dirty_ = true;
    }
    /// T6: the ticket is of no use, or the handshake that brought it failed. Wiped.
    constexpr void forget(ticket_handle h) {
        if (slot* const s = find_id(h.id()); s != nullptr) { // of no handle a free one, which that does not change
            clear(*s);
        }
    }
    /// T5: the server takes back its ticket for this peer. Wiped.
    constexpr void drop(name_digest const& peer) {
        if (slot* const s = find(peer, protocol_version::tls_1_2); s != nullptr) {
            clear(*s);
        }
    }
    /// T8: wipes what is too old, or, without a clock, used up. `take` and `commit` do it too.
    constexpr void expire(std::uint32_t now) { static_cast<void>(sweep(now)); }
    /// Wipes everything.
    constexpr void clear() {
        for (slot& s : slots_) {
            clear(s);
        }
    }

    /// Has a ticket come or gone since `mark_saved`? Without a clock, a use counts as well, because uses are all that ends
    /// a ticket then.
    [[nodiscard]] constexpr bool dirty() const { return dirty_; }
    constexpr void mark_saved() { dirty_ = false; }
    [[nodiscard]] constexpr std::size_t size() const {
        std::size_t held = 0;
        for_each([&](slot const&) { ++held; });
        return held;
    }

    /// Calls `visit(slot const&)` for every ticket that is held.
    template <class Visit> constexpr void for_each(Visit visit) const {
        for (slot const& s : slots_) {
            if (s.held()) {
                visit(s);
            }
        }
    }
    /// Reads one ticket that was written by `slot::wire`. One that this policy would not offer is left out (T1).
    /// \return false: there is no room, or it is none
    constexpr bool restore(cursor& from) {
        slot* const s = claim();
        if (s == nullptr) {
            return false;
        }
        errc const e = slot::wire::read(from, *s);
        bool const good = e == errc::ok && s->held() && s->size != 0 && s->lifetime <= longest;
        latest_ = s->received_at;
        if (!good || !may_resume<P>(s->state)) {
            clear(*s);
        }
        return good;
    }

private:
    static constexpr std::uint32_t longest = P::has_clock ? P::max_ticket_lifetime : P::max_ticket_uses;

    constexpr slot* find_id(std::uint32_t id) {
        for (slot& s : slots_) {
            if (s.id == id) {
                return &s;
            }
        }
        return nullptr;
    }
    constexpr slot* find_changeable(ticket_handle h) { return h ? find_id(h.id()) : nullptr; }
    /// Where the policy has one version alone, it is not compared.
    constexpr slot* find(name_digest const& peer, [[maybe_unused]] protocol_version version) {
        for (slot& s : slots_) {
            bool const same = !speaks_both<P> || s.state.version == version;
            if (s.held() && same && s.state.server_name == peer) {
                return &s;
            }
        }
        return nullptr;
    }
    /// Tickets that came since.
    [[nodiscard]] constexpr std::uint32_t age_of(slot const& s) const { return (last_id_ - s.id) & 0xffffU; }
    /// Whose place a ticket takes that comes for a peer: of its version, and where there may be several the oldest.
    constexpr slot* replaced_by(session const& made) {
        if constexpr (speaks_tls_1_3<P> && P::tickets_per_name > 1) {
            if (made.version == protocol_version::tls_1_3) {
                slot* oldest = nullptr;
                std::uint32_t count = 0;
                for (slot& s : slots_) {
                    if (s.held() && s.state.version == made.version && s.state.server_name == made.server_name) {
                        ++count;
                        oldest = oldest == nullptr || age_of(s) > age_of(*oldest) ? &s : oldest;
                    }
                }
                return count >= P::tickets_per_name ? oldest : nullptr;
            }
        }
        return find(made.server_name, made.version);
    }
    /// A free slot, with an id that no other slot has.
    constexpr slot* claim() {
        slot* const s = find_id(0);
        if (s != nullptr) {
            do { // 0 as well is that of a slot, of this one
                ++last_id_;
            } while (find_id(last_id_) != nullptr);
            s->id = last_id_;
        }
        return s;
    }
    constexpr staged_ticket stage(byte_view ticket, std::uint32_t lifetime, std::uint32_t ticket_age_add) {
        if (ticket.empty()) {
            return ticket_fate::empty;
        }
        if (ticket.size() > P::max_ticket) {
            return ticket_fate::too_long;
        }
        slot* const s = claim();
        if (s == nullptr) {
            return ticket_fate::no_room;
        }
        copy(s->bytes.data(), ticket.data(), ticket.size());
        s->size = static_cast<std::uint16_t>(ticket.size());
        // T8; 0, which is one more than the largest number here, = unspecified
        s->lifetime = (P::has_clock && lifetime - 1 < longest - 1 ? lifetime - 1 : longest - 1) + 1;
        s->ticket_age_add = ticket_age_add;
        return {ticket_fate::staged, s->id};
    }
    /// T8: is it used up, or over, itself or its session? `back`: by how much the clock has gone back since the last time,
    /// which makes nothing younger.
    [[nodiscard]] static constexpr bool ends(slot& s, std::uint32_t now, std::uint32_t back) {
        if constexpr (!P::has_clock) {
            return s.lifetime == 0;
        }
        bool const in_future = seconds_since(s.received_at, now) < -clock_tolerance;
        s.received_at += back;
        s.state.authenticated_at += back;
        return in_future || seconds_since(s.received_at, now) >= static_cast<std::int32_t>(s.lifetime) ||
               seconds_since(s.state.authenticated_at, now) >= static_cast<std::int32_t>(longest);
    }
    /// Wipes what is over. \return the oldest ticket that is left, where there is no room for another
    constexpr slot* sweep(std::uint32_t now) {
        std::int32_t const passed = seconds_since(latest_, now);
        std::uint32_t const back = passed < 0 ? static_cast<std::uint32_t>(passed) : 0;
        latest_ = now;
        slot* oldest = nullptr;
        std::size_t room = capacity;
        std::uint32_t most = 0;
        std::uint32_t first = 0;
        for (slot& s : slots_) {
            if (!s.held()) {
                continue;
            }
            if (ends(s, now, back)) {
                clear(s);
                continue;
            }
            --room;
            std::uint32_t const age = P::has_clock ? now - s.received_at : 0;
            std::uint32_t const order = age_of(s);
            if (age > most || (age == most && order >= first)) {
                oldest = &s;
                most = age;
                first = order;
            }
        }
        return room == 0 ? oldest : nullptr;
    }
    constexpr void clear(slot& s) {
        if (s.held()) {
            dirty_ = true;
        }
        wipe(s);
    }

    std::uint32_t latest_ = 0; // what the clock said last
    std::uint16_t last_id_ = 0;
    bool dirty_ = false;
    std::array<slot, capacity + 1> slots_{};
};

} // namespace v0
} // namespace flintls

#endif
