// Rules I1, I2, I5: session ids that a client keeps instead of tickets. On the wire: tests/tls12/pair/session_ids.cpp.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/archive.hpp"
#include "flintls/ticket/client_resumption.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

constexpr options with_ids{.max_ticket = 40, .ticket_slots = 2, .offer_session_ids = true};
struct product : policy_of<with_ids, test::default_policy> {};
struct no_clock : policy_of<test::with<product>([](auto& o) {
                                o.has_clock = false;
                                o.max_ticket_uses = 3;
                            }),
                            product> {};
struct short_lived
    : policy_of<test::with<product>([](auto& o) { o.max_ticket_lifetime = o.ticket_lifetime = 1000; }), product> {};

constexpr auto id_a = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"_hex;
constexpr auto id_b = "b0b1b2b3"_hex;

template <policy P>
constexpr bool offers_id(ticket_store<P>& store, std::uint8_t number, std::uint32_t now, byte_view id) {
    auto const* const slot = store.find(store.take(peer(number), now));
    return slot != nullptr && slot->has_session_id() && slot->ticket() == id;
}

/// I1: a day at most (RFC 5246 F.1.4), or the limit of the policy if shorter.
constexpr bool a_day_at_most() {
    ticket_store<product> store;
    (void)store.keep(id_a, session_with(1, 10), 10);
    bool const day =
        offers_id(store, 1, 10 + 86'399, id_a) && offers_nothing(store, 1, 10 + 86'400) && store.size() == 0;
    ticket_store<short_lived> other;
    (void)other.keep(id_a, session_with(1, 10), 10);
    return day && offers_id(other, 1, 1009, id_a) && offers_nothing(other, 1, 1010);
}
static_assert(a_day_at_most());
constexpr bool without_a_clock_so_many_uses() {
    ticket_store<no_clock> store;
    (void)store.keep(id_b, session_with(1), 0);
    return offers_id(store, 1, 0, id_b) && offers_id(store, 1, 0, id_b) && offers_id(store, 1, 0, id_b) &&
           offers_nothing(store, 1, 0);
}
static_assert(without_a_clock_so_many_uses());

/// A session is kept by a ticket or by an id, so that both are never offered together (I2).
constexpr bool ids_and_tickets_replace_each_other() {
    ticket_store<product> store;
    (void)store.keep(id_a, session_with(1, 10), 10);
    (void)store.keep(id_b, session_with(2, 10), 10);
    keep(store, 1, ticket_a, 20);
    bool const ticket = offers(store, 1, 20, ticket_a) && !store.find(store.take(peer(1), 20))->has_session_id() &&
                        offers_id(store, 2, 20, id_b) && store.size() == 2;
    (void)store.keep(id_b, session_with(1, 30), 30);
    return ticket && offers_id(store, 1, 30, id_b) && store.size() == 2;
}
static_assert(ids_and_tickets_replace_each_other());

/// T5: an empty ticket withdraws a ticket, but not an id.
constexpr bool an_empty_ticket_takes_back_no_id() {
    ticket_store<product> store;
    (void)store.keep(id_a, session_with(1, 10), 10);
    keep(store, 2, ticket_a, 10);
    store.drop(peer(1));
    store.drop(peer(2));
    return offers_id(store, 1, 20, id_a) && offers_nothing(store, 2, 20);
}
static_assert(an_empty_ticket_takes_back_no_id());

constexpr bool forgotten() { // I5
    ticket_store<product> store;
    ticket_handle const h = store.keep(id_a, session_with(1, 10), 10);
    bool const dirty = store.dirty() && static_cast<bool>(h);
    store.forget(h);
    return dirty && offers_nothing(store, 1, 10) && store.find(h) == nullptr;
}
static_assert(forgotten());

/// A session that can never be resumed is not kept (T1, T14).
constexpr bool useless() {
    ticket_store<product> store;
    session s = session_with(1, 10);
    s.extended_master_secret = false;
    return store.find(store.keep(id_a, s, 10)) == nullptr && store.size() == 0;
}
static_assert(useless());

constexpr bool archived() {
    ticket_store<product> store;
    (void)store.keep(id_a, session_with(1, 10), 10);
    keep(store, 2, ticket_a, 10);
    std::array<std::uint8_t, max_unprotected_size<product>> image{};
    byte_view const saved = save_unprotected(store, image);
    ticket_store<product> loaded;
    bool const good =
        load_unprotected(loaded, saved) && offers_id(loaded, 1, 20, id_a) && offers(loaded, 2, 20, ticket_a);
    // A policy without ids would take an id for a ticket, so it does not read the archive.
    struct without : policy_of<test::with<product>([](auto& o) { o.offer_session_ids = false; }), product> {};
    ticket_store<without> other;
    return good && max_unprotected_size<without> == image.size() && !load_unprotected(other, saved) &&
           other.size() == 0;
}
static_assert(archived());

