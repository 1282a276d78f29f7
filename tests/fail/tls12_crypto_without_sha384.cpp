// Crypto without the hash of a suite.
// expect: flintls: the policy's crypto has no sha384
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : longer::without_hashes {
#ifdef CONTROL
    using sha384 = longer::sha384;
#endif
    using hmac_sha384 = longer::hmac_sha384;
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
