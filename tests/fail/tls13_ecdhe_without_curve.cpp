// Both versions, of which TLS 1.2 has no group to choose.
// expect: flintls: ECDHE suites of TLS 1.2 need secp256r1 or x25519 among the groups
// control: -DCONTROL
#include "support_groups.hpp"

struct product : brings::policy<> {
    using crypto = brings::crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
#ifndef CONTROL
    using groups = flintls::group_list<flintls::named_group::x25519mlkem768>;
#endif
};
std::size_t size() { return sizeof(brings::client<product>); }
