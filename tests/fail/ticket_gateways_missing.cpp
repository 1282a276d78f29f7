// expect: flintls: keys that reach as far as a fleet say how many gateways seal under them, others one
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using keys = ticket_keys<1, gcm_format, from_random, nonce_reach::fleet, 16>;
#else
using keys = ticket_keys<1, gcm_format, from_random, nonce_reach::fleet>;
#endif
static_assert(sizeof(keys) != 0);
