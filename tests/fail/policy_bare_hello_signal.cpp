// expect: flintls: a hello without extensions can signal RFC 5746 by the SCSV only
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .hello_extensions = false,
    .offer_extended_master_secret = false,
    .offer_server_name = false,
    .offer_session_tickets = false,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
