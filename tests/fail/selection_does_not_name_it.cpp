// expect: flintls: this extension is not in the policy's list
// control: -DCONTROL
#include "flintls/flintls.hpp"

using hello = flintls::client_hello_with<flintls::extension_list<flintls::server_name, flintls::renegotiation_info>>;

bool present(hello const& m) {
#ifdef CONTROL
    return m.extensions.has<flintls::server_name>();
#else
    return m.extensions.get<flintls::session_ticket>().present;
#endif
}
