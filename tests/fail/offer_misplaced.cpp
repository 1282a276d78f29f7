// RFC 8446 4.2, 4.2.11: what the parser would refuse is not written.
// expect: flintls: an extension has no place in this message
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
using extensions = flintls::offer<flintls::renegotiation_info>;
#else
using extensions = flintls::offer<flintls::padding>;
#endif
bool write(flintls::writer& out, flintls::basic_server_hello<extensions> const& m) {
    return static_cast<bool>(out.write(m));
}
