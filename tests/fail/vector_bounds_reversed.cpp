// expect: flintls: a vector is bounded by 0..2^24-1
// control: -DCONTROL
#include "flintls/wire/parse.hpp"

struct message {
    flintls::list_view<flintls::u16> numbers;

#ifdef CONTROL
    using wire = flintls::fields<flintls::field<&message::numbers, flintls::vec<std::uint16_t, 2, 6>>>;
#else
    using wire = flintls::fields<flintls::field<&message::numbers, flintls::vec<std::uint16_t, 6, 2>>>;
#endif
};

bool read(flintls::byte_view in, message& m) { return !flintls::parse(in, m); }
