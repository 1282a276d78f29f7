// expect: flintls: a client keeps 1 to 250 tickets
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t ticket_slots = 251;
#endif
};

flintls::client_hello_of<product> hello;
