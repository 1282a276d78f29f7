// expect: flintls: a client with certificate suites needs a pin or another judge of certificates
// control: -DCONTROL
#include "support_crypto.hpp"

struct nobody {};
#ifdef CONTROL
using trusted = flintls::pinned_keys<>;
#else
using trusted = nobody;
#endif

static_assert(flintls::client_credentials_for<trusted, whole::gcm_policy>);
