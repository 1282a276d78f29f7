// A policy that inherits another one changes lists and crypto, and no constant.
// expect: flintls: max_ticket belongs into the options
// control: -DCONTROL
#include "flintls/flintls.hpp"

struct device : flintls::policy_of<flintls::options{.max_ticket = 512}> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
struct product : device {
    using suites = flintls::suite_list<flintls::cipher_suite::psk_with_aes_128_gcm_sha256>;
#ifndef CONTROL
    static constexpr std::size_t max_ticket = 0;
#endif
};

flintls::client_hello_of<product> hello;
