// Tickets in retained RAM, unencrypted: all are restored, or none.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/archive.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

using two = small<2>;
template <policy P> using image = test::bytes<max_unprotected_size<P>>;

/// Two tickets; the second one for one of the peers.
template <policy P> constexpr void fill(ticket_store<P>& store) {
    keep(store, 1, ticket_b, 100);
    keep(store, 2, ticket_c, 200, 300);
    keep(store, 1, ticket_a, 300, 500);
}
template <policy P> constexpr bool is_filled(ticket_store<P>& store) {
    auto const* const slot = store.find(store.take(peer(1), 310));
    bool const first = slot != nullptr && slot->ticket() == byte_view{ticket_a} &&
                       slot->state == session_with(1, 300) && slot->received_at == 300;
    return first && store.size() == 2 && offers(store, 2, 310, ticket_c);
}

constexpr bool there_and_back() {
    static_assert(max_unprotected_size<two> == 4 + 2 * (12 + 144 + 1 + 16) + 4);
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    byte_view const saved = save_unprotected<two>(store, room);
    ticket_store<two> woken;
    keep(woken, 3, ticket_b, 300); // replaces the present ticket
    bool const loaded = load_unprotected(woken, saved) && !woken.dirty();
    return loaded && saved.size() == 4 + 2 * 157 + 5 + 3 + 4 && is_filled(woken) && offers_nothing(woken, 3, 310) &&
           store.size() == 2; // saving changes nothing
}
static_assert(there_and_back());

/// All slots used, all tickets of the greatest size.
constexpr bool greatest_size() {
    constexpr auto longest = "000102030405060708090a0b0c0d0e0f"_hex;
    ticket_store<two> store;
    keep(store, 1, longest, 100);
    keep(store, 2, longest, 200);
    image<two> room{}; // in a constant expression no byte more can be written
    byte_view const saved = save_unprotected<two>(store, room);
    ticket_store<two> woken;
    return saved.size() == 4 + 2 * (12 + 144 + 1 + 16) + 4 && load_unprotected(woken, saved) && woken.size() == 2 &&
           offers(woken, 1, 210, longest) && offers(woken, 2, 210, longest);
}
static_assert(greatest_size());

constexpr bool lifetimes_go_on() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    byte_view const saved = save_unprotected<two>(store, room);
    ticket_store<two> woken;
    bool const loaded = load_unprotected(woken, saved);
    bool const first =
        offers(woken, 2, 499, ticket_c) && offers_nothing(woken, 2, 500) && offers(woken, 1, 500, ticket_a);
    // Another clock: a ticket from its future is over.
    ticket_store<two> elsewhere;
    bool const again = load_unprotected(elsewhere, saved);
    return loaded && first && again && offers_nothing(elsewhere, 2, 100) && offers_nothing(elsewhere, 1, 300);
}
static_assert(lifetimes_go_on());

/// The first time of a clock after waking may be a little earlier, and any value.
constexpr bool clock_after_waking(std::uint32_t start) {
    ticket_store<two> store;
    keep(store, 1, ticket_a, start, 500);
    image<two> room{};
    ticket_store<two> woken;
    bool const loaded = load_unprotected(woken, save_unprotected<two>(store, room));
    ticket_store<two> earlier = woken;
    bool const on = offers(woken, 1, start + 499, ticket_a) && offers_nothing(woken, 1, start + 500);
    bool const back = offers(earlier, 1, start - 10, ticket_a) && offers(earlier, 1, start + 489, ticket_a) &&
                      offers_nothing(earlier, 1, start + 490);
    return loaded && on && back;
}
constexpr bool clocks_after_waking() {
    return clock_after_waking(300) && clock_after_waking(0x7fff'ffff) && clock_after_waking(0xf000'0000) &&
           clock_after_waking(0xffff'ffff) && clock_after_waking(5);
}
static_assert(clocks_after_waking());

constexpr bool a_store_that_wakes_up_works() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    ticket_store<two> woken;
    bool const loaded = load_unprotected(woken, save_unprotected<two>(store, room));
    keep(woken, 1, ticket_c, 320);
    keep(woken, 3, ticket_b, 330); // in the slot of 2
    return loaded && woken.size() == 2 && offers(woken, 1, 340, ticket_c) && offers(woken, 3, 340, ticket_b) &&
           woken.stage(message(ticket_a)).fate() == ticket_fate::staged;
}
static_assert(a_store_that_wakes_up_works());

