// expect: flintls: a streaming parser tells 29 cipher suites apart at most
// control: -DCONTROL
#include <utility>

#include "flintls/hello/stream.hpp"

template <std::size_t... I>
constexpr auto suites_from(std::index_sequence<I...>) -> flintls::suite_list<flintls::cipher_suite{0xc000 + I}...>;

struct product : flintls::policy_of<flintls::options{.hello_buffer = 512}> {
#ifdef CONTROL
    using suites = decltype(suites_from(std::make_index_sequence<29>{}));
#else
    using suites = decltype(suites_from(std::make_index_sequence<30>{}));
#endif
};

flintls::client_hello_stream<product> hello;
