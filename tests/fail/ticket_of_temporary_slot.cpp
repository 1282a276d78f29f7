// expect-any: deleted
// control: -DCONTROL
#include "flintls/ticket/store.hpp"

flintls::ticket_slot<16> slot() { return {}; }

#ifndef CONTROL
flintls::byte_view const view = slot().ticket();
#endif
