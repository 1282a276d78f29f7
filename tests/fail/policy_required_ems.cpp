// expect: flintls: extended_master_secret cannot be required and not offered
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .offer_extended_master_secret = false,
    .require_ems = true,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
