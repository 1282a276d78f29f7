// Without a clock nothing but a reset ends a ticket.
// expect: flintls: without a clock tickets end with their keys, so these must be made at every boot
// control: -DCONTROL
#include "../support/default_policy.hpp"
#include "support_ticket.hpp"

struct clockless : flintls::policy_of<flintls::options{.has_clock = false}, test::default_policy> {};
#ifdef CONTROL
using keys = ticket_keys<1, gcm_format, from_random>;
#else
using keys = ticket_keys<1, gcm_format, from_random, nonce_reach::device>;
#endif
static_assert(sizeof(ticket_sealer<clockless, keys>) != 0);
