// As policies were once written.
// expect: flintls: client_renegotiation belongs into the options
// control: -DCONTROL
#include "flintls/flintls.hpp"

#ifdef CONTROL
struct product : flintls::policy_of<flintls::options{.client_renegotiation = flintls::renegotiation_mode::strict}> {
#else
struct product : flintls::policy_of<> {
    static constexpr auto client_renegotiation = flintls::renegotiation_mode::strict;
#endif
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

flintls::client_hello_of<product> hello;
