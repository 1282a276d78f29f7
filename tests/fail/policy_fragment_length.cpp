// RFC 6066 4 defines four.
// expect: flintls: a fragment length is one of four, or none
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct product : flintls::default_policy {
#ifdef CONTROL
    static constexpr auto fragment_length = static_cast<flintls::max_fragment_length_code>(4);
#else
    static constexpr auto fragment_length = static_cast<flintls::max_fragment_length_code>(5);
#endif
};

flintls::client_hello_of<product> hello;
