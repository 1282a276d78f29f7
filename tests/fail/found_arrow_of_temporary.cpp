// What a selection returns is a value; a view into it would outlive it in a range-for.
// expect-any: use of deleted function
// expect-any: overload resolution selected deleted operator
// control: -DCONTROL
#include "flintls/flintls.hpp"

using hello = flintls::client_hello_with<flintls::extension_list<flintls::supported_versions>>;

unsigned count(hello const& h) {
    unsigned sum = 0;
#ifdef CONTROL
    for (auto const version : (*h.extensions.get<flintls::supported_versions>()).versions) {
#else
    for (auto const version : h.extensions.get<flintls::supported_versions>()->versions) {
#endif
        sum += static_cast<unsigned>(version);
    }
    return sum;
}
