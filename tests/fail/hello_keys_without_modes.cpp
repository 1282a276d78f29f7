// RFC 8446 4.2.9: a server aborts such a handshake.
// expect: flintls: pre_shared_key needs psk_key_exchange_modes
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;
constexpr std::array<psk_key_exchange_mode, 1> modes{psk_key_exchange_mode::psk_ke};
constexpr auto hello = make_client_hello<test::default_policy>([] {
#ifdef CONTROL
    return offer{psk_key_exchange_modes{modes}, slot<pre_shared_key, 32>{}};
#else
    return offer{slot<pre_shared_key, 32>{}};
#endif
});
static_assert(hello.max_size > 0);
