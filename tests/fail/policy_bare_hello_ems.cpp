// expect: flintls: a hello without extensions cannot offer extended_master_secret
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .signal = flintls::renegotiation_signal::scsv,
    .hello_extensions = false,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
