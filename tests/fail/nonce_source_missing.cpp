// Keys without a source of nonces: there is no such thing.
// expect-any: wrong number of template arguments
// expect-any: too few template arguments
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using keys = ticket_keys<1, gcm_format, from_random>;
#else
using keys = ticket_keys<1, gcm_format>;
#endif
static_assert(sizeof(keys) != 0);
