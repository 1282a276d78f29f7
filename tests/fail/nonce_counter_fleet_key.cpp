// A key that many gateways seal under, and the counter of one of them.
// expect: flintls: these keys reach further than their nonces are unique
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using nonces = from_random;
#else
using nonces = from_counter;
#endif
using keys = ticket_keys<1, gcm_format, nonces, nonce_reach::fleet, 16>;
static_assert(sizeof(keys) != 0);
