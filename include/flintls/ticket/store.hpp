// SPDX-License-Identifier: Apache-2.0
/// \file
/// The tickets that a client keeps (RFC 5077 3.2, 3.3; TLS 1.3: RFC 8446 4.6.1), in a fixed number of slots.
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

/// `Policy::ticket_slots` tickets by the name of the peer, and one spare slot for a new ticket that waits for Finished.
/// Times are seconds of one clock that may wrap; ignored where the policy has no clock.
///
/// A connection calls `take` for a ticket to offer, `stage` for a received ticket, `commit` for that ticket after the
/// server's Finished, or `forget` for both where the handshake fails. Connections may interleave these calls. The store
/// outlives its connections; its destructor wipes the tickets, and a copy has its own.
template <policy P> class ticket_store {
public:
    using slot = ticket_slot<static_cast<std::uint16_t>(P::max_ticket)>;
    static constexpr std::size_t capacity = P::ticket_slots;

    ticket_store() = default;
    ticket_store(ticket_store const&) = default;
    ticket_store& operator=(ticket_store const&) = default;
    constexpr ~ticket_store() { wipe(slots_); }

    /// A ticket of TLS 1.2, or a session id, that this peer could accept, and this side could accept back (T1, T8). The
    /// caller checks whether the identity in its session is still accepted, and calls `forget` where it is not.
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

    /// The same for TLS 1.3, where each ticket is used once (RFC 8446 C.4): the newest ticket. The caller that offers
    /// it calls `use_up`.
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
    /// No other connection gets this ticket any more. Its bytes stay until the holder of the handle calls `forget`.
    constexpr void use_up(ticket_handle h) requires speaks_tls_1_3<P> {
        if (slot* const s = find_changeable(h); s != nullptr) {
            remember(*s);
            wipe(s->state);
            dirty_ = true;
        }
    }

    /// For a policy that remembers versions: true where this server has spoken TLS 1.3, by a ticket that would not be
    /// over yet. Known for the last `capacity` servers, whatever became of their tickets: a server takes one place,
    /// however many tickets it sends.
    [[nodiscard]] constexpr bool spoke_tls_1_3(name_digest const& peer,
                                               std::uint32_t now) const requires remembers_versions<P> {
        for (auto const& each : memory_) {
            bool const alive = !P::has_clock || seconds_since(each.until, now) < 0;
            if (each.known && each.name == peer && alive) {
                return true;
            }
        }
        return false;
    }

    /// The slot of a handle; null where the ticket is gone. Aliases the store, and is valid until the next call that
    /// changes the store: copy the session.
    [[nodiscard]] constexpr slot const* find(ticket_handle h) const& {
        return const_cast<ticket_store*>(this)->find_changeable(h); // NOLINT(*-const-cast): this one changes nothing
    }
    slot const* find(ticket_handle h) const&& = delete;

    /// Copies the ticket of a received NewSessionTicket.
    constexpr staged_ticket stage(new_session_ticket const& m) { return stage(m.ticket, m.ticket_lifetime_hint, 0); }
    /// The same for TLS 1.3, where it is received after Finished: `commit` it at once.
    template <class Extensions> constexpr staged_ticket stage(tls13::basic_new_session_ticket<Extensions> const& m) {
        return m.ticket_lifetime == 0 ? staged_ticket{} : stage(m.ticket, m.ticket_lifetime, m.ticket_age_add);
    }

    /// T5: called when the server's Finished is verified. The staged ticket and its session replace the ticket for this
    /// peer. Where all slots are used, they replace the oldest ticket; within one second, the first received. A session
    /// that could never be offered is not kept, and replaces nothing. \pre `s.server_name` is the name for `take`
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
        remember(*made);
        dirty_ = true;
    }
    /// I1: called when both Finished of a full handshake are verified that brought no ticket, and whose ServerHello
    /// named the session. Keeps the session id like a ticket, at most a day (RFC 5246 F.1.4). \pre 1 to 32 bytes
    constexpr ticket_handle keep(byte_view session_id, session const& s,
                                 std::uint32_t now) requires(P::offer_session_ids) {
        ticket_handle const made = stage(session_id, one_day, by_session_id).handle();
        commit(made, s, now);
        return made;
    }
    /// T6: wipes a ticket that is of no use, or that a failed handshake brought.
    constexpr void forget(ticket_handle h) {
        if (slot* const s = find_id(h.id()); s != nullptr) { // id 0 finds a free slot, and clears nothing
            clear(*s);
        }
    }
    /// T5: wipes the ticket for this peer, because the server takes it back. A session id stays.
    constexpr void drop(name_digest const& peer) {
        slot* const s = find(peer, protocol_version::tls_1_2);
        if (s != nullptr && !is_session_id(*s)) {
            clear(*s);
        }
    }
    /// T8: wipes tickets that are too old or, without a clock, used up. `take` and `commit` do so too.
    constexpr void expire(std::uint32_t now) { static_cast<void>(sweep(now)); }
    /// Wipes everything.
    constexpr void clear() {
        for (slot& s : slots_) {
            clear(s);
        }
        memory_ = {};
    }

    /// True where a ticket was added or removed since `mark_saved`. Without a clock a use counts as well, because only
    /// uses end a ticket then.
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
    /// Reads one ticket in the form of `slot::wire`. A ticket that this policy would not offer is left out (T1).
    /// \return false: no free slot, or malformed
    constexpr bool restore(cursor& from) {
        slot* const s = claim();
        if (s == nullptr) {
            return false;
        }
        errc const e = slot::wire::read(from, *s);
        bool const good = e == errc::ok && s->held() && s->size != 0 && s->lifetime <= longest &&
                          (!is_session_id(*s) || s->size <= 32);
        latest_ = s->received_at;
        if (!good || !may_resume<P>(s->state)) {
            clear(*s);
        } else {
            remember(*s);
        }
        return good;
    }

