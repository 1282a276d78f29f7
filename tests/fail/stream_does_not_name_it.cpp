// expect: flintls: this extension is not in the policy's list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/extension/cookie.hpp"
#include "flintls/hello/stream.hpp"

flintls::client_hello_stream<test::default_policy> hello;

#ifdef CONTROL
bool const lost = hello.too_long<flintls::session_ticket>() != 0;
#else
bool const lost = hello.too_long<flintls::cookie>() != 0;
#endif
