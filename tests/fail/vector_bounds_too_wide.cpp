// expect: flintls: a vector is bounded by 0..2^24-1
// control: -DCONTROL
#include "flintls/wire/parse.hpp"

struct message {
    flintls::byte_view bytes;

#ifdef CONTROL
    using wire = flintls::fields<flintls::field<&message::bytes, flintls::opaque<0, 0xff'ffff>>>;
#else
    using wire = flintls::fields<flintls::field<&message::bytes, flintls::opaque<0, 0x100'0000>>>;
#endif
};

bool read(flintls::byte_view in, message& m) { return !flintls::parse(in, m); }
