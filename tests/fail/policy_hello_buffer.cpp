// expect: flintls: hello_buffer must lie between 128 and 2^15 bytes
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .hello_buffer = 64,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_stream<product> hello;
