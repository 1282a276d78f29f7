// expect: flintls: a suite of TLS 1.2 needs that version in the policy
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
    using crypto = whole::crypto;
#ifdef CONTROL
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
#else
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
#endif
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};

struct known : flintls::pinned_keys<> {
    flintls::psk_choice<whole::key> psk(flintls::byte_view) { return {}; }
};
static_assert(flintls::client_credentials_for<known, product>);
