// expect: flintls: a hello without extensions cannot offer protocols
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
    static constexpr auto signal = flintls::renegotiation_signal::scsv;
    static constexpr bool hello_extensions = false;
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool offer_server_name = false;
    static constexpr bool offer_session_tickets = false;
#ifndef CONTROL
    using protocols = flintls::protocol_list<"mqtt">;
#endif
};

flintls::client_hello_of<product> hello;
