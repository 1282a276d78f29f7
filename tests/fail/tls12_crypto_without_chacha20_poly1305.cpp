// Crypto without the cipher of a suite; others do not need it.
// expect: flintls: the policy's crypto has no chacha20_poly1305
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : whole::gcm_policy {
#ifndef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_chacha20_poly1305_sha256>;
#endif
};
std::size_t size() { return sizeof(whole::client<product>); }
