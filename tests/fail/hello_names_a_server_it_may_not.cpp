// expect: flintls: the policy does not offer this host name
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr std::size_t max_server_name = 5;
#endif
};
constexpr auto hello = flintls::make_client_hello<product, "sensor">();
static_assert(hello.max_size > 0);
