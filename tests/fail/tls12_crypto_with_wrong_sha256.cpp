// A type of crypto that does not model its concept.
// expect: flintls: sha256 of the policy's crypto is not a hash of 32 bytes
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong : whole::sha256 {
    static constexpr std::uint32_t size = 48;
};
struct other : whole::crypto {
    using sha256 = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
