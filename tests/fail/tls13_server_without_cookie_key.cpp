// expect: flintls: a server that asks for cookies needs keys for them
// control: -DCONTROL
#include "support_crypto.hpp"

struct product : flintls::policy_of<flintls::options{.cookie = true}> {
    using crypto = whole::crypto;
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<>;
};
struct known {
    flintls::psk_choice<whole::psk::key> external_psk(flintls::byte_view identity);
    bool accepts(flintls::identity const& client);
#ifdef CONTROL
    std::span<flintls::cookie_key const> cookie_keys();
#endif
};

static_assert(flintls::server_credentials_for<known, product>);
