// A store's calls, a function for each. They share a section, so that a linker that keeps the first keeps them all.
#include <bit>

#include "parts.hpp"

using namespace bench;

#define TOGETHER [[gnu::section(".text.flintls_bench_ticket_store")]]

TOGETHER std::uint32_t flintls_bench_ticket_store(tickets* store, name_digest const* peer, std::uint32_t now) {
    return store->take(*peer, now).id();
}

extern "C" {
TOGETHER ticket_slot_of_store const* flintls_bench_find_ticket(tickets const* store, ticket_handle h) {
    return store->find(h);
}
TOGETHER std::uint32_t flintls_bench_stage_ticket(tickets* store, new_session_ticket const* message) {
    return std::bit_cast<std::uint32_t>(store->stage(*message)); // C has no such type
}
TOGETHER void flintls_bench_commit_ticket(tickets* store, ticket_handle h, session const* s, std::uint32_t now) {
    store->commit(h, *s, now);
}
TOGETHER void flintls_bench_forget_ticket(tickets* store, ticket_handle h) { store->forget(h); }
TOGETHER void flintls_bench_drop_ticket(tickets* store, name_digest const* peer) { store->drop(*peer); }
TOGETHER void flintls_bench_expire_tickets(tickets* store, std::uint32_t now) { store->expire(now); }
}
