// expect: flintls: psk_dhe_ke needs a group
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
    using crypto = whole::crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using signature_schemes = flintls::scheme_list<>;
#ifndef CONTROL
    using groups = flintls::group_list<>;
#endif
};

struct known : flintls::pinned_keys<> {
    flintls::psk_choice<whole::key> external_psk() { return {}; }
};
static_assert(flintls::client_credentials_for<known, product>);
