// Rules T1, T5, T6, T7: the tickets that a client keeps. T8: expiry.cpp.
#include "sessions.hpp"
#include "support/test.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

using one = small<1>;
using two = small<2>;
using three = small<3>;

constexpr bool by_name() {
    ticket_store<two> store;
    bool const none = offers_nothing(store, 1, 10) && store.size() == 0;
    keep(store, 1, ticket_a, 10);
    keep(store, 2, ticket_b, 10);
    auto const* const slot = store.find(store.take(peer(1), 20));
    return none && offers(store, 1, 20, ticket_a) && offers(store, 2, 20, ticket_b) && offers_nothing(store, 3, 20) &&
           slot != nullptr && slot->state == session_with(1, 10) && slot->received_at == 10 && store.size() == 2;
}
static_assert(by_name());

/// Peers without a name share the empty name, which is a name like any other.
constexpr bool nameless() {
    ticket_store<two> store;
    session s = session_with(1);
    s.server_name = {};
    bool const none = !store.take({}, 10); // a free slot has no name either, and is not taken
    store.commit(store.stage(message(ticket_a)).handle(), s, 10);
    bool const staged = !store.take(peer(0), 10) && store.stage(message(ticket_b)).fate() == ticket_fate::staged;
    return none && staged && store.find(store.take({}, 10))->ticket() == byte_view{ticket_a};
}
static_assert(nameless());

/// The store copies the ticket.
constexpr bool copies() {
    ticket_store<one> store;
    auto bytes = ticket_a;
    staged_ticket const staged = store.stage(message(bytes));
    bytes[0] = 0;
    store.commit(staged.handle(), session_with(1, 10), 10);
    return offers(store, 1, 10, ticket_a);
}
static_assert(copies());

constexpr bool only_what_could_come_back() {
    constexpr auto refused = [](auto change) {
        ticket_store<two> store;
        keep(store, 1, ticket_a, 10);
        keep(store, 2, ticket_b, 11);
        store.mark_saved();
        session s = session_with(3, 20);
        change(s);
        ticket_handle const h = store.stage(message(ticket_c)).handle();
        store.commit(h, s, 20);
        return offers_nothing(store, 3, 20) && store.find(h) == nullptr && !store.dirty() && store.size() == 2 &&
               offers(store, 1, 20, ticket_a) && offers(store, 2, 20, ticket_b);
    };
    return refused([](session& s) { s.version = protocol_version::tls_1_1; }) &&
           refused([](session& s) { s.version = protocol_version{}; }) &&
           refused([](session& s) { s.version = protocol_version::tls_1_3; }) &&
           refused([](session& s) { s.suite = cipher_suite::psk_with_aes_128_ccm_8; }) &&
           refused([](session& s) { s.extended_master_secret = false; }) &&
           refused([](session& s) { s.context_id = 1; });
}
static_assert(only_what_could_come_back());

/// Until the server's Finished the store offers the old ticket.
constexpr bool replaced_after_finished() {
    ticket_store<one> store;
    keep(store, 1, ticket_a, 10);
    ticket_handle const old = store.take(peer(1), 20);
    staged_ticket const staged = store.stage(message(ticket_b));
    bool const before = staged.fate() == ticket_fate::staged && offers(store, 1, 20, ticket_a) && store.size() == 1 &&
                        store.find(staged.handle())->ticket() == byte_view{ticket_b};
    session renewed = session_with(1, 10);
    renewed.master_secret[0] = 0x55;
    store.commit(staged.handle(), renewed, 20);
    auto const* const slot = store.find(store.take(peer(1), 21));
    return before && slot != nullptr && slot->ticket() == byte_view{ticket_b} && slot->state == renewed &&
           slot->received_at == 20 && store.size() == 1 && store.find(old) == nullptr;
}
static_assert(replaced_after_finished());

constexpr bool kept_without_finished() {
    ticket_store<one> store;
    keep(store, 1, ticket_a, 10);
    store.mark_saved();
    staged_ticket const staged = store.stage(message(ticket_b));
    store.forget(staged.handle());
    store.commit(staged.handle(), session_with(1, 10), 20); // too late
    return store.find(staged.handle()) == nullptr && offers(store, 1, 20, ticket_a) && !store.dirty();
}
static_assert(kept_without_finished());

