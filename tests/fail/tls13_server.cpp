// expect: flintls: a server speaks TLS 1.2 alone
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
    using crypto = whole::crypto;
    using suites = flintls::suite_list<
#ifndef CONTROL
        flintls::cipher_suite::aes_128_gcm_sha256,
#endif
        flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
#ifndef CONTROL
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
#endif
};

bool accept(whole::server<product>& s) { return s.accept(); }
