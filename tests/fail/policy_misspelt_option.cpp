// The misspelt name is quoted.
// expect: client_renegotation
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

#ifdef CONTROL
constexpr flintls::options chosen{.client_renegotiation = flintls::renegotiation_mode::strict};
#else
constexpr flintls::options chosen{.client_renegotation = flintls::renegotiation_mode::strict};
#endif
struct product : flintls::policy_of<chosen, test::default_policy> {};

flintls::client_hello_of<product> hello;
