// expect: flintls: max_message has no room for the NewSessionTicket of a ticket of max_ticket bytes
// control: -DCONTROL
#include "../bench/drivers/policies.hpp"

struct product : bench::ecdhe_policy<outside::crypto> {
#ifndef CONTROL
    static constexpr std::size_t max_ticket = 1015;
#else
    static constexpr std::size_t max_ticket = 1014;
#endif
    static constexpr std::size_t max_message = 1024;
};
using credentials = flintls::tls12::credentials<flintls::tls12::pinned_keys<1>>;

static_assert(flintls::tls12::client<product, credentials>::min_receive == 1024 + 29);
