// A group that TLS 1.2 does not have here, in a server.
// expect: flintls: with TLS 1.2 a curve is secp256r1 or x25519
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using groups = flintls::group_list<flintls::named_group::secp256r1>;
#else
    using groups = flintls::group_list<flintls::named_group::secp256r1, flintls::named_group::secp384r1>;
#endif
};
std::size_t size() { return sizeof(whole::server<product>); }
