// expect: flintls: a ticket has 2^16-1 bytes at most
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t max_ticket = 65536;
#endif
};

flintls::client_hello_of<product> hello;
