// Crypto without the cipher of a suite; others do not need it.
// expect: flintls: the policy's crypto has no aes_256_gcm
// control: -DCONTROL
#include "support_sha384.hpp"

struct other : whole::crypto {
    using sha384 = longer::sha384;
    using hmac_sha384 = longer::hmac_sha384;
#ifdef CONTROL
    using aes_256_gcm = longer::aes_256_gcm;
#endif
};
struct product : longer::policy {
    using crypto = other;
};
std::size_t size() { return sizeof(whole::client<product>); }
