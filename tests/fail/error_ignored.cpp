// An outcome that nobody looks at.
// expect-any: ignoring return
// control: -DCONTROL
#pragma GCC diagnostic error "-Wunused-result"
#include "flintls/flintls.hpp"

void read(flintls::byte_view in, flintls::finished& m) {
#ifdef CONTROL
    (void)flintls::parse(in, m);
#else
    flintls::parse(in, m);
#endif
}
