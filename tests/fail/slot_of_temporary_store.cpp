// expect-any: deleted
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/ticket/store.hpp"

flintls::ticket_store<test::default_policy> store() { return {}; }

#ifndef CONTROL
auto const* const slot = store().find(flintls::ticket_handle{1});
#endif
