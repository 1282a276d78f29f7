// expect-any: use of deleted function
// expect-any: call to deleted member function
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/hello/stream.hpp"

using stream = flintls::client_hello_stream<test::default_policy>;

flintls::byte_view condense(stream const& hello) {
#ifdef CONTROL
    return hello.condensed();
#else
    return stream{hello}.condensed();
#endif
}
