// expect: flintls: a session id of 32 bytes takes the room of a ticket, of max_ticket bytes
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .max_ticket = 31,
#else
    .max_ticket = 32,
#endif
    .offer_session_ids = true,
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