constexpr bool nothing_to_save() {
    ticket_store<two> store;
    (void)store.stage(message(ticket_a)); // its handshake does not survive the sleep
    image<two> room{};
    byte_view const saved = save_unprotected<two>(store, room);
    ticket_store<two> woken;
    return saved.size() == 8 && load_unprotected(woken, saved) && woken.size() == 0;
}
static_assert(nothing_to_save());

constexpr bool uses_are_kept() {
    using counting = clockless<2>;
    ticket_store<counting> store;
    keep(store, 1, ticket_a, 0);
    (void)store.take(peer(1), 0);
    image<counting> room{};
    ticket_store<counting> woken;
    bool const loaded = load_unprotected(woken, save_unprotected<counting>(store, room));
    return loaded && offers(woken, 1, 0, ticket_a) && offers(woken, 1, 0, ticket_a) && offers_nothing(woken, 1, 0);
}
static_assert(uses_are_kept());

/// The image is refused, earlier tickets are gone, and the store works on.
template <policy P> constexpr bool is_refused(byte_view saved) {
    ticket_store<P> woken;
    keep(woken, 3, ticket_b, 300);
    bool const refused = !load_unprotected(woken, saved) && woken.size() == 0;
    keep(woken, 3, ticket_b, 300);
    return refused && offers(woken, 3, 300, ticket_b);
}

bool every_truncation() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    byte_view const saved = save_unprotected<two>(store, room);
    for (std::uint32_t size = 0; size < saved.size(); ++size) {
        if (!is_refused<two>(saved.subview(0, size))) return false;
    }
    return is_refused<two>({room.data(), saved.size() + 1}) && is_refused<two>(room);
}

bool every_bit() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    byte_view const saved = save_unprotected<two>(store, room);
    for (std::uint32_t bit = 0; bit < 8 * saved.size(); ++bit) {
        auto const mask = static_cast<std::uint8_t>(1U << bit % 8);
        room[bit / 8] ^= mask;
        bool const refused = is_refused<two>(saved);
        room[bit / 8] ^= mask;
        if (!refused) return false;
    }
    ticket_store<two> woken;
    return load_unprotected(woken, saved) && is_filled(woken);
}

template <std::size_t Slots, std::size_t MaxTicket, bool Clock = true>
struct other : policy_of<test::with<small<Slots>>([](auto& o) {
                             o.max_ticket = MaxTicket;
                             o.has_clock = Clock;
                         }),
                         small<Slots>> {};
template <policy Other> constexpr bool other_layout_is_refused() {
    ticket_store<Other> store;
    keep(store, 1, ticket_a, 300);
    image<Other> room{};
    byte_view const saved = save_unprotected<Other>(store, room);
    ticket_store<Other> same;
    return is_refused<two>(saved) && load_unprotected(same, saved) && same.size() == 1;
}
constexpr bool other_layouts() {
    return other_layout_is_refused<other<1, 16>>() && other_layout_is_refused<other<3, 16>>() &&
           other_layout_is_refused<other<2, 15>>() && other_layout_is_refused<other<2, 17>>() &&
           other_layout_is_refused<other<2, 16, false>>();
}
static_assert(other_layouts());

/// Another policy with the same layout: tickets that this policy would not have made are left out.
struct other_context : policy_of<test::with<two>([](auto& o) { o.context_id = 7; }), two> {};
struct other_suites : two {
    using suites = suite_list<gcm_rsa>;
};
struct shorter : policy_of<test::with<two>([](auto& o) {
                               o.max_ticket_lifetime = 400;
                               o.ticket_lifetime = 400;
                           }),
                           two> {};
template <policy Other> constexpr bool loads_none() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    ticket_store<Other> woken;
    return load_unprotected(woken, save_unprotected<two>(store, room)) && woken.size() == 0;
}
constexpr bool other_rules() {
    ticket_store<two> store;
    fill(store);
    image<two> room{};
    return loads_none<other_context>() && loads_none<other_suites>() &&
           is_refused<shorter>(save_unprotected<two>(store, room));
}
static_assert(other_rules());

