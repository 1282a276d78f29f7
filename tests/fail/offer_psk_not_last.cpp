// RFC 8446 4.2, 4.2.11: what the parser would refuse is not written.
// expect: flintls: pre_shared_key is the last extension of a ClientHello
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
using extensions = flintls::offer<flintls::cookie, flintls::pre_shared_key>;
#else
using extensions = flintls::offer<flintls::pre_shared_key, flintls::cookie>;
#endif
bool write(flintls::writer& out, flintls::basic_client_hello<extensions> const& m) {
    return static_cast<bool>(out.write(m));
}
