// expect: flintls: a client with PSK suites needs a pre-shared key
// control: -DCONTROL
// PS16, RFC 8446 4.2.11: a key of TLS 1.3 is none of TLS 1.2 unless it is imported for both by name.
#include "support_crypto.hpp"

#ifdef CONTROL
using known = flintls::key_for_both<whole::psk>;
#else
using known = flintls::external_key<whole::psk>;
#endif

static_assert(flintls::client_credentials_for<known, whole::psk_policy>);
