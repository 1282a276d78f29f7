// A list of elements to write does not own them.
// expect-any: no matching function for call to
// expect-any: no matching constructor for initialization of
// control: -DCONTROL
#include <array>
#include <cstdint>

#include "flintls/wire/codec.hpp"

std::array<std::uint16_t, 3> make();

bool none() {
#ifdef CONTROL
    std::array<std::uint16_t, 3> const lasting = make();
    flintls::list_view<flintls::u16> const list{lasting};
#else
    flintls::list_view<flintls::u16> const list{make()};
#endif
    return list.empty();
}
