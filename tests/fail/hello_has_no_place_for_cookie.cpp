// What TLS 1.3 brings at run time is a member only where its slot is offered.
// expect: flintls: this hello has no slot for that
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;
constexpr auto hello = make_client_hello<test::default_policy>([] {
#ifdef CONTROL
    return offer{slot<renegotiation_info>{}, slot<cookie, 16>{}};
#else
    return offer{slot<renegotiation_info>{}};
#endif
});
void bring(decltype(hello)::message& m, byte_view cookie) { m.cookie = cookie; }
