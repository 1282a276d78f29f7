// A hash of another size in the place of SHA-384.
// expect: flintls: sha384 of the policy's crypto is not a hash of 48 bytes
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : longer::crypto {
#ifndef CONTROL
    using sha384 = outside::sha256;
#endif
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
