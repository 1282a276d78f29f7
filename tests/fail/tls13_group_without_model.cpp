// A hybrid group, for which the policy's crypto has no model.
// expect: flintls: the policy's crypto has no X25519MLKEM768
// control: -DCONTROL
#include "support_groups.hpp"

struct other : whole::crypto {
#ifdef CONTROL
    using more_groups = flintls::group_models<brings::hybrid>;
#endif
};
struct product : brings::policy<> {
    using crypto = other;
};
std::size_t size() { return sizeof(brings::client<product>); }
