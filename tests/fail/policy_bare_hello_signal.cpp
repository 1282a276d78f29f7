// expect: flintls: a hello without extensions can signal RFC 5746 by the SCSV only
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool hello_extensions = false;
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool offer_server_name = false;
    static constexpr bool offer_session_tickets = false;
#endif
};

flintls::client_hello_of<product> hello;
