// A staged ticket whose handle is lost would keep its slot for ever.
// expect-any: ignoring return
// control: -DCONTROL
#pragma GCC diagnostic error "-Wunused-result"
#pragma GCC diagnostic error "-Wunused-value"
#include "../support/default_policy.hpp"

#include "flintls/ticket/store.hpp"

void receive(flintls::ticket_store<test::default_policy>& store, flintls::new_session_ticket const& message) {
#ifdef CONTROL
    static_cast<void>(store.stage(message));
#else
    store.stage(message);
#endif
}