constexpr bool empty_ticket() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 10);
    keep(store, 2, ticket_b, 10);
    staged_ticket const staged = store.stage(message({}));
    bool const told = staged.fate() == ticket_fate::empty && !staged.handle() && offers(store, 1, 20, ticket_a);
    store.drop(peer(1));
    store.drop(peer(3)); // no such ticket
    return told && offers_nothing(store, 1, 20) && offers(store, 2, 20, ticket_b);
}
static_assert(empty_ticket());

constexpr bool failed_resumption() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 10);
    keep(store, 2, ticket_b, 10);
    store.forget(store.take(peer(1), 20));
    return offers_nothing(store, 1, 20) && offers(store, 2, 20, ticket_b);
}
static_assert(failed_resumption());

constexpr auto sixteen = "000102030405060708090a0b0c0d0e0f"_hex;
constexpr auto seventeen = "000102030405060708090a0b0c0d0e0f10"_hex;
constexpr bool too_long() {
    ticket_store<one> store;
    keep(store, 1, ticket_a, 10);
    staged_ticket const staged = store.stage(message(seventeen));
    store.commit(staged.handle(), session_with(1, 20), 20);
    bool const kept_old = offers(store, 1, 20, ticket_a);
    keep(store, 1, sixteen, 20);
    return staged.fate() == ticket_fate::too_long && !staged.handle() && kept_old && offers(store, 1, 20, sixteen);
}
static_assert(too_long());

struct no_bytes : policy_of<test::with<one>([](auto& o) { o.max_ticket = 0; }), one> {};
constexpr bool no_room_at_all() {
    ticket_store<no_bytes> store;
    return store.stage(message(ticket_c)).fate() == ticket_fate::too_long &&
           store.stage(message({})).fate() == ticket_fate::empty;
}
static_assert(no_room_at_all());

// Two connections to one server, alternating.
constexpr bool both_are_committed() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 10);
    ticket_handle const first = store.take(peer(1), 20);
    ticket_handle const second = store.take(peer(1), 20);
    staged_ticket const of_first = store.stage(message(ticket_b));
    staged_ticket const of_second = store.stage(message(ticket_c));
    store.commit(of_first.handle(), session_with(1, 20), 20);
    bool const replaced = first == second && store.find(first) == nullptr && offers(store, 1, 20, ticket_b);
    store.forget(second); // the handshake failed, but the ticket is gone already
    bool const unharmed = offers(store, 1, 20, ticket_b);
    store.commit(of_second.handle(), session_with(1, 21), 21);
    return replaced && unharmed && offers(store, 1, 21, ticket_c) && store.size() == 1 &&
           store.find(of_first.handle()) == nullptr;
}
static_assert(both_are_committed());

constexpr bool one_takes_what_the_other_has() {
    ticket_store<one> store;
    keep(store, 1, ticket_a, 10);
    ticket_handle const in_use = store.take(peer(1), 20);
    keep(store, 2, ticket_b, 20); // one slot: the other ticket leaves
    bool const gone = store.find(in_use) == nullptr && offers_nothing(store, 1, 20);
    store.forget(in_use);
    store.commit(in_use, session_with(1, 20), 20);
    return gone && offers(store, 2, 20, ticket_b) && store.size() == 1;
}
static_assert(one_takes_what_the_other_has());

constexpr bool spare_slots() {
    ticket_store<one> store; // two with the spare slot
    staged_ticket const a = store.stage(message(ticket_a));
    staged_ticket const b = store.stage(message(ticket_b));
    staged_ticket const c = store.stage(message(ticket_c));
    bool const full = a.fate() == ticket_fate::staged && b.fate() == ticket_fate::staged &&
                      c.fate() == ticket_fate::no_room && !c.handle() && !(a.handle() == b.handle());
    store.commit(a.handle(), session_with(1, 10), 10);
    store.commit(b.handle(), session_with(2, 11), 11);
    bool const last = offers(store, 2, 11, ticket_b) && offers_nothing(store, 1, 11) && store.size() == 1;
    return full && last && store.stage(message(ticket_c)).fate() == ticket_fate::staged;
}
static_assert(spare_slots());

/// A committed ticket is not committed again, and its handle is the ticket's handle.
constexpr bool handles_of_the_committed() {
    ticket_store<one> store;
    ticket_handle const h = store.stage(message(ticket_a)).handle();
    store.commit(h, session_with(1, 10), 10);
    store.commit(h, session_with(2, 20), 20);
    return store.find(h)->state == session_with(1, 10) && offers(store, 1, 20, ticket_a) &&
           offers_nothing(store, 2, 20);
}
static_assert(handles_of_the_committed());