/// A written slot whose id is too long.
constexpr bool a_long_id_is_not_restored() {
    using slot = ticket_store<product>::slot;
    auto const restored = [](std::uint16_t size) {
        slot s;
        s.received_at = s.lifetime = 10;
        s.ticket_age_add = by_session_id;
        s.state = session_with(1, 10);
        s.size = size;
        std::array<std::uint8_t, slot::wire::max_size> bytes{};
        sink out{bytes.data(), bytes.data() + bytes.size()};
        (void)slot::wire::write(out, s);
        ticket_store<product> store;
        cursor in{bytes.data(), out.p};
        return store.restore(in) && store.size() == 1;
    };
    return restored(1) && restored(32) && !restored(33) && !restored(40) && !restored(0);
}
static_assert(a_long_id_is_not_restored());

// I2: the echo tells whether the session is resumed.

constexpr session offered_session = session_with(1);
constexpr resumption_answer answer(bool echoed, bool promised = false) {
    return {.version = protocol_version::tls_1_2,
            .suite = gcm_ecdsa,
            .extended_master_secret = true,
            .session_ticket = promised,
            .session_id_echoed = echoed};
}
constexpr bool the_echo_tells() {
    for (bool const promised : {false, true}) {
        client_resumption resumed{ticket_offer::session_id};
        client_resumption full{ticket_offer::session_id};
        bool const open = !resumed.decided() &&
                          resumed.on_server_hello(answer(true, promised), &offered_session).proceeds() &&
                          full.on_server_hello(answer(false, promised), &offered_session).proceeds();
        if (!open || !resumed.resumed() || full.resumed() || !full.decided()) return false;
        // A ticket may be received in both cases (RFC 5077 3.3), if it was promised.
        if (resumed.on_message(handshake_type::new_session_ticket).proceeds() != promised) return false;
        if (full.on_message(handshake_type::new_session_ticket).proceeds() != promised) return false;
    }
    return true;
}
static_assert(the_echo_tells());
/// T16: a resumed session keeps its version, suite and extended master secret.
constexpr bool the_answer_agrees_with_the_session() {
    auto const judged = [](auto change, bool echoed) {
        resumption_answer a = answer(echoed);
        change(a);
        return client_resumption{ticket_offer::session_id}.on_server_hello(a, &offered_session);
    };
    auto const suite = [](resumption_answer& a) { a.suite = gcm_rsa; };
    auto const version = [](resumption_answer& a) { a.version = protocol_version::tls_1_1; };
    auto const plain = [](resumption_answer& a) { a.extended_master_secret = false; };
    return judged(suite, true) == judgement{errc::session_mismatch} && judged(suite, false).proceeds() &&
           judged(version, true) == judgement{errc::session_mismatch} && judged(version, false).proceeds() &&
           judged(plain, true) == judgement{errc::extended_master_secret_missing} && judged(plain, false).proceeds();
}
static_assert(the_answer_agrees_with_the_session());

/// I5: in T6 and T6a an id counts as a ticket.
constexpr bool failures() {
    constexpr error lost{errc::connection_lost, 0};
    constexpr error denied = error::received(49, 0);
    constexpr failure_outcome once_more{retry_advice::retry_without_ticket, true};
    constexpr failure_outcome give_up{retry_advice::do_not_retry, false};
    client_resumption undecided{ticket_offer::session_id};
    client_resumption resumed = undecided;
    (void)resumed.on_server_hello(answer(true), &offered_session);
    client_resumption declined = undecided;
    (void)declined.on_server_hello(answer(false), &offered_session);
    bool const before = undecided.on_failure(lost) == once_more && undecided.on_failure(denied) == once_more &&
                        resumed.on_failure(lost) == once_more && declined.on_failure(lost) == give_up &&
                        resumed.on_failure({errc::renegotiation_info_mismatch, 0}) == give_up;
    bool const forgets = declined.on_finished() && !resumed.on_finished(); // declined, in the first handshake
    return before && forgets && resumed.on_failure(denied) == once_more &&
           declined.on_failure(denied) == failure_outcome{retry_advice::do_not_retry, true};
}
static_assert(failures());

TEST_CASE("I1: a session id is kept for a day at most, or for as many uses as the policy has") {
    CHECK(at_run_time(a_day_at_most));
    CHECK(at_run_time(without_a_clock_so_many_uses));
    CHECK(at_run_time(useless));
}
TEST_CASE("I2: a session is kept by its ticket or by its id, never by both") {
    CHECK(at_run_time(ids_and_tickets_replace_each_other));
    CHECK(at_run_time(an_empty_ticket_takes_back_no_id));
}
TEST_CASE("I2: the echo of the id that was offered says that the session is resumed, and must agree with it") {
    CHECK(at_run_time(the_echo_tells));
    CHECK(at_run_time(the_answer_agrees_with_the_session));
}
TEST_CASE("I5: a session that fails is forgotten, and an id counts as a ticket") {
    CHECK(at_run_time(forgotten));
    CHECK(at_run_time(failures));
}
TEST_CASE("session ids are archived as tickets are, and no policy without them reads the archive") {
    CHECK(at_run_time(archived));
    CHECK(at_run_time(a_long_id_is_not_restored));
}

} // namespace
