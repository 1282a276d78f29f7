// A view of a temporary would outlive it.
// expect-any: use of deleted function
// expect-any: call to deleted constructor
// control: -DCONTROL
#include <array>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

std::array<std::uint8_t, 32> make();

std::uint8_t first() {
#ifdef CONTROL
    std::array<std::uint8_t, 32> const lasting = make();
    flintls::fixed_view<32> const view{lasting};
#else
    flintls::fixed_view<32> const view{make()};
#endif
    return view[0];
}