constexpr bool no_handle() {
    ticket_store<one> store;
    ticket_handle const none;
    store.forget(none);
    store.commit(none, session_with(1, 10), 10);
    bool const empty = !none && store.find(none) == nullptr && store.size() == 0 && !store.dirty();
    keep(store, 1, ticket_a, 10);
    store.forget(none);
    store.commit(none, session_with(1, 10), 10);
    return empty && store.find(none) == nullptr && offers(store, 1, 10, ticket_a);
}
static_assert(no_handle());

constexpr bool oldest_leaves() {
    ticket_store<three> store;
    keep(store, 1, ticket_a, 30);
    keep(store, 2, ticket_a, 32);
    keep(store, 3, ticket_a, 34);
    keep(store, 1, ticket_b, 36); // keeps its slot
    bool const all = store.size() == 3 && offers(store, 2, 36, ticket_a);
    keep(store, 4, ticket_c, 38); // in the slot of 2
    bool const without_2 = store.size() == 3 && offers_nothing(store, 2, 38) && offers(store, 1, 38, ticket_b) &&
                           offers(store, 3, 38, ticket_a) && offers(store, 4, 38, ticket_c);
    keep(store, 5, ticket_c, 40); // in the slot of 3
    return all && without_2 && offers_nothing(store, 3, 40) && offers(store, 1, 40, ticket_b) &&
           offers(store, 4, 40, ticket_c) && offers(store, 5, 40, ticket_c);
}
static_assert(oldest_leaves());

/// All received within one second: the first one leaves, in whatever slot.
template <policy P> constexpr bool first_leaves() {
    ticket_store<P> store;
    std::uint8_t held[] = {1, 2, 3}; // in the order of receipt
    for (std::uint8_t const each : held) keep(store, each, ticket_a, 30);
    keep(store, 1, ticket_b, 30); // in another slot, and now the last
    held[0] = 2, held[1] = 3, held[2] = 1;
    for (std::uint8_t next = 4; next < 20; ++next) {
        keep(store, next, ticket_c, 30);
        if (store.size() != 3 || !offers_nothing(store, held[0], 30)) return false;
        held[0] = held[1], held[1] = held[2], held[2] = next;
        ticket_store<P> copied = store; // without a clock a look is a use
        for (std::uint8_t const each : held) {
            if (offers_nothing(copied, each, 30)) return false;
        }
    }
    return true;
}
static_assert(first_leaves<three>() && first_leaves<clockless<3>>());
/// Handles wrap in between.
bool first_leaves_when_handles_come_round() {
    ticket_store<three> store;
    for (std::uint8_t next = 1; next < 14; ++next) {
        for (unsigned i = 0; i < 10'000; ++i) store.forget(store.stage(message(ticket_b)).handle());
        keep(store, next, ticket_a, 30);
        if (next < 4) continue;
        for (std::uint8_t back = 0; back < 4; ++back) {
            bool const there = static_cast<bool>(store.take(peer(static_cast<std::uint8_t>(next - back)), 30));
            if (there != (back < 3)) return false;
        }
    }
    return true;
}

constexpr bool dirty() {
    ticket_store<one> store;
    auto const is = [&](bool expected) {
        bool const right = store.dirty() == expected;
        store.mark_saved();
        return right && !store.dirty();
    };
    bool good = is(false);
    ticket_handle h = store.stage(message(ticket_a)).handle();
    good = good && is(false);
    store.commit(h, session_with(1, 10), 10);
    good = good && is(true);
    good = good && offers(store, 1, 20, ticket_a) && is(false); // a use
    h = store.stage(message(ticket_b)).handle();
    store.forget(h);
    store.drop(peer(2));
    good = good && is(false);
    keep(store, 1, ticket_b, 20);
    good = good && is(true);
    store.drop(peer(1));
    good = good && is(true);
    keep(store, 1, ticket_a, 30);
    store.mark_saved();
    store.forget(store.take(peer(1), 30));
    good = good && is(true);
    keep(store, 1, ticket_a, 30, 5);
    store.mark_saved();
    store.expire(34);
    good = good && is(false);
    store.expire(35);
    good = good && is(true);
    store.clear();
    good = good && is(false); // there was no ticket
    keep(store, 1, ticket_a, 40);
    store.mark_saved();
    store.clear();
    return good && is(true);
}
static_assert(dirty());

/// Handles have 16 bits and wrap; a ticket may live longer than a whole cycle.
bool handles_come_round() {
    ticket_store<two> store;
    keep(store, 1, ticket_a, 10);
    ticket_handle const held = store.take(peer(1), 10);
    for (unsigned long i = 0; i < 140'000; ++i) {
        ticket_handle const h = store.stage(message(ticket_b)).handle();
        if (!h || h == held) return false;
        store.forget(h);
        if (store.find(h) != nullptr) return false;
    }
    return offers(store, 1, 10, ticket_a) && store.take(peer(1), 10) == held;
}

struct several : policy_of<options{.max_ticket = 16,
                                   .ticket_slots = 4,
                                   .max_ticket_lifetime = 1000,
                                   .ticket_lifetime = 1000,
                                   .tickets_per_name = 2}> {
    using versions = version_list<protocol_version::tls_1_2, protocol_version::tls_1_3>;
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, gcm_ecdsa>;
};
/// NT6: a name has several TLS 1.3 tickets. The last received is used first, and each once, also across a reset.
constexpr bool several_of_tls_1_3() {
    ticket_store<several> store;
    keep(store, 1, ticket_a, 10); // of TLS 1.2, counted separately
    for (byte_view const each : {byte_view{ticket_a}, byte_view{ticket_b}, byte_view{ticket_c}}) {
        session s = session_with(1, 11);
        s.version = protocol_version::tls_1_3;
        s.suite = cipher_suite::aes_128_gcm_sha256;
        tls13::new_session_ticket m;
        m.ticket_lifetime = 500;
        m.ticket = each;
        store.commit(store.stage(m).handle(), s, 11);
    }
    bool good = store.size() == 3; // two of them, and no more
    for (byte_view const each : {byte_view{ticket_c}, byte_view{ticket_b}}) {
        ticket_handle const taken = store.take_tls_1_3(peer(1), 12);
        good = good && store.find(taken) != nullptr && store.find(taken)->ticket() == each;
        store.mark_saved();
        store.use_up(taken);
        good = good && store.dirty() && store.find(taken)->ticket() == each;
    }
    return good && !store.take_tls_1_3(peer(1), 12) && store.size() == 1 && offers(store, 1, 12, ticket_a);
}
static_assert(several_of_tls_1_3());

} // namespace

