// A gateway's derived keys are the same after a reset.
// expect: flintls: these keys reach further than their nonces are unique
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using nonces = from_counter;
#else
using nonces = boot_counter;
#endif
using keys = fleet_keys<1, no_crypto, gcm_format, nonces>;
static_assert(sizeof(keys) != 0);
