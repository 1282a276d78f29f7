// Two fixed fields in a row would be one to a shape: it could not say which of them is cut short.
// expect: flintls: a shape has no room for two fixed fields in a row
// control: -DCONTROL
#include "flintls/wire/shape.hpp"

struct body {
    std::uint16_t first{};
    std::uint8_t second{};
#ifdef CONTROL
    using wire = flintls::fields<flintls::field<&body::first>>;
#else
    using wire = flintls::fields<flintls::field<&body::first>, flintls::field<&body::second>>;
#endif
};
constexpr flintls::body_shape shape = flintls::shape_of<body>;
