// A client's ticket store against a naive one: random events; after each, both must agree.
#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <vector>

#include "support/test.hpp"
#include "ticket/sessions.hpp"

namespace {

using namespace tickets;

class dice {
public:
    explicit dice(std::uint64_t seed) : state_{seed} {}
    unsigned below(unsigned sides) { // xorshift64*
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<unsigned>((state_ * 0x2545'f491'4f6c'dd1dU >> 33) % sides);
    }

private:
    std::uint64_t state_;
};

/// A ticket, in the order of receipt. Ages grow with time and are never computed.
struct kept {
    std::uint64_t serial;
    std::vector<std::uint8_t> bytes;
    std::int64_t lifetime; ///< seconds, or uses
    bool held = false;
    session state{};
    std::int64_t age = 0;
    std::int64_t session_age = 0;
};

template <policy P> class naive_store {
public:
    std::vector<kept> all;
    bool dirty = false;

    void observe(std::uint32_t now) {
        auto const passed = static_cast<std::int32_t>(now - last_);
        last_ = now;
        for (auto& k : all) {
            if (k.held && passed > 0) {
                k.age += passed;
                k.session_age += passed;
            }
        }
        remove([&](kept const& k) {
            if (!k.held) return false;
            if (!P::has_clock) return k.lifetime == 0;
            bool const before_it_came = passed < 0 && -std::int64_t{passed} > k.age + 60;
            return before_it_came || k.age >= k.lifetime || k.session_age >= P::max_ticket_lifetime;
        });
    }
    kept* of_peer(name_digest const& name) {
        return find([&](kept const& k) { return k.held && k.state.server_name == name; });
    }
    kept* of_serial(std::uint64_t serial) {
        return find([&](kept const& k) { return k.serial == serial; });
    }
    template <class Which> void remove(Which which) {
        auto const gone = std::remove_if(all.begin(), all.end(), [&](kept const& k) {
            dirty = dirty || (which(k) && k.held);
            return which(k);
        });
        all.erase(gone, all.end());
    }
    void remove(std::uint64_t serial) {
        remove([&](kept const& k) { return k.serial == serial; });
    }
    std::size_t held() const {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](kept const& k) { return k.held; }));
    }

private:
    template <class Which> kept* find(Which which) {
        auto const it = std::find_if(all.begin(), all.end(), which);
        return it == all.end() ? nullptr : &*it;
    }
    std::uint32_t last_ = 0;
};

