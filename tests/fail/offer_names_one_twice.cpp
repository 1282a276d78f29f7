// RFC 8446 4.2: there MUST NOT be more than one extension of the same type.
// expect-any: duplicate base type
// expect-any: is invalid
// expect-any: specified more than once as a direct base class
// control: -DCONTROL
#include "flintls/flintls.hpp"

flintls::renegotiation_info const info{};
#ifdef CONTROL
auto const hello_extensions = flintls::offer{info, flintls::session_ticket{}};
#else
auto const hello_extensions = flintls::offer{info, flintls::session_ticket{}, info};
#endif
