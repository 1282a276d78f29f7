// A view of 32 bytes is not made of two.
// expect-any: no matching function for call to
// expect-any: no matching constructor for initialization
// control: -DCONTROL
#include "flintls/wire/byte_view.hpp"

#ifdef CONTROL
std::uint8_t bytes[32];
#else
std::uint8_t bytes[2];
#endif
flintls::fixed_view<32> const view{bytes};
