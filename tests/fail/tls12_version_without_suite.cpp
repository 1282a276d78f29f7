// expect: flintls: a policy with TLS 1.2 needs a suite of that version
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
    using crypto = whole::crypto;
#ifdef CONTROL
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
#else
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
#endif
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3, flintls::protocol_version::tls_1_2>;
};

struct known : flintls::pinned_keys<> {
    flintls::psk_choice<whole::key> psk(flintls::byte_view) { return {}; }
};
static_assert(flintls::client_credentials_for<known, product>);
