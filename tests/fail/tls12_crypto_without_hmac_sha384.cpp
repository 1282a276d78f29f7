// Crypto without the HMAC of a suite.
// expect: flintls: the policy's crypto has no hmac_sha384
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : longer::without_hashes {
    using sha384 = longer::sha384;
#ifdef CONTROL
    using hmac_sha384 = longer::hmac_sha384;
#endif
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
