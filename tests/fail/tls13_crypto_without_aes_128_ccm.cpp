// Crypto without the cipher of a suite of TLS 1.3; others do not need it.
// expect: flintls: the policy's crypto has no aes_128_ccm
// control: -DCONTROL
#include "support_groups.hpp"

struct product : brings::policy<> {
    using crypto = brings::crypto;
#ifndef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_ccm_sha256>;
#endif
};
std::size_t size() { return sizeof(brings::client<product>); }
