// What a hello lacks has no place in it.
// expect: flintls: this hello has no such part
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .offer_session_tickets = false,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};
constexpr auto hello = flintls::make_client_hello<product>();
static_assert(hello.offset_of<flintls::hello_part::ticket> != 0);