TEST_CASE("NT6: several tickets of TLS 1.3 for one name, each of which is used once, the last one first") {
    CHECK(at_run_time(several_of_tls_1_3));
}
TEST_CASE("T1: a ticket is offered to the peer that it came from") {
    CHECK(at_run_time(by_name));
    CHECK(at_run_time(nameless));
    CHECK(at_run_time(copies));
}
TEST_CASE("T1: a session that this side could not accept back is not kept, and nobody leaves for it") {
    CHECK(at_run_time(only_what_could_come_back));
}
TEST_CASE("T5: a new ticket replaces the old one only after Finished") {
    CHECK(at_run_time(replaced_after_finished));
    CHECK(at_run_time(kept_without_finished));
}
TEST_CASE("T5: an empty ticket drops the stored one") { CHECK(at_run_time(empty_ticket)); }
TEST_CASE("T6: a failed resumption deletes its ticket and no other") { CHECK(at_run_time(failed_resumption)); }
TEST_CASE("T7: a ticket that is too long is not stored, and that is visible") {
    CHECK(at_run_time(too_long));
    CHECK(at_run_time(no_room_at_all));
}
TEST_CASE("several connections take, stage, commit and forget in turns") {
    CHECK(at_run_time(both_are_committed));
    CHECK(at_run_time(one_takes_what_the_other_has));
    CHECK(at_run_time(spare_slots));
}
TEST_CASE("a handle finds its own ticket or nothing") {
    CHECK(at_run_time(handles_of_the_committed));
    CHECK(at_run_time(no_handle));
    CHECK(at_run_time(handles_come_round));
}
TEST_CASE("where all slots are taken the oldest ticket leaves") { CHECK(at_run_time(oldest_leaves)); }
TEST_CASE("where all slots are taken, by tickets of one second, the one that came first leaves") {
    CHECK(at_run_time(first_leaves<three>));
    CHECK(at_run_time(first_leaves<clockless<3>>));
    CHECK(first_leaves_when_handles_come_round());
}
TEST_CASE("a store is dirty when a ticket has come or gone") { CHECK(at_run_time(dirty)); }
