// expect: flintls: a ticket lives from a second to seven days
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::uint32_t max_ticket_lifetime = 0;
#endif
};

flintls::client_hello_of<product> hello;
