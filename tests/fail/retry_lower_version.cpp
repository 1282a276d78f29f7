// Advice to try again with less security: there is no name for it.
// expect-any: is not a member of
// expect-any: no member named 'retry_lower_version'
// control: -DCONTROL
#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

#ifdef CONTROL
constexpr auto advice = flintls::retry_advice::retry_without_ticket;
#else
constexpr auto advice = flintls::retry_advice::retry_lower_version;
#endif
