// RFC 8446 4.2: there MUST NOT be more than one extension of the same type, however it is offered.
// expect: flintls: an extension stands twice in an offer
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
using wanted = flintls::cookie;
#else
using wanted = flintls::session_ticket;
#endif
using extensions = flintls::offer<flintls::session_ticket, flintls::when<wanted>>;
using hello = flintls::basic_client_hello<extensions>;

bool write(flintls::writer& out, hello const& m) { return static_cast<bool>(out.write(m)); }
