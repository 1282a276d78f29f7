// expect: flintls: a hello without extensions cannot offer TLS 1.3
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{.signal = flintls::renegotiation_signal::scsv,
                                  .hello_extensions = false,
                                  .offer_extended_master_secret = false,
                                  .offer_server_name = false,
                                  .offer_session_tickets = false};
struct product : flintls::policy_of<chosen, test::default_policy> {
#ifndef CONTROL
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
#endif
};

flintls::client_hello_of<product> hello;
