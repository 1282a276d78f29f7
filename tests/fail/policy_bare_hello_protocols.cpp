// expect: flintls: a hello without extensions cannot offer protocols
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : flintls::policy_of<flintls::options{.signal = flintls::renegotiation_signal::scsv,
                                                     .hello_extensions = false,
                                                     .offer_extended_master_secret = false,
                                                     .offer_server_name = false,
                                                     .offer_session_tickets = false},
                                    test::default_policy> {
#ifndef CONTROL
    using protocols = flintls::protocol_list<"mqtt">;
#endif
};

flintls::client_hello_of<product> hello;
