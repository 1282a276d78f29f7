// A view does not say how long its length prefix is.
// expect: flintls: a field of this type needs a codec
// control: -DCONTROL
#include "flintls/wire/parse.hpp"

struct message {
    flintls::byte_view bytes;

#ifdef CONTROL
    using wire = flintls::fields<flintls::field<&message::bytes, flintls::opaque<0, 0xff>>>;
#else
    using wire = flintls::fields<flintls::field<&message::bytes>>;
#endif
};

bool read(flintls::byte_view in, message& m) { return !flintls::parse(in, m); }
