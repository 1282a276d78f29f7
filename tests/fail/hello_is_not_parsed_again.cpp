// Bytes that pass for encoded extensions, and are none.
// expect: flintls: this hello would not be parsed again
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

using namespace flintls;
#ifdef CONTROL
constexpr std::array<std::uint8_t, 5> bytes{0xfa, 0xfa, 0, 1, 0};
#else
constexpr std::array<std::uint8_t, 5> bytes{0xfa, 0xfa, 0, 2, 0};
#endif
constexpr auto hello = make_client_hello<test::default_policy>([] { return offer{encoded_extensions{bytes}}; });
static_assert(hello.max_size > 0);
