#include "store.hpp"
#include "../../support/default_policy.hpp"

namespace {

using namespace flintls;

struct small : policy_of<options{.max_ticket = 32}, test::default_policy> {};
using tickets = ticket_store<small>;

[[gnu::always_inline]] inline bool keep(tickets& store, session const& s, new_session_ticket const& m) {
    store.commit(store.stage(m).handle(), s, s.authenticated_at);
    return store.size() == 1;
}

} // namespace

bool flintls_wipe_store_clears(session const* s, new_session_ticket const* m) {
    tickets store;
    bool const kept = keep(store, *s, *m);
    store.clear();
    return kept;
}
bool flintls_wipe_store_drops(session const* s, new_session_ticket const* m) {
    tickets store;
    bool const kept = keep(store, *s, *m);
    store.drop(s->server_name);
    return kept;
}
bool flintls_wipe_store_assigns(session const* s, new_session_ticket const* m) {
    tickets store;
    bool const kept = keep(store, *s, *m);
    store = tickets{};
    return kept;
}
bool flintls_wipe_store_leaves(session const* s, new_session_ticket const* m) {
    tickets store;
    return keep(store, *s, *m);
}
bool flintls_wipe_store_copies(session const* s, new_session_ticket const* m) {
    tickets store;
    bool const kept = keep(store, *s, *m);
    tickets::slot copied{};
    store.for_each([&copied](tickets::slot const& each) { copied = each; });
    asm volatile("" : : "r"(&copied) : "memory"); // forces a use
    return kept;
}
