// RFC 8446 4.1.4: a HelloRetryRequest is a ServerHello, and its key_share is another.
// expect: flintls: these rules do not read the extensions of this message
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
constexpr auto where = flintls::extension_context::client_hello;
#else
constexpr auto where = flintls::extension_context::server_hello;
#endif
flintls::extension_values<where, flintls::key_share> values;
