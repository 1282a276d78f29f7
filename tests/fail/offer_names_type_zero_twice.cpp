// RFC 8446 4.2: there MUST NOT be more than one extension of the same type; the type whose number is 0 is one as well.
// expect: flintls: an extension stands twice in an offer
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
using wanted = flintls::session_ticket;
#else
using wanted = flintls::server_name;
#endif
using extensions = flintls::offer<flintls::server_name, flintls::when<wanted>>;
using hello = flintls::basic_client_hello<extensions>;

bool write(flintls::writer& out, hello const& m) { return static_cast<bool>(out.write(m)); }
