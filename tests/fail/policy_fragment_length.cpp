// RFC 6066 4 defines four.
// expect: flintls: a fragment length is one of four, or none
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

constexpr flintls::options chosen{
#ifdef CONTROL
    .fragment_length = static_cast<flintls::max_fragment_length_code>(4),
#else
    .fragment_length = static_cast<flintls::max_fragment_length_code>(5),
#endif
};
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
