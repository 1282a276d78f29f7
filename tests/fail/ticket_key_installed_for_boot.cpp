// A key that is installed was there before this boot; nonces that are counted since then do not do.
// expect-any: no matching function for call
// expect-any: constraints not satisfied
// expect-any: invalid reference to function 'install'
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using keys = ticket_keys<1, gcm_format, from_random, nonce_reach::device>;
#else
using keys = ticket_keys<1, gcm_format, from_random>;
#endif
crypto_status install(keys& k) { return k.install({}, {}, 0); }
