// expect: flintls: a streaming parser tells 255 unknown extension types apart at most
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

constexpr flintls::options chosen{
#ifndef CONTROL
    .max_unknown_extensions = 256,
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_stream<product> hello;