template <policy P> class trial {
public:
    explicit trial(std::uint64_t seed) : roll_{seed} {}

    bool step() {
        pass_time();
        auto const number = static_cast<std::uint8_t>(1 + roll_.below(9));
        switch (roll_.below(12)) {
        case 0:
        case 1:
        case 2: take(number); break;
        case 3:
        case 4:
        case 5: stage(); break;
        case 6:
        case 7:
        case 8: commit(number); break;
        case 9:
            if (roll_.below(2) == 0) forget();
            break;
        case 10:
            if (roll_.below(4) != 0) break;
            store_.drop(peer(number));
            if (kept* const k = naive_.of_peer(peer(number)); k != nullptr) naive_.remove(k->serial);
            break;
        default:
            if (roll_.below(3) == 0) {
                store_.mark_saved();
                naive_.dirty = false;
            }
            store_.expire(now_);
            naive_.observe(now_);
        }
        return good_ && same();
    }
    unsigned long offered = 0;
    unsigned long evicted = 0;
    unsigned long staged = 0;

private:
    struct link {
        ticket_handle handle;
        std::uint64_t serial;
    };

    void pass_time() {
        switch (roll_.below(100)) {
        case 0: now_ += roll_.below(3000); break;
        case 1: now_ -= roll_.below(3000); break;
        case 2:
        case 3: now_ -= roll_.below(200); break;
        default: now_ += roll_.below(3);
        }
    }
    void remember(ticket_handle h, std::uint64_t serial) {
        if (links_.size() < P::ticket_slots + 6) links_.push_back({});
        // A staged ticket without a link would stay for ever.
        for (kept const* k = nullptr;; next_link_ = (next_link_ + 1) % links_.size()) {
            k = naive_.of_serial(links_[next_link_].serial);
            if (k == nullptr || k->held) break;
        }
        links_[next_link_] = {h, serial};
        next_link_ = (next_link_ + 1) % links_.size();
    }
    link any() { return links_.empty() ? link{} : links_[roll_.below(static_cast<unsigned>(links_.size()))]; }

    void take(std::uint8_t number) {
        ticket_handle const h = store_.take(peer(number), now_);
        naive_.observe(now_);
        kept* const k = naive_.of_peer(peer(number));
        good_ = good_ && static_cast<bool>(h) == (k != nullptr);
        if (k == nullptr || !good_) return;
        ++offered;
        if (!P::has_clock) {
            --k->lifetime;
            naive_.dirty = true;
        }
        remember(h, k->serial);
    }
    void stage() {
        std::vector<std::uint8_t> bytes(roll_.below(20));
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(roll_.below(256));
        std::uint32_t const hint = roll_.below(2) == 0 ? roll_.below(1200) : roll_.below(3) * 0x7fff'ffffU;
        staged_ticket const s = store_.stage(message(bytes, hint));
        ticket_fate const expected = bytes.empty()                              ? ticket_fate::empty
                                     : bytes.size() > P::max_ticket             ? ticket_fate::too_long
                                     : naive_.all.size() == P::ticket_slots + 1 ? ticket_fate::no_room
                                                                                : ticket_fate::staged;
        good_ = good_ && s.fate() == expected && static_cast<bool>(s.handle()) == (expected == ticket_fate::staged);
        if (expected != ticket_fate::staged || !good_) return;
        ++staged;
        std::int64_t const limit = hint == 0 || hint > P::max_ticket_lifetime ? P::max_ticket_lifetime : hint;
        naive_.all.push_back({++serial_, bytes, P::has_clock ? limit : P::max_ticket_uses});
        remember(s.handle(), serial_);
    }
    void commit(std::uint8_t number) {
        link l = any();
        if (roll_.below(4) != 0) { // preferably a staged one
            for (link const& each : links_) {
                if (kept const* const k = naive_.of_serial(each.serial); k != nullptr && !k->held) l = each;
            }
        }
        std::int32_t const session_age = static_cast<std::int32_t>(roll_.below(8) == 0 ? roll_.below(1200) : 0);
        session s = session_with(number, now_ - static_cast<std::uint32_t>(session_age));
        s.master_secret[1] = static_cast<std::uint8_t>(roll_.below(256));
        bool const resumable = roll_.below(8) != 0;
        s.extended_master_secret = resumable;
        store_.commit(l.handle, s, now_);
        kept* k = naive_.of_serial(l.serial);
        if (k == nullptr || k->held) return;
        naive_.observe(now_);
        if (!resumable) return naive_.remove(l.serial);
        if (kept* const old = naive_.of_peer(peer(number)); old != nullptr) {
            naive_.remove(old->serial);
        } else if (naive_.held() == P::ticket_slots) {
            ++evicted;
            naive_.remove(victim());
        }
        k = naive_.of_serial(l.serial);
        k->held = true;
        k->state = s;
        k->session_age = session_age;
        naive_.dirty = true;
    }
    /// The oldest; of equally old ones the first received.
    std::uint64_t victim() {
        kept const* gone = nullptr;
        for (kept const& k : naive_.all) {
            if (!k.held) continue;
            bool const older =
                gone == nullptr || age_of(k) > age_of(*gone) || (age_of(k) == age_of(*gone) && k.serial < gone->serial);
            gone = older ? &k : gone;
        }
        good_ = good_ && gone != nullptr && !in_store(*gone);
        return gone != nullptr ? gone->serial : 0;
    }
    std::int64_t age_of(kept const& k) const {
        return P::has_clock ? k.age : static_cast<std::int64_t>(serial_ - k.serial);
    }
    void forget() {
        link const l = any();
        store_.forget(l.handle);
        naive_.remove(l.serial);
    }

    static bool is(typename ticket_store<P>::slot const& slot, kept const& k) {
        session s = slot.state;
        s.authenticated_at = k.state.authenticated_at; // moves if the clock goes back
        return slot.ticket() == byte_view{k.bytes} && (!k.held || s == k.state) &&
               static_cast<std::int64_t>(slot.lifetime) == k.lifetime;
    }
    bool in_store(kept const& k) const {
        bool found = false;
        store_.for_each([&](auto const& slot) { found = found || is(slot, k); });
        return found;
    }
    bool same() {
        if (store_.size() != naive_.held() || store_.dirty() != naive_.dirty) return false;
        for (kept const& k : naive_.all) {
            if (k.held && !in_store(k)) return false;
        }
        for (link const& l : links_) {
            auto const* const slot = store_.find(l.handle);
            kept const* const k = naive_.of_serial(l.serial);
            if ((slot != nullptr) != (k != nullptr) || (slot != nullptr && !is(*slot, *k))) return false;
        }
        return true;
    }

    ticket_store<P> store_;
    naive_store<P> naive_;
    dice roll_;
    std::uint32_t now_ = 0xffff'0000;
    std::uint64_t serial_ = 0;
    std::vector<link> links_;
    std::size_t next_link_ = 0;
    bool good_ = true;
};

/// Handles wrap after 65,535 tickets; this run has fewer, so an old handle finds nothing.
template <policy P> bool runs(std::uint64_t seed) {
    trial<P> t{seed};
    constexpr unsigned long steps = 120'000;
    for (unsigned long i = 0; i < steps; ++i) {
        if (!t.step()) {
            CAPTURE(i);
            CHECK(false);
            return false;
        }
    }
    // Each case occurred, and more than once.
    return t.offered > 1000 && t.evicted > 50 && t.staged > 10'000 && t.staged < 65'000;
}

TEST_CASE("a store that goes leaves no ticket and no secret") {
    using store_type = ticket_store<small<2>>;
    alignas(store_type) std::array<std::uint8_t, sizeof(store_type)> place{};
    auto const holds = [&place](byte_view what) {
        return std::search(place.begin(), place.end(), what.begin(), what.end()) != place.end();
    };
    auto* const store = new (place.data()) store_type;
    session const secret = session_with(1, 10);
    keep(*store, 1, ticket_a, 10);
    CHECK(store->stage(message(ticket_b)).fate() == ticket_fate::staged); // waits for Finished
    CHECK(holds(ticket_a));
    CHECK(holds(ticket_b));
    CHECK(holds(secret.master_secret));
    store->~store_type();
    CHECK_FALSE(holds(ticket_a));
    CHECK_FALSE(holds(ticket_b));
    CHECK_FALSE(holds(secret.master_secret));
}

} // namespace

TEST_CASE("T5 to T8: 120,000 random events leave a store as they leave a naive one") {
    CHECK(runs<small<1>>(1));
    CHECK(runs<small<2>>(2));
    CHECK(runs<small<4>>(3));
    CHECK(runs<small<7>>(4));
}
TEST_CASE("T8: the same without a clock") {
    CHECK(runs<clockless<1>>(5));
    CHECK(runs<clockless<3>>(6));
}
