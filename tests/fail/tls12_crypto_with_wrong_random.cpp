// A type of crypto that does not model its concept.
// expect: flintls: random of the policy's crypto does not model flintls/crypto's random
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong : whole::random {
    bool fill(std::uint8_t*, std::uint32_t);
};
struct other : whole::crypto {
    using random = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
