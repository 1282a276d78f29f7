// expect: flintls: a ticket is used at least once
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::uint8_t max_ticket_uses = 0;
#endif
};

flintls::client_hello_of<product> hello;
