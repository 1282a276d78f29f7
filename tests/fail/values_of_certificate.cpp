// expect: flintls: these rules do not read the extensions of this message
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
constexpr auto where = flintls::extension_context::client_hello;
#else
constexpr auto where = flintls::extension_context::certificate;
#endif
flintls::extension_values<where, flintls::status_request> values;
