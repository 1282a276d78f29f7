// More shares than groups.
// expect: flintls: a client has no more key_shares than the policy has groups
// control: -DCONTROL
#include "support_groups.hpp"

constexpr flintls::options chosen{
#ifdef CONTROL
    .key_shares = 2,
#else
    .key_shares = 3,
#endif
};
struct product : brings::policy<chosen> {
    using crypto = brings::crypto;
};
std::size_t size() { return sizeof(brings::client<product>); }
