// expect: flintls: unknown_psk_alert is decrypt_error or unknown_psk_identity
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

#ifdef CONTROL
constexpr auto alert = flintls::alert_description::unknown_psk_identity;
#else
constexpr auto alert = flintls::alert_description::handshake_failure;
#endif
struct product : flintls::policy_of<flintls::options{.unknown_psk_alert = alert}, test::default_policy> {};

flintls::client_hello_of<product> hello;
