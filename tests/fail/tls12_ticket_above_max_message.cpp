// expect: flintls: max_message has no room for the NewSessionTicket of a ticket of max_ticket bytes
// control: -DCONTROL
#include "../bench/drivers/policies.hpp"

constexpr flintls::options chosen{
    .max_message = 1024,
#ifndef CONTROL
    .max_ticket = 1015,
#else
    .max_ticket = 1014,
#endif
    .fragment_length = flintls::max_fragment_length_code::bytes_1024,
};
struct product : flintls::policy_of<chosen, bench::ecdhe_policy<outside::crypto>> {};
using credentials = flintls::credentials<flintls::pinned_keys<1>>;

static_assert(flintls::client<product, credentials>::min_receive == 1024 + 29);
