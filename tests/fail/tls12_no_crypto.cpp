// A policy without crypto, which the codec and the hellos do not need.
// expect: flintls: a policy needs crypto to be used with a driver
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#endif
};
std::size_t size() { return sizeof(flintls::make_client_hello<product>().bytes) + sizeof(whole::client<product>); }
