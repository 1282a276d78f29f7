// An HMAC of another size in the place of that of SHA-384.
// expect: flintls: hmac_sha384 of the policy's crypto is not an hmac of 48 bytes
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : longer::crypto {
#ifndef CONTROL
    using hmac_sha384 = outside::hmac_sha256;
#endif
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
