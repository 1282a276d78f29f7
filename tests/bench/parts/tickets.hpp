// A client's store of tickets, two slots.
#pragma once

#include "flintls/ticket/client_resumption.hpp"
#include "flintls/ticket/store.hpp"

namespace bench {

using namespace flintls;

struct two_tickets : default_policy {
    static constexpr std::size_t ticket_slots = 2;
};
using tickets = ticket_store<two_tickets>;
using ticket_slot_of_store = tickets::slot;

} // namespace bench
