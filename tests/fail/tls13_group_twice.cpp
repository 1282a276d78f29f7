// A group that stands twice.
// expect: flintls: a group stands twice in the policy's list
// control: -DCONTROL
#include "support_groups.hpp"

struct product : brings::policy<> {
    using crypto = brings::crypto;
#ifndef CONTROL
    using groups = flintls::group_list<flintls::named_group::secp256r1, flintls::named_group::x25519mlkem768,
                                       flintls::named_group::secp256r1>;
#endif
};
std::size_t size() { return sizeof(brings::client<product>); }
