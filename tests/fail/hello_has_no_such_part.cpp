// What a hello lacks has no place in it.
// expect: flintls: this hello has no such part
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool offer_session_tickets = false;
#endif
};
constexpr auto hello = flintls::make_client_hello<product>();
static_assert(hello.offset_of<flintls::hello_part::ticket> != 0);
