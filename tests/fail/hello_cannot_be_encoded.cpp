// RFC 8446 4.2.7: NamedGroupList<2..2^16-1>
// expect: flintls: this hello cannot be encoded
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;
#ifdef CONTROL
constexpr std::array<named_group, 1> groups{named_group::x25519};
#else
constexpr std::array<named_group, 0> groups{};
#endif
constexpr auto hello = make_client_hello<test::default_policy>([] { return offer{supported_groups{groups}}; });
static_assert(hello.max_size > 0);
