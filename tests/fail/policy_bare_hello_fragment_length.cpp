// expect: flintls: a hello without extensions cannot ask for a fragment length
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
    .signal = flintls::renegotiation_signal::scsv,
    .hello_extensions = false,
    .offer_extended_master_secret = false,
    .offer_server_name = false,
    .offer_session_tickets = false,
#ifndef CONTROL
    .fragment_length = flintls::max_fragment_length_code::bytes_512,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
