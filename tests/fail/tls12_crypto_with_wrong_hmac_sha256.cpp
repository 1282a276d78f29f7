// A type of crypto that does not model its concept.
// expect: flintls: hmac_sha256 of the policy's crypto is not an hmac of 32 bytes
// control: -DCONTROL
#include "support_crypto.hpp"

struct wrong : whole::hmac_sha256 {
    static constexpr std::uint32_t size = 48;
};
struct other : whole::crypto {
    using hmac_sha256 = wrong;
};

struct product : whole::policy {
#ifdef CONTROL
    using crypto = whole::crypto;
#else
    using crypto = other;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
