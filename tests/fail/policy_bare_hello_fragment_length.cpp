// expect: flintls: a hello without extensions cannot ask for a fragment length
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
    static constexpr auto signal = flintls::renegotiation_signal::scsv;
    static constexpr bool hello_extensions = false;
    static constexpr bool offer_extended_master_secret = false;
    static constexpr bool offer_server_name = false;
    static constexpr bool offer_session_tickets = false;
#ifndef CONTROL
    static constexpr auto fragment_length = flintls::max_fragment_length_code::bytes_512;
#endif
};

flintls::client_hello_of<product> hello;
