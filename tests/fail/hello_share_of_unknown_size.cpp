// A share has the size of its group, and of this one it is not known.
// expect: flintls: the size of a share of this group is not known
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;
constexpr auto hello = make_client_hello<test::default_policy>([] {
#ifdef CONTROL
    return offer{slot<key_share, named_group::x25519>{}};
#else
    return offer{slot<key_share, named_group::sect163k1>{}};
#endif
});
static_assert(hello.max_size > 0);
