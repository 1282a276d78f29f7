// Rule T15: a ticket that leaves a store leaves no bytes in it.
#include "sessions.hpp"
#include "support/test.hpp"

namespace {

using namespace tickets;

constexpr auto secret_ticket = "3b6ac971 82f45d0e 97b1"_hex;
constexpr auto secret_bytes = "c4e68d13 59a2f07b 2e91d8c6"_hex;

template <policy P> session secret_session(std::uint8_t number, std::uint32_t now) {
    session s = session_with(number, now);
    copy(s.master_secret.data() + 20, secret_bytes.data(), secret_bytes.size());
    s.context_id = P::context_id;
    return s;
}

/// True if four consecutive bytes of `of` are in the store.
template <policy P> bool remains(ticket_store<P> const& store, byte_view of) {
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(&store);
    for (std::size_t at = 0; at + 4 <= sizeof store; ++at) {
        for (std::uint32_t from = 0; from + 4 <= of.size(); ++from) {
            if (byte_view{bytes + at, 4} == of.subview(from, 4)) return true;
        }
    }
    return false;
}
template <policy P> bool ticket_remains(ticket_store<P> const& store) { return remains(store, secret_ticket); }
template <policy P> bool secret_remains(ticket_store<P> const& store) { return remains(store, secret_bytes); }

/// A ticket of peer 1, kept at 10 for 100 seconds, which `leave` removes.
template <policy P, class Leave> bool is_wiped(Leave leave) {
    ticket_store<P> store;
    store.commit(store.stage(message(secret_ticket, 100)).handle(), secret_session<P>(1, 10), 10);
    bool const was_there = ticket_remains(store) && secret_remains(store);
    leave(store);
    return was_there && !ticket_remains(store) && !secret_remains(store);
}

template <policy P> bool every_way_out() {
    return is_wiped<P>([](auto& store) { store.drop(peer(1)); }) &&
           is_wiped<P>([](auto& store) { store.forget(store.take(peer(1), 10)); }) &&
           is_wiped<P>([](auto& store) { store.clear(); }) &&
           is_wiped<P>([](auto& store) { keep(store, 1, ticket_a, 20); }) && // replaced
           is_wiped<P>([](auto& store) {                                     // the oldest, without room
               for (std::uint8_t i = 2; i < 2 + P::ticket_slots; ++i) keep(store, i, ticket_a, 20);
           });
}
bool over() {
    auto const take_away = [](auto& store) {
        for (unsigned i = 0; i < 3; ++i) (void)store.take(peer(1), 10);
        store.expire(10);
    };
    return is_wiped<small<2>>([](auto& store) { store.expire(110); }) &&
           is_wiped<small<2>>([](auto& store) { (void)store.take(peer(2), 110); }) &&
           is_wiped<small<2>>([](auto& store) { keep(store, 2, ticket_a, 110); }) && is_wiped<clockless<2>>(take_away);
}
/// Staged and never committed; or with a session that cannot be kept.
bool not_committed() {
    ticket_store<small<1>> store;
    ticket_handle h = store.stage(message(secret_ticket)).handle();
    bool const staged = ticket_remains(store);
    store.forget(h);
    bool const forgotten = !ticket_remains(store);
    h = store.stage(message(secret_ticket)).handle();
    session s = secret_session<small<1>>(1, 10);
    s.extended_master_secret = false;
    store.commit(h, s, 10);
    return staged && forgotten && !ticket_remains(store) && !secret_remains(store);
}

} // namespace

TEST_CASE("T15: a ticket that is dropped, forgotten, replaced or evicted leaves nothing behind") {
    CHECK(every_way_out<small<1>>());
    CHECK(every_way_out<small<3>>());
    CHECK(every_way_out<clockless<2>>());
}
TEST_CASE("T8, T15: nor does one that is over or used up") { CHECK(over()); }
TEST_CASE("T5, T15: nor does one whose handshake failed") { CHECK(not_committed()); }
