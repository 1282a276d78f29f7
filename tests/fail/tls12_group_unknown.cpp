// A group that crypto does not have.
// expect: flintls: the policy's crypto has no x25519
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::policy {
#ifdef CONTROL
    using groups = flintls::group_list<flintls::named_group::secp256r1>;
#else
    using groups = flintls::group_list<flintls::named_group::x25519>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
