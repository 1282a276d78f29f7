// Two copies of keys would count the same.
// expect-any: use of deleted function
// expect-any: call to deleted constructor
// control: -DCONTROL
#include "support_ticket.hpp"

using keys = ticket_keys<1, gcm_format, boot_counter>;
#ifdef CONTROL
keys& copied(keys& k) { return k; }
#else
keys copied(keys& k) { return k; }
#endif