private:
    static constexpr std::uint32_t longest = P::has_clock ? P::max_ticket_lifetime : P::max_ticket_uses;

    /// False where the policy keeps no session ids: nothing is compared then.
    [[nodiscard]] static constexpr bool is_session_id(slot const& s) {
        return P::offer_session_ids && s.has_session_id();
    }
    /// A server that has spoken TLS 1.3. The newest is the last one in `memory_`.
    struct spoken {
        name_digest name{};
        std::uint32_t until = 0; ///< seconds of the caller's clock
        bool known = false;
    };
    struct nothing_spoken {};
    constexpr void remember([[maybe_unused]] slot const& s) {
        if constexpr (remembers_versions<P>) {
            if (s.state.version == protocol_version::tls_1_3) {
                std::size_t at = 0;
                while (at + 1 != capacity && !(memory_[at].known && memory_[at].name == s.state.server_name)) {
                    ++at;
                }
                bool const is_new = !(memory_[at].known && memory_[at].name == s.state.server_name);
                std::uint32_t const end =
                    s.received_at + s.lifetime; // before the known end, where the ticket is an older one
                std::uint32_t const until =
                    !is_new && seconds_since(end, memory_[at].until) > 0 ? memory_[at].until : end;
                for (at = is_new ? 0 : at; at + 1 != capacity; ++at) {
                    memory_[at] = memory_[at + 1];
                }
                memory_[capacity - 1] = {s.state.server_name, until, true};
            }
        }
    }

    constexpr slot* find_id(std::uint32_t id) {
        for (slot& s : slots_) {
            if (s.id == id) {
                return &s;
            }
        }
        return nullptr;
    }
    constexpr slot* find_changeable(ticket_handle h) { return h ? find_id(h.id()) : nullptr; }
    /// A policy of one version does not compare the version.
    constexpr slot* find(name_digest const& peer, [[maybe_unused]] protocol_version version) {
        for (slot& s : slots_) {
            bool const same = !speaks_both<P> || s.state.version == version;
            if (s.held() && same && s.state.server_name == peer) {
                return &s;
            }
        }
        return nullptr;
    }
    /// Number of tickets received since `s`.
    [[nodiscard]] constexpr std::uint32_t age_of(slot const& s) const { return (last_id_ - s.id) & 0xffffU; }
    /// The ticket that a new one replaces: of the same peer and version; the oldest, where a peer may have several.
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
            do { // this slot still has id 0, so that 0 is skipped
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
        // T8; 0 = unspecified: 0 - 1 is the largest number, so that the policy's maximum applies
        s->lifetime = (P::has_clock && lifetime - 1 < longest - 1 ? lifetime - 1 : longest - 1) + 1;
        s->ticket_age_add = ticket_age_add;
        return {ticket_fate::staged, s->id};
    }
    /// T8: true where the ticket is used up, or where it or its session is over. `back`: the step of a clock that went
    /// back since the last call; the ticket's times move with it, so that no ticket gets younger or older.
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
    /// Wipes tickets that are over. \return the oldest remaining ticket where all slots are used, else null
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

    std::uint32_t latest_ = 0; // last time of the clock
    std::uint16_t last_id_ = 0;
    bool dirty_ = false;
    std::array<slot, capacity + 1> slots_{};
    [[no_unique_address]] std::conditional_t<remembers_versions<P>, std::array<spoken, capacity>, nothing_spoken>
        memory_{};
};

} // namespace v0
} // namespace flintls

#endif
