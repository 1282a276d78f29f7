// expect: flintls: where extended_master_secret is required, no session without it can be resumed
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifndef CONTROL
    static constexpr bool require_ems = true;
    static constexpr auto without_ems = flintls::resumption_without_ems::resume;
#endif
};

flintls::client_hello_of<product> hello;
