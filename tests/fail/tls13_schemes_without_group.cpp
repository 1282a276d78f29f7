// expect: flintls: in TLS 1.3 signature schemes need a group
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : test::default_policy {
    using crypto = whole::crypto;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using psk_modes = flintls::psk_mode_list<>;
#ifndef CONTROL
    using groups = flintls::group_list<>;
#endif
};

struct known : flintls::pinned_keys<> {
    flintls::psk_choice<whole::key> psk(flintls::byte_view) { return {}; }
};
static_assert(flintls::client_credentials_for<known, product>);
