// A key that outlives a reset, and a counter that does not.
// expect: flintls: these keys reach further than their nonces are unique
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using nonces = from_counter;
#else
using nonces = boot_counter;
#endif
using keys = ticket_keys<1, gcm_format, nonces, nonce_reach::device>;
static_assert(sizeof(keys) != 0);
