// expect: flintls: no ticket lives longer than its session
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::uint32_t max_ticket_lifetime = 3600;
    static constexpr std::uint32_t ticket_lifetime = 3601;
#endif
};

flintls::client_hello_of<product> hello;
