// RFC 7301 3.1: ProtocolName<1..2^8-1>
// expect: flintls: the name of a protocol has 1 to 255 bytes
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifdef CONTROL
    using protocols = flintls::protocol_list<"h2">;
#else
    using protocols = flintls::protocol_list<"h2", "">;
#endif
};

flintls::client_hello_of<product> hello;
