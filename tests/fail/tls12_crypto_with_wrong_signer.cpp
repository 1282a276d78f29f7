// A type of crypto that does not model its concept.
// expect: flintls: signer of the policy's crypto does not model flintls/crypto's signer
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong : whole::signer {
    static bool supports(int, int);
};
struct other : whole::crypto {
    using signer = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::server<product>); }
