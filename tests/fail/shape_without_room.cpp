// An extension whose bounds do not fit into a word cannot be captured by a selection.
// expect: flintls: a shape has no room for these bounds
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct wide {
    static constexpr flintls::extension_type type{0x4444};
    flintls::byte_view bytes;

#ifdef CONTROL
    using wire = flintls::fields<flintls::field<&wide::bytes, flintls::opaque<32, 0xff>>>;
#else
    using wire = flintls::fields<flintls::field<&wide::bytes, flintls::opaque<64, 0xff>>>;
#endif
};

using hello = flintls::client_hello_with<flintls::extension_list<flintls::server_name, wide>>;

bool read(flintls::byte_view in, hello& m) { return !flintls::parse(in, m); }
