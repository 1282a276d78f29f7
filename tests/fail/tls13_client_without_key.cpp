// expect: flintls: a client of TLS 1.3 without signature schemes needs an external pre-shared key
// control: -DCONTROL
// PS16, RFC 8446 4.2.11: a key of TLS 1.2 is none of TLS 1.3 unless it is imported for both by name.
#include "support_crypto.hpp"

struct product : flintls::policy_of<> {
    using crypto = whole::crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<>;
};
#ifdef CONTROL
using known = flintls::key_for_both<whole::psk>;
#else
using known = flintls::preshared_key<whole::psk>;
#endif

static_assert(flintls::client_credentials_for<known, product>);
