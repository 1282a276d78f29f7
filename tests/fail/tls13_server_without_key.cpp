// expect: flintls: a server of TLS 1.3 without signature schemes needs external pre-shared keys
// control: -DCONTROL
// RFC 8446 4.2.11: keys of TLS 1.2 are none of TLS 1.3.
#include "support_crypto.hpp"

struct product : flintls::policy_of<> {
    using crypto = whole::crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<>;
};
struct known {
#ifdef CONTROL
    flintls::psk_choice<whole::psk::key> external_psk(flintls::byte_view identity);
#else
    flintls::psk_choice<whole::psk::key> psk(flintls::byte_view identity);
#endif
    bool accepts(flintls::identity const& client);
};

static_assert(flintls::server_credentials_for<known, product>);
