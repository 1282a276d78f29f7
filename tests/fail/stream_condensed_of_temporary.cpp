// expect-any: use of deleted function
// expect-any: call to deleted member function
// control: -DCONTROL
#include "flintls/hello/stream.hpp"

using stream = flintls::client_hello_stream<flintls::default_policy>;

flintls::byte_view condense(stream const& hello) {
#ifdef CONTROL
    return hello.condensed();
#else
    return stream{hello}.condensed();
#endif
}
