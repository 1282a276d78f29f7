// RFC 8446 4.2: what was asked for may come, and somebody has to read it.
// expect: flintls: a hello asks for an extension that is not in the list of its answer's
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct hello {
    static constexpr bool asks(flintls::extension_type type) {
#ifdef CONTROL
        return type == flintls::extension_type::server_name;
#else
        return type == flintls::extension_type::record_size_limit;
#endif
    }
};
flintls::tls13::answer_values<flintls::extension_context::encrypted_extensions, hello, flintls::server_name> values;
