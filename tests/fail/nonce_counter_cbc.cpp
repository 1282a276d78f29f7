// Who can predict the IV of CBC can test guesses.
// expect: flintls: the IV of a CBC ticket comes from a random source, never from a counter
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using nonces = from_random;
#else
using nonces = boot_counter;
#endif
using keys = ticket_keys<1, cbc_format, nonces>;
static_assert(sizeof(keys) != 0);
