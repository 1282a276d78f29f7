// RFC 5246 7.4.1.4: what was asked for may come, and somebody has to read it.
// expect: flintls: a hello asks for an extension that is not in the list of its answer's
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct hello {
    static constexpr bool asks(flintls::extension_type type) {
#ifdef CONTROL
        return type == flintls::extension_type::server_name;
#else
        return type == flintls::extension_type::session_ticket;
#endif
    }
};
flintls::answer_values<hello, flintls::server_name> values;
