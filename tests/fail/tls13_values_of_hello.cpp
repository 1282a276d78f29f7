// RFC 8446 4.2: a ClientHello is read before there is a version.
// expect: flintls: these rules do not read the extensions of this message
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
constexpr auto where = flintls::extension_context::certificate_request;
#else
constexpr auto where = flintls::extension_context::client_hello;
#endif
flintls::tls13::extension_values<where, flintls::signature_algorithms> values;
