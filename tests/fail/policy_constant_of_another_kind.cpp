// Whatever has the name of an option: a member of an object, a function, an enum, a value of one, a template.
// expect: flintls: has_clock belongs into the options
// expect: flintls: hello_buffer belongs into the options
// expect: flintls: max_message belongs into the options
// expect: flintls: max_refusals belongs into the options
// expect: flintls: require_ems belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    bool has_clock = false;
    static std::size_t hello_buffer();
    enum { max_message = 8192 };
    enum class max_refusals : std::uint8_t { none };
    template <class> static constexpr bool require_ems = true;
#endif
};

flintls::client_hello_of<product> hello;
