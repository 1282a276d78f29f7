// expect: flintls: a policy names its groups in a group_list
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifdef CONTROL
    using groups = flintls::group_list<flintls::named_group::x25519>;
#else
    using groups = flintls::extension_list<flintls::supported_groups>;
#endif
};

flintls::client_hello_of<product> hello;
