// expect: flintls: a client with PSK suites needs a pre-shared key
// control: -DCONTROL
#include "support_crypto.hpp"

struct pin : flintls::pinned_keys<> {
#ifdef CONTROL
    flintls::psk_choice<whole::key> psk(flintls::byte_view) { return {}; }
#endif
};

static_assert(flintls::client_credentials_for<pin, whole::psk_policy>);
