// A type of crypto that does not model its concept.
// expect: flintls: secp256r1 of the policy's crypto is not a key_agreement in that group
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong : whole::secp256r1 {
    static constexpr flintls::named_group group = flintls::named_group::secp384r1;
};
struct other : whole::crypto {
    using secp256r1 = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
