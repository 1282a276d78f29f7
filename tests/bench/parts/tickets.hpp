// A client's store of tickets, two slots.
#pragma once

#include "../../support/default_policy.hpp"

#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"

namespace bench {

using namespace flintls;

struct two_tickets : policy_of<options{.ticket_slots = 2}, test::default_policy> {};
using tickets = ticket_store<two_tickets>;
using ticket_slot_of_store = tickets::slot;

} // namespace bench