// Images with a valid checksum that no store writes: an empty slot, or one with too much.
constexpr void sum_up(std::span<std::uint8_t> all) {
    std::size_t const size = all.size() - 4;
    store<4>(all.data() + size, archive_detail::checksum({all.data(), static_cast<std::uint32_t>(size)}));
}
constexpr bool impossible(std::size_t at, std::uint8_t value) {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 300);
    image<two> room{};
    std::uint32_t const size = save_unprotected<two>(store, room).size();
    room[at] = value;
    sum_up(std::span{room}.first(size));
    return is_refused<two>({room.data(), size});
}
constexpr bool impossible_slots() {
    std::size_t const session_at = 4 + 12;
    return impossible(4 + 4, 0xff) && // lifetime
           impossible(session_at + 144, 0) && impossible(session_at + 144, 4) && impossible(session_at + 144, 6) &&
           impossible(session_at + 144, 0xff);
}
static_assert(impossible_slots());

/// A third ticket, for which there are bytes but no slot.
struct roomy : policy_of<test::with<two>([](auto& o) { o.max_ticket = 256; }), two> {};
constexpr bool one_too_many() {
    ticket_store<roomy> store;
    keep(store, 1, ticket_a, 300);
    keep(store, 2, ticket_a, 300);
    image<roomy> room{};
    std::uint32_t const size = save_unprotected<roomy>(store, room).size();
    constexpr std::uint32_t slot_size = 12 + 144 + 2 + 5;
    bool const two_slots = size == 4 + 2 * slot_size + 4;
    test::bytes<slot_size> last{};
    copy(last.data(), room.data() + 4 + slot_size, slot_size);
    copy(room.data() + 4 + 2 * slot_size, last.data(), slot_size);
    sum_up(std::span{room}.first(size + slot_size));
    return two_slots && is_refused<roomy>({room.data(), size + slot_size});
}
static_assert(one_too_many());

constexpr bool no_ticket() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 300);
    image<two> room{};
    std::uint32_t const size = save_unprotected<two>(store, room).size() - 5; // its length is now 0
    room[4 + 12 + 144] = 0;
    sum_up(std::span{room}.first(size));
    return is_refused<two>({room.data(), size});
}
static_assert(no_ticket());

constexpr bool no_version() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 300);
    image<two> room{};
    std::uint32_t const size = save_unprotected<two>(store, room).size();
    room[4 + 12 + 8] = room[4 + 12 + 9] = 0; // would be a staged ticket
    sum_up(std::span{room}.first(size));
    return is_refused<two>({room.data(), size});
}
static_assert(no_version());

/// The well-known CRC-32 of "123456789".
constexpr bool checksums() {
    return archive_detail::checksum("313233343536373839"_hex) == 0xcbf4'3926 && archive_detail::checksum({}) == 0;
}
static_assert(checksums());

} // namespace

TEST_CASE("tickets come back from retained RAM, with what is left of their lives") {
    CHECK(at_run_time(there_and_back));
    CHECK(at_run_time(greatest_size));
    CHECK(at_run_time(lifetimes_go_on));
    CHECK(at_run_time(clocks_after_waking));
    CHECK(at_run_time(a_store_that_wakes_up_works));
    CHECK(at_run_time(nothing_to_save));
    CHECK(at_run_time(uses_are_kept));
}
TEST_CASE("an image that is cut short, or has a flipped bit, is refused, and the store is empty") {
    CHECK(at_run_time(every_truncation));
    CHECK(at_run_time(every_bit));
    CHECK(at_run_time(checksums));
}
TEST_CASE("an image of another layout is refused, and tickets that the policy would not offer are left out") {
    CHECK(at_run_time(other_layouts));
    CHECK(at_run_time(other_rules));
}
TEST_CASE("an image that no store writes is refused, even with the right checksum") {
    CHECK(at_run_time(impossible_slots));
    CHECK(at_run_time(no_version));
    CHECK(at_run_time(one_too_many));
    CHECK(at_run_time(no_ticket));
}
