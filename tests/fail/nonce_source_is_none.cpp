// expect: flintls: ticket keys need a source of nonces
// control: -DCONTROL
#include "support_ticket.hpp"

#ifdef CONTROL
using nonces = from_random;
#else
using nonces = flash_counter;
#endif
static_assert(check_nonces<nonces, gcm_format, nonce_reach::boot>());
